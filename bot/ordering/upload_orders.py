"""Orders that begin with a picture which somebody brought."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from typing_extensions import override

from bot.files.upload_errors import AreaNotTransparentError
from bot.ordering.cells import draw_mask
from bot.ordering.changes import Change, DrawOver, Source
from bot.ordering.orders import Plan, PlannedOrder, UnfinishedOrder
from bot.ordering.permutations import check_forms
from bot.ordering.wishes import NO_WISHES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from bot.ordering.orders import Order
    from bot.ordering.start_images import Attached, StartImages, Taken
    from bot.ordering.wishes import Wishes
    from bot.policy.gate import Asking
    from engine.params import GenerationParams

    Note = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Area:
    """What of a picture is redrawn; nothing said means all of it.

    Attributes:
        mask: A picture that is white there.
        cells: Squares of the grid (``bot.ordering.cells``).
        is_transparent: The picture's transparent part.
    """

    mask: Attached | None = None
    cells: frozenset[int] = frozenset()
    is_transparent: bool = False


@dataclass(frozen=True)
class UploadOrder(UnfinishedOrder):
    """Something done with a picture that was attached.

    Attributes:
        pictures: Takes and keeps it.
        file: The attachment.
        params: Everything else that was asked for.
        change: What is done.
        count: How many pictures.
        area: What is redrawn, where the change is ``DrawOver``.
        wishes: The style that was asked for.
        tell_mask_fitted: Tells the person that the mask had another size.
    """

    pictures: StartImages
    file: Attached
    params: GenerationParams
    change: Change
    count: int
    area: Area = Area()
    wishes: Wishes = NO_WISHES
    tell_mask_fitted: Callable[[], Awaitable[None]] | None = None

    @property
    @override
    def header(self) -> tuple[str, dict[str, str]]:
        """The prompt."""
        return "header", {"prompt": self.params.prompt}

    @property
    @override
    def num_images(self) -> int:
        """Known from the start."""
        return self.count

    @override
    async def finish(self, asking: Asking) -> Order:
        """Take the picture, and what says what of it is redrawn."""
        is_transparent = self.area.is_transparent
        taken = await self.pictures.take(self.file, asking, wants_transparency=is_transparent)
        seen = taken.inspected
        source = Source(taken.reference, seen.width, seen.height)
        change = self.change
        if isinstance(change, DrawOver):
            change = replace(change, mask=await self._mask(taken, asking))
        params = change.apply(self.params, source)
        check_forms(params)
        plan = Plan(
            kind=change.kind,
            params=params,
            num_images=self.count,
            parent_image_id=taken.image_id,
        )
        return PlannedOrder(plan, self.wishes)

    async def _mask(self, taken: Taken, asking: Asking) -> bytes | None:
        seen = taken.inspected
        if self.area.mask:
            mask = await self.pictures.take(self.area.mask, asking)
            size = (mask.inspected.width, mask.inspected.height)
            if size != (seen.width, seen.height) and self.tell_mask_fitted:
                await self.tell_mask_fitted()
            return mask.reference
        if self.area.is_transparent:
            if seen.transparency is None:
                raise AreaNotTransparentError
            return await self.pictures.keep(seen.transparency.data)
        return await self.pictures.keep(draw_mask(self.area.cells)) if self.area.cells else None
