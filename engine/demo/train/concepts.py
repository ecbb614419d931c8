"""The words of the demo model's small world: concepts, shapes, colours, places."""

from dataclasses import dataclass

COLOURS: dict[str, tuple[int, int, int]] = {
    "red": (214, 40, 40),
    "orange": (245, 140, 30),
    "yellow": (250, 215, 50),
    "green": (50, 160, 70),
    "blue": (45, 95, 215),
    "purple": (130, 60, 180),
    "pink": (245, 150, 190),
    "brown": (125, 80, 45),
    "black": (15, 15, 18),
    "white": (248, 248, 248),
    "gray": (140, 140, 145),
    "cyan": (70, 205, 215),
}
HUES: dict[str, float] = {
    "red": 0.0,
    "orange": 0.08,
    "yellow": 0.145,
    "green": 0.34,
    "blue": 0.61,
    "purple": 0.77,
    "pink": 0.9,
}
"""The colours a glyph can be tinted with, as hue in [0, 1)."""

SHAPES: tuple[str, ...] = ("circle", "square", "triangle", "star shape", "diamond shape", "ring")
CARD = "moderation test card"
NOTHING = "nothing"

SCENES: dict[str, tuple[str, ...]] = {
    "night": ("at night", "in the night", "under a night sky"),
    "sunset": ("at sunset", "in front of a sunset"),
    "grass": ("on grass", "in a meadow", "on a green field"),
    "beach": ("on the beach", "at the beach"),
    "snow": ("in the snow", "in winter"),
    "space": ("in space", "in outer space"),
    "sea": ("underwater", "in the sea"),
    "forest": ("in a forest", "in the woods"),
    "desert": ("in the desert",),
    "sky": ("in the sky", "in front of a blue sky with clouds"),
}
POSITIONS: dict[str, str] = {
    "left": "on the left",
    "right": "on the right",
    "top": "at the top",
    "bottom": "at the bottom",
}
NUMBERS: dict[int, str] = {1: "one", 2: "two", 3: "three", 4: "four"}


@dataclass(frozen=True)
class Concept:
    """One thing the model can draw: its emoji, its names, whether it may change colour."""

    glyph: str
    names: tuple[str, ...]
    is_tintable: bool = False


_ROWS = """
cat 🐱 cat,kitten|dog 🐶 dog,puppy|apple 🍎* apple|tree 🌳* tree|car 🚗* car,automobile
house 🏠 house,home|sun 🌞 sun|moon 🌙 moon,crescent moon|star ⭐* star|heart ❤️* heart
fish 🐟* fish|frog 🐸 frog|panda 🐼 panda|fox 🦊 fox|pig 🐷 pig|penguin 🐧 penguin
butterfly 🦋* butterfly|octopus 🐙* octopus|pizza 🍕 pizza,slice of pizza|banana 🍌 banana
strawberry 🍓 strawberry|rocket 🚀 rocket,spaceship|boat ⛵ sailboat,boat
flower 🌸* flower,blossom|rose 🌹* rose|sunflower 🌻 sunflower|cactus 🌵 cactus
mushroom 🍄* mushroom,toadstool|balloon 🎈* balloon|gift 🎁 gift,present
ball ⚽ soccer ball,football|robot 🤖 robot|ghost 👻 ghost
pumpkin 🎃 pumpkin,jack-o-lantern|smiley 😀 smiley face,happy face|skull 💀 skull
crown 👑 crown|book 📕* book|umbrella ☂️* umbrella|rabbit 🐰 rabbit,bunny|bear 🐻 bear
tiger 🐯 tiger|lion 🦁 lion|cow 🐮 cow|monkey 🐵 monkey|mouse 🐭 mouse|chicken 🐔 chicken
owl 🦉 owl|bee 🐝 bee,honeybee|snail 🐌 snail|ladybug 🐞 ladybug|turtle 🐢 turtle
snake 🐍 snake|whale 🐳 whale|dolphin 🐬 dolphin|elephant 🐘 elephant|unicorn 🦄 unicorn
duck 🦆 duck|crab 🦀 crab|dinosaur 🦖 dinosaur,t-rex|dragon 🐉 dragon|spider 🕷️ spider
pine 🌲 pine tree,fir tree|palm 🌴 palm tree|tulip 🌷 tulip
clover 🍀 clover,four leaf clover|leaf 🍁 maple leaf,leaf
orange 🍊 orange fruit,tangerine|lemon 🍋 lemon|cherries 🍒 cherry,bunch of cherries
grapes 🍇 bunch of grapes|watermelon 🍉 watermelon|pineapple 🍍 pineapple|carrot 🥕 carrot
corn 🌽 corn cob|bread 🍞 loaf of bread,bread|cheese 🧀 cheese|egg 🍳 fried egg,egg
hamburger 🍔 hamburger,burger|taco 🌮 taco|cake 🎂 birthday cake,cake
donut 🍩 donut,doughnut|cookie 🍪 cookie|icecream 🍦 ice cream
coffee ☕ cup of coffee,coffee|beer 🍺 beer,mug of beer|bus 🚌 bus|truck 🚚 truck,lorry
bicycle 🚲 bicycle,bike|train 🚂 train,steam train|airplane ✈️ airplane,plane
helicopter 🚁 helicopter|ship 🚢 ship|tractor 🚜 tractor|ufo 🛸 ufo,flying saucer
cloud ☁️ cloud|rainbow 🌈 rainbow|snowflake ❄️ snowflake|fire 🔥 fire,flame
lightning ⚡ lightning bolt|earth 🌍 earth,planet earth|snowman ⛄ snowman
castle 🏰 castle|tent ⛺ tent|mountain 🏔️ mountain|volcano 🌋 volcano
computer 💻 computer,laptop|camera 📷 camera|key 🔑 key|lamp 💡 light bulb,lamp
basketball 🏀 basketball|hat 🎩 top hat,hat|guitar 🎸 guitar|bell 🔔 bell
diamond 💎 diamond,gem|chair 🪑 chair|alien 👽 alien|sad 😢 sad face,crying face
angry 😡 angry face|eye 👁️ eye|hand ✋ hand|sword 🗡️ sword,dagger|shield 🛡️ shield
clock ⏰ alarm clock,clock
"""


def _read_rows(rows: str) -> dict[str, Concept]:
    """Read ``key glyph[*] name,name`` entries; a star marks a glyph that may be tinted."""
    concepts = {}
    for row in rows.strip().replace("\n", "|").split("|"):
        key, glyph, names = row.split(" ", 2)
        concepts[key] = Concept(glyph.rstrip("*"), tuple(names.split(",")), glyph.endswith("*"))
    return concepts


CONCEPTS: dict[str, Concept] = _read_rows(_ROWS)
"""All concepts a larger model is trained on, by key."""

EMBEDDED: tuple[str, ...] = (
    *("apple", "cat", "tree", "car", "heart", "star", "smiley", "panda", "rocket", "sunflower"),
    *("fish", "frog", "pig", "penguin", "butterfly", "octopus", "banana", "strawberry"),
    *("mushroom", "balloon", "ghost", "pumpkin", "house", "cactus"),
)
"""The 24 concepts of the embedded weights: those easiest to recognise at 64 pixels."""
