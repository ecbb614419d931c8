"""The words that cross the border between bot and engine.

Commands (bot to engine) are imperatives, events (engine to bot) are past participles. Every
accepted request ends in exactly one of ``Finished``, ``Rejected``, ``Failed``, ``Cancelled``.

On the stream a message is one msgpack part followed by its raw frames
(``engine.border.wire``): values of type ``Frame`` are left out of the msgpack part and sent as
they are.
"""

from __future__ import annotations

from typing import Any, ClassVar, Final

import msgspec

from engine.border.frame import Frame as Frame  # noqa: PLC0414  (exported from here)
from engine.model_info import ModelInfo as ModelInfo  # noqa: PLC0414  (exported from here)
from engine.params import GenerationParams
from engine.provenance.reading import Reading as Reading  # noqa: PLC0414  (exported from here)
from engine.verdict import Verdict as Verdict  # noqa: PLC0414  (exported from here)

PROTOCOL_VERSION: Final = 1
MAX_FRAME_BYTES: Final = 64 * 1024 * 1024

Facts = dict[str, str | int | float]


class Message(msgspec.Struct, frozen=True, kw_only=True, tag=True):
    """What both directions share; the class name is the tag on the wire."""


# ── bot → engine ─────────────────────────────────────────────────────────────────────────────


class Submit(Message, frozen=True, kw_only=True):
    """Draw one image.

    Attributes:
        request_id: ``job:index``; the images of one job are waited for together. Submitting an
            id that is already on its way changes nothing.
        params: What to draw, its pictures taken out (see ``pack``).
        pictures: Encoded pictures by parameter name (``init_image``, ``mask_image``).
        watermark_id: 32-bit id to embed, or None for no watermark.
        preview_steps: Send a preview at most every so many steps; 0 sends none.
        stop_margin: Two previews in a row so far over their threshold end it; None: never.
    """

    request_id: str
    params: GenerationParams
    pictures: dict[str, Frame] = {}
    watermark_id: int | None = None
    preview_steps: int = 0
    stop_margin: float | None = None

    PICTURE_FIELDS: ClassVar[tuple[str, ...]] = ("init_image", "mask_image")

    @classmethod
    def pack(
        cls,
        request_id: str,
        params: GenerationParams,
        *,
        watermark_id: int | None = None,
        preview_steps: int = 0,
        stop_margin: float | None = None,
    ) -> Submit:
        """Build the message, with the pictures of ``params`` moved into frames."""
        pictures = {
            name: Frame(picture)
            for name in cls.PICTURE_FIELDS
            if (picture := getattr(params, name)) is not None
        }
        bare = msgspec.structs.replace(params, **dict.fromkeys(pictures))
        return cls(
            request_id=request_id,
            params=bare,
            pictures=pictures,
            watermark_id=watermark_id,
            preview_steps=preview_steps,
            stop_margin=stop_margin,
        )

    def unpack(self) -> GenerationParams:
        """Return the parameters with their pictures put back."""
        pictures: dict[str, Any] = {name: frame.data for name, frame in self.pictures.items()}
        return msgspec.structs.replace(self.params, **pictures)


class Cancel(Message, frozen=True, kw_only=True):
    """Stop drawing at the next tick; unknown and ended ids are ignored."""

    request_id: str


class Inspect(Message, frozen=True, kw_only=True):
    """Decode, screen and identify an uploaded file.

    Attributes:
        inspect_id: Comes back with the answer.
        file: The upload.
        wants_transparency: Whether a mask of its transparent part is asked for.
        columns: Numbered squares to show over it, across and down; 0 for none.
        wants_identity: Whether to look for its origin instead of screening it (0.1 to 3 seconds).
        sizes: Widths and heights that pictures were delivered at, the most frequent first.
        drawn: A picture to hold the file against; then nothing else is looked for.
    """

    inspect_id: str
    file: Frame
    wants_transparency: bool = False
    columns: int = 0
    wants_identity: bool = False
    sizes: tuple[tuple[int, int], ...] = ()
    drawn: Frame | None = None


class Shutdown(Message, frozen=True, kw_only=True):
    """End; requests still on their way get no terminal event."""


Command = Submit | Cancel | Inspect | Shutdown


# ── engine → bot ─────────────────────────────────────────────────────────────────────────────


class Hello(Message, frozen=True, kw_only=True):
    """The first message on every connection."""

    protocol_version: int
    pid: int


class Ready(Message, frozen=True, kw_only=True):
    """The models are there and screened; requests are drawn from now on.

    Attributes:
        model: The one that draws what names no model.
        models: All of them, the default first; ``GenerationParams.model`` takes their names.
    """

    model: ModelInfo
    models: tuple[ModelInfo, ...] = ()


class Heartbeat(Message, frozen=True, kw_only=True):
    """Sent every second, so that a hang shows.

    Attributes:
        phase: What the process is doing: ``loading …`` before ``Ready``, then ``idle``/``drawing``.
        fraction: How much of the loading is done, 0 to 1.
        busy_seconds: For how long the thread that runs the network has been inside one call of
            it; 0 when that thread answered by itself, between two ticks.
        counters: Numbers for the metrics page, by metric name; of the last answer.
    """

    phase: str
    fraction: float = 1.0
    busy_seconds: float = 0.0
    counters: dict[str, float] = {}


class Accepted(Message, frozen=True, kw_only=True):
    """The request will be drawn; exactly one terminal event follows."""

    request_id: str


class Stepped(Message, frozen=True, kw_only=True):
    """A request advanced.

    Attributes:
        request_id: Whose step.
        step_index: Evaluations done so far.
        num_steps: Evaluations in all (some samplers evaluate twice a step).
        preview: A small encoded picture that the classifier found clean, or None.
    """

    request_id: str
    step_index: int
    num_steps: int
    preview: Frame | None = None


class Finished(Message, frozen=True, kw_only=True):
    """The image is done.

    Attributes:
        request_id: Whose image.
        image: The PNG file with parameters and watermark; None when the verdict is not clean.
        sha256: Hex digest of the PNG, also of a withheld one; empty where it was stopped.
        width: Pixels of the PNG.
        height: Likewise.
        seed: The seed that was used.
        verdict: What the classifier says.
        has_watermark: Whether the id was embedded (pictures under 256 pixels carry none).
        recipe: Everything needed to draw it again, as written into the PNG.
        seconds: From acceptance to this event.
        hashes: Perceptual hashes of it and its middles, hexadecimal.
        stopped_at: Evaluations after which ``verdict``, on a preview, ended it; 0: it was drawn
            to its end.
    """

    request_id: str
    image: Frame | None
    sha256: str
    width: int
    height: int
    seed: int
    verdict: Verdict
    has_watermark: bool
    recipe: dict[str, str]
    seconds: float
    hashes: dict[str, str] = {}
    stopped_at: int = 0


class Rejected(Message, frozen=True, kw_only=True):
    """The request cannot be served as asked; the person who asked can mend it."""

    request_id: str
    code: str
    facts: Facts = {}


class Failed(Message, frozen=True, kw_only=True):
    """The engine failed; another attempt may succeed."""

    request_id: str
    code: str
    facts: Facts = {}


class Cancelled(Message, frozen=True, kw_only=True):
    """The request was stopped as asked."""

    request_id: str
    step_index: int = 0
    num_steps: int = 0


class Inspected(Message, frozen=True, kw_only=True):
    """What an uploaded file is.

    Attributes:
        inspect_id: Which inspection.
        code: Empty, or the error code of a file that cannot be used.
        facts: What explains ``code``.
        media_type: Such as ``image/png``.
        width: Pixels after EXIF orientation.
        height: Likewise.
        verdict: What the classifier says, or None when the file cannot be used or was not screened.
        text: Text chunks of a PNG (``parameters`` among them).
        readings: Of the watermark, the surest first; empty unless its identity is asked for.
        left_out: What time was too short to search for (``engine.provenance.search``).
        hashes: Perceptual hashes in each orientation, hexadecimal; likewise.
        signature: ``valid``, ``broken``, ``foreign`` or empty (``engine.postprocess.signature``).
        transparency: A PNG that is white where the file is transparent, of the same size; None
            when it was not asked for, or nothing is transparent.
        numbered: A JPEG of the picture under numbered squares, made smaller; None where no
            columns were asked for.
        likeness: ``same``, ``alike`` or ``different``, where it was held against another picture.
        mean_levels: Mean difference of all channels from that one, of 255 levels.
    """

    inspect_id: str
    code: str = ""
    facts: Facts = {}
    media_type: str = ""
    width: int = 0
    height: int = 0
    verdict: Verdict | None = None
    text: dict[str, str] = {}
    readings: tuple[Reading, ...] = ()
    left_out: tuple[str, ...] = ()
    hashes: dict[str, str] = {}
    signature: str = ""
    transparency: Frame | None = None
    numbered: Frame | None = None
    likeness: str = ""
    mean_levels: float = 0.0


TerminalEvent = Finished | Rejected | Failed | Cancelled
RequestEvent = Accepted | Stepped | TerminalEvent
Event = Hello | Ready | Heartbeat | RequestEvent | Inspected
