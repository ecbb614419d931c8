"""Enlarges pictures that people bring."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
from typing_extensions import override

from bot.files.upload_errors import EnlargedTooLargeError
from bot.ordering.asked import Asked
from bot.ordering.changes import Enlarge, Source, enlargement
from bot.ordering.orders import Plan, PlannedOrder, UnfinishedOrder
from bot.ordering.parameters import to_params
from bot.ordering.permutations import escape
from bot.ordering.rewording import style_wish
from bot.ordering.wishes import NO_WISHES
from bot.views.actions import ENLARGEMENTS
from engine.errors import RequestRejectedError

if TYPE_CHECKING:
    from bot.client import Atelier
    from bot.ordering.orders import Order
    from bot.ordering.start_images import Attached, StartImages
    from bot.ordering.wishes import Wishes
    from bot.policy.gate import Asking
    from engine.params import GenerationParams
    from engine.protocol import Inspected

UNTOLD: Final = "a detailed picture"  # what a picture shows of which nobody says anything
UNASKED: Final = Asked(prompt="")
_REST: Final = re.compile(r"\n(?:Negative prompt|Steps): .*", re.DOTALL)


@dataclass(frozen=True)
class EnlargeOrder(UnfinishedOrder):
    """A picture that was attached, larger.

    Attributes:
        pictures: Takes and keeps it.
        file: The attachment.
        params: Everything else that was asked for.
        change: How much larger, and in which way.
        is_told: Whether the prompt was said; else what stands in the file is taken.
        wishes: The style that was asked for.
    """

    pictures: StartImages
    file: Attached
    params: GenerationParams
    change: Enlarge
    is_told: bool = False
    wishes: Wishes = NO_WISHES

    @property
    @override
    def header(self) -> tuple[str, dict[str, str]]:
        """The prompt, where it was said."""
        return ("header", {"prompt": self.params.prompt}) if self.is_told else ("header.change", {})

    @property
    @override
    def num_images(self) -> int:
        """Always one."""
        return 1

    @override
    async def finish(self, asking: Asking) -> Order:
        """Take the picture, and what it says of itself."""
        taken = await self.pictures.take(self.file, asking)
        seen = taken.inspected
        params = self.params if self.is_told else worded(self.params, seen)
        source = Source(taken.reference, seen.width, seen.height)
        plan = Plan(
            kind=self.change.kind,
            params=self.change.apply(params, source),
            num_images=1,
            parent_image_id=taken.image_id,
        )
        return PlannedOrder(plan, self.wishes)


def enlarge_order(
    atelier: Atelier, file: Attached, action: str, asked: Asked = UNASKED, user_id: int = 0
) -> EnlargeOrder:
    """Order one of ``bot.views.actions.ENLARGEMENTS`` of an attachment.

    Args:
        atelier: Who draws.
        file: The attachment.
        action: Which of them.
        asked: What was said of it, without flags in the prompt.
        user_id: Whose styles are meant.

    Raises:
        bot.errors.RefusedError: Something cannot be read.
        engine.errors.RequestRejectedError: No model could draw anything of that.
    """
    wish = style_wish(asked, user_id)
    return EnlargeOrder(
        atelier.parts.start_images,
        file,
        _params(atelier, asked),
        enlargement(action, atelier.engine.models),
        is_told=bool(asked.prompt),
        wishes=msgspec.structs.replace(wish, said=(*wish.said, "guidance_scale")),
    )


def quotes(atelier: Atelier, file: Attached) -> dict[str, int]:
    """Return in which ways an attachment can be enlarged, and what each costs, in thousandths.

    Where Discord does not tell its size, nothing is known of the costs: they are 0.

    Raises:
        bot.files.upload_errors.EnlargedTooLargeError: In none.
    """
    if not (file.width and file.height):
        return dict.fromkeys(ENLARGEMENTS, 0)
    params, source = _params(atelier, UNASKED), Source(b"", file.width, file.height)
    found, too_large = {}, None
    for action in ENLARGEMENTS:
        try:
            changed = enlargement(action, atelier.engine.models).apply(params, source)
        except EnlargedTooLargeError as error:
            too_large = too_large or error
        else:
            found[action] = atelier.parts.charging.quote(changed, 1)
    if too_large and not found:
        raise too_large
    return found


def worded(params: GenerationParams, seen: Inspected) -> GenerationParams:
    """Return parameters with the prompt that a picture says it was drawn from, if it can be used.

    Ours and AUTOMATIC1111's say so in the same words.
    """
    told = _REST.sub("", seen.text.get("parameters", "")).strip()
    if not told:
        return params
    changed = msgspec.structs.replace(params, prompt=escape(told))
    try:
        changed.check()
    except RequestRejectedError:  # another program's prompt may be anything
        return params
    return changed


def _params(atelier: Atelier, asked: Asked) -> GenerationParams:
    prompt = escape(asked.prompt or UNTOLD)  # braces are no choice: one picture becomes one
    whole = msgspec.structs.replace(asked, prompt=prompt)
    return to_params(whole, atelier, is_sized=False)
