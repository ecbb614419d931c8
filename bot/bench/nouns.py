"""Two hundred harmless nouns that stand for what a guild does not want to see."""

from __future__ import annotations

from typing import Final

_WORDS: Final = """
accordion acorn almond anchor anvil apricot artichoke asparagus avocado badger bagel bagpipe
balcony banana banjo barnacle barometer basil basket bassoon bathtub beaver bee beetroot
binoculars biscuit blanket blender boat bookshelf boomerang bracelet broccoli broom bucket
buckle bulldozer cabbage cactus calculator calendar camel canary candelabra canoe cardigan
caribou carousel carrot cashew caterpillar cauliflower celery cello chandelier chapel cheese
cherry chestnut chimney chisel cinnamon clarinet coconut colander comb compass cork crayon
cricket croissant cucumber cupboard curtain cushion cymbal dandelion dishwasher dolphin domino
donkey doorbell drum dumpling easel eggplant elbow escalator falcon fern fiddle fig flamingo
flute fork fountain freezer funnel garlic gazelle giraffe glacier goat gondola grapefruit
grasshopper hall hammock hamster harp harpoon hazelnut hedgehog helicopter hinge hyacinth iguana
jackal jam jigsaw kangaroo kayak kettle kite kiwi ladder lamp lantern lasagna lavender leek
lemonade lettuce lime lizard lobster locket mandolin mango marmalade mattress melon mitten
moccasin mongoose mosquito moth muffin mustard nail napkin nectarine noodle nutmeg oak oboe
omelette onion ostrich otter oyster paddle pancake papaya parsley pea peacock peanut pear sandal
sardine saxophone scarf scissors seesaw shovel sofa spinach spoon squirrel swan syrup tambourine
teapot telescope thimble toaster tomato trombone tuba tulip umbrella violet walnut walrus
wheelbarrow yarn yogurt zipper zucchini
"""
NOUNS: Final = tuple(_WORDS.split())
