"""The entrance: pictures that requests start from are judged before anything is drawn from them.

Whoever submits, and whatever was looked at before: each file is judged here, once. What this
instance signed itself was judged when it was drawn, and people saw it by somebody's decision
(a spoiler, a moderator's approval), so it may be drawn from; special care never passes.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from engine.errors import SafetyUnavailableError, StartImageWithheldError
from engine.postprocess.signature import Signature, check_signature
from engine.safety.screen import require_verdict
from engine.uploads.views import digest_of, view_upload
from engine.verdict import UNJUDGED

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from PIL.Image import Image

    from engine.postprocess.signature import Signer
    from engine.safety.screen import Screen
    from engine.verdict import Verdict

MAX_REMEMBERED: Final = 4096  # verdicts, of some hundred bytes each


@dataclass(slots=True, eq=False)
class Given:
    """A picture that a request starts from.

    Attributes:
        digest: SHA-256 of the file, hexadecimal.
        views: What is to be judged of it; nothing any more once that was done.
        is_own: Whether this instance's valid signature is on it.
    """

    digest: str
    views: tuple[Image, ...]
    is_own: bool


class Entrance:
    """Judges files, each once, and remembers what it said of the latest ones.

    Args:
        screen: The classifier.
        signer: Checks signatures; None where there is no key.
        max_remembered: Files.
    """

    def __init__(
        self, screen: Screen, signer: Signer | None, *, max_remembered: int = MAX_REMEMBERED
    ) -> None:
        self._screen = screen
        self._signer = signer
        self._max_remembered = max_remembered
        self._verdicts: OrderedDict[str, Verdict] = OrderedDict()

    @property
    def is_guarded(self) -> bool:
        """Whether anything is judged at all; the operator may have switched that off."""
        return bool(self._screen.name)

    def look(self, file: bytes) -> Given:
        """Decode what has to be judged of a file; call it in a worker.

        Raises:
            UnreadableImageError: Too large, of another kind or broken.
        """
        known = self._verdicts.get(digest := digest_of(file))
        if known is not None and known.is_clean:
            return Given(digest, (), is_own=False)
        upload, views, _ = view_upload(file)
        signature = check_signature(self._signer, file, np.asarray(upload.image), upload.text)
        return Given(digest, views, is_own=signature is Signature.VALID)

    def judge(self, views: Sequence[Image], digest: str = "") -> Verdict:
        """Judge all views of a file until one is not clean; call it in the engine's thread.

        Args:
            views: What people may see of it.
            digest: By which its verdict is remembered; empty: it is not.

        Raises:
            SafetyUnavailableError: No verdict can be given.
        """
        if digest in self._verdicts:
            self._verdicts.move_to_end(digest)
            return self._verdicts[digest]
        verdict = self._judged(views)
        if digest:
            self.remember(digest, verdict)
        return verdict

    def remember(self, digest: str, verdict: Verdict) -> None:
        """Keep the verdict of a file, such as one that was just drawn."""
        if verdict.category == UNJUDGED:
            return
        self._verdicts[digest] = verdict
        self._verdicts.move_to_end(digest)
        while len(self._verdicts) > self._max_remembered:
            self._verdicts.popitem(last=False)

    def check(self, name: str, given: Given) -> None:
        """Let a picture in, or refuse it; call it in the engine's thread.

        Raises:
            StartImageWithheldError: The classifier objects to it.
            SafetyUnavailableError: No verdict can be given.
        """
        verdict = self.judge(given.views, given.digest)
        if not verdict.is_clean and (verdict.is_special_care or not given.is_own):
            raise StartImageWithheldError(parameter=name, category=verdict.category)

    def _judged(self, views: Sequence[Image]) -> Verdict:
        verdict = None
        for view in views:
            verdict = require_verdict(self._screen, view)
            if not verdict.is_clean:
                break
        if verdict is None:
            raise SafetyUnavailableError("there is nothing left to judge")
        return verdict


class Entry:
    """The pictures of one request, on their way through the entrance.

    Args:
        entrance: Judges them.
        looks: The pictures by their parameters' names, perhaps still being decoded.
    """

    def __init__(self, entrance: Entrance, looks: dict[str, Future[Given]]) -> None:
        self._entrance = entrance
        self._looks = looks

    @property
    def parts(self) -> tuple[Future[Given], ...]:
        """What workers are busy with for it, or were."""
        return tuple(self._looks.values())

    def check(self) -> None:
        """Let all of them in, the first time that it is asked.

        Raises:
            UnreadableImageError: One cannot be decoded.
            StartImageWithheldError: The classifier objects to one.
            SafetyUnavailableError: No verdict can be given.
        """
        for name, look in self._looks.items():
            self._entrance.check(name, look.result())
        self._looks = {}
