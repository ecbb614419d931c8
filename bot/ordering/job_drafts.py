"""Orders that begin with what was drawn here, while their person is asked about them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from bot.ordering.asked import Asked
from bot.ordering.changes import Grow
from bot.ordering.growth import OWN_ZOOM
from bot.ordering.permutations import expand
from bot.ordering.picture_orders import ChangeOrder, RemixOrder

if TYPE_CHECKING:
    from bot.client import Atelier


class JobDraft(msgspec.Struct, frozen=True, kw_only=True, tag="job"):
    """New words for a picture, and perhaps more canvas around it.

    Attributes:
        job_id: Whose pictures.
        index: Which of them; None for all.
        asked: The words, and the options that their flags say.
        zoom: How far out; None draws the picture anew.
    """

    job_id: int
    index: int | None
    asked: Asked
    zoom: float | None = None

    def order(self, atelier: Atelier, user_id: int) -> RemixOrder | ChangeOrder:
        """Return the order that it stands for, if that person may place it."""
        if self.zoom is None or self.index is None:
            models = atelier.engine.models
            return RemixOrder(self.job_id, self.index, user_id, self.asked, models)
        return ChangeOrder(
            atelier.storage,
            self.job_id,
            self.index,
            user_id,
            Grow(OWN_ZOOM, atelier.engine.models, self.zoom),
            len(expand(self.asked.prompt)) * (self.asked.number or 1),
            self.asked,
            atelier.engine.models,
        )
