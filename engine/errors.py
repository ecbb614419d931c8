"""What can go wrong in the engine, as a tree.

EngineError
 ├─ RequestRejectedError        the caller can mend it; never retried; nothing was drawn
 │   ├─ InvalidParameterError       a value outside its range
 │   ├─ UnknownSamplerError         no such sampler
 │   ├─ UnknownModelError           no such model here
 │   ├─ ImageTooLargeError          more pixels than the engine accepts
 │   ├─ PromptTooComplexError       brackets or length beyond the bound
 │   ├─ UnsupportedModeError        this model or build cannot do that
 │   ├─ UnreadableImageError        an uploaded picture that cannot be used
 │   ├─ StartImageWithheldError     an uploaded picture that the classifier objects to
 │   └─ DuplicateRequestError       the id is already on its way
 ├─ RequestFailedError          ours; worth another attempt
 │   ├─ NotFiniteError              the network produced NaN or infinity
 │   ├─ SafetyUnavailableError      the classifier raised, so nothing may be shown
 │   ├─ OutOfMemoryError            does not fit, even alone
 │   ├─ ConstantPictureError        every pixel came out equal
 │   ├─ ModelUnavailableError       its model could be loaded at the start and cannot be now
 │   ├─ EngineLostError             the engine process died or hung
 │   └─ InternalError               a bug; the log has the trace
 ├─ DeviceLostError             the device answers this process no more
 └─ EngineStartError            the process cannot serve at all
     ├─ ModelNotFoundError          no model where the configuration points
     ├─ ModelUnusableError          a model that cannot be loaded
     ├─ UnsafeWeightsError          pickled weights, which could run code
     └─ ClassifierMissingError      no safety classifier, and none switched off
"""

from __future__ import annotations

from typing import ClassVar


class EngineError(Exception):
    """The root: caught to mean anything that the engine says is wrong.

    Attributes:
        code: Stable snake_case name: stored with jobs, used as metric label, worded for people.
    """

    code: ClassVar[str] = "engine_error"

    @property
    def facts(self) -> dict[str, str | int | float]:
        """The numbers and names that explain this error, ready for the wire."""
        return {
            name: value
            for name, value in vars(self).items()
            if isinstance(value, (str, int, float)) and not name.startswith("_")
        }


class RequestRejectedError(EngineError):
    """The request cannot be served as asked; sending it again unchanged cannot help."""

    code = "rejected"


class InvalidParameterError(RequestRejectedError):
    """A parameter lies outside its range."""

    code = "invalid_parameter"

    def __init__(self, *, parameter: str, reason: str) -> None:
        super().__init__(f"{parameter}: {reason}")
        self.parameter = parameter
        self.reason = reason


class UnknownSamplerError(RequestRejectedError):
    """No sampler has this name."""

    code = "unknown_sampler"

    def __init__(self, *, sampler: str) -> None:
        super().__init__(f"unknown sampler {sampler!r}")
        self.sampler = sampler


class UnknownModelError(RequestRejectedError):
    """This engine serves no model of that name."""

    code = "unknown_model"

    def __init__(self, *, model: str) -> None:
        super().__init__(f"unknown model {model!r}")
        self.model = model


class ImageTooLargeError(RequestRejectedError):
    """The image would not fit the memory budget even alone in a batch.

    Raised at admission, before any network call, so nothing needs undoing.
    """

    code = "image_too_large"

    def __init__(self, *, pixels: int, max_pixels: int) -> None:
        super().__init__(f"image of {pixels} pixels exceeds the limit of {max_pixels}")
        self.pixels = pixels
        self.max_pixels = max_pixels


class PromptTooComplexError(RequestRejectedError):
    """The prompt is longer or nested deeper than the parser accepts."""

    code = "prompt_too_complex"

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"prompt too complex: {reason}")
        self.reason = reason


class UnsupportedModeError(RequestRejectedError):
    """The loaded model cannot draw in this mode."""

    code = "unsupported_mode"

    def __init__(self, *, mode: str) -> None:
        super().__init__(f"this engine cannot do {mode}")
        self.mode = mode


class UnreadableImageError(RequestRejectedError):
    """An uploaded picture is broken, of a foreign kind or too large to decode."""

    code = "unreadable_image"

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"unreadable image: {reason}")
        self.reason = reason


class StartImageWithheldError(RequestRejectedError):
    """The classifier objects to a picture that the request starts from; nothing was drawn.

    Attributes:
        parameter: Which picture: ``init_image`` or ``mask_image``.
        category: What the classifier found.
    """

    code = "start_image_withheld"

    def __init__(self, *, parameter: str, category: str) -> None:
        super().__init__(f"{parameter} is withheld: {category}")
        self.parameter = parameter
        self.category = category


class DuplicateRequestError(RequestRejectedError):
    """A request with this id is already waiting or being drawn."""

    code = "duplicate_request"

    def __init__(self, *, request_id: str) -> None:
        super().__init__(f"request {request_id} is already on its way")
        self.request_id = request_id


class RequestFailedError(EngineError):
    """The engine failed a request that was fine; another attempt may succeed."""

    code = "failed"


class NotFiniteError(RequestFailedError):
    """The network produced NaN or infinity for this request."""

    code = "not_finite"

    def __init__(self, *, step_index: int) -> None:
        super().__init__(f"latents are not finite after evaluation {step_index}")
        self.step_index = step_index


class SafetyUnavailableError(RequestFailedError):
    """The safety classifier raised, so the image may not be shown."""

    code = "safety_unavailable"


class OutOfMemoryError(RequestFailedError):
    """The request does not fit into memory, even alone."""

    code = "out_of_memory"


class ConstantPictureError(RequestFailedError):
    """Every pixel has the same colour: numbers overflowed or vanished on the way."""

    code = "constant_picture"


class ModelUnavailableError(RequestFailedError):
    """The request's model was there at the start and cannot be loaded now."""

    code = "model_unavailable"

    def __init__(self, *, model: str, cause: str) -> None:
        super().__init__(f"model {model!r} cannot be loaded now: {cause}")
        self.model = model
        self.cause = cause


class EngineLostError(RequestFailedError):
    """The engine process died or stopped answering while it had this request."""

    code = "engine_lost"


class InternalError(RequestFailedError):
    """Something raised that nobody foresaw; the engine's log has the trace."""

    code = "internal_error"

    def __init__(self, *, kind: str) -> None:
        super().__init__(f"unexpected {kind}")
        self.kind = kind


class DeviceLostError(EngineError):
    """The device answers this process no more; another one may use it."""

    code = "device_lost"

    def __init__(self, *, device: str) -> None:
        super().__init__(f"the device {device} no longer answers")
        self.device = device


class EngineStartError(EngineError):
    """The engine cannot serve at all; the operator has to change something.

    Attributes:
        remedy: What to do about it, as one sentence.
    """

    code = "engine_start"

    def __init__(self, message: str, *, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class ModelNotFoundError(EngineStartError):
    """There is no model where the configuration points."""

    code = "model_not_found"


class ModelUnusableError(EngineStartError):
    """The model is there but cannot be loaded."""

    code = "model_unusable"


class UnsafeWeightsError(EngineStartError):
    """The weights are pickled and could run code when read."""

    code = "unsafe_weights"


class ClassifierMissingError(EngineStartError):
    """No safety classifier is to be found, and none was switched off."""

    code = "classifier_missing"
