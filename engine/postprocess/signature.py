"""Signatures: a PNG's texts and pixels, vouched for with the instance's own key.

HMAC-SHA256: only who holds the key can sign or check, so a valid signature proves to the
operator, and to nobody else, that this instance wrote exactly these texts beside these pixels.
It dies with any change to either; the watermark and the hashes are for what comes then.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import os
import secrets
from typing import TYPE_CHECKING, Final

import structlog

from engine.postprocess.png import is_plain

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    import numpy.typing as npt

SIGNATURE_KEYWORD: Final = "atelier-signature"
_METHOD: Final = "hmac-sha256"
_KEY_BYTES: Final = 32
_NAME_DIGITS: Final = 8

log = structlog.get_logger(__name__)


class Signature(enum.StrEnum):
    """What a picture's signature says."""

    VALID = "valid"
    BROKEN = "broken"  # signed with our key, but texts, pixels or what else it shows were changed
    FOREIGN = "foreign"  # signed with another key, or there is no key to check it with
    ABSENT = ""


class Signer:
    """Signs pictures with a key, and checks signatures.

    Args:
        key: At least 32 bytes, known to this instance alone.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._name = hashlib.sha256(b"name of " + key).hexdigest()[:_NAME_DIGITS]

    def sign(self, pixels: npt.NDArray[np.uint8], text: Mapping[str, str]) -> str:
        """Sign the text chunks of a PNG together with its pixels, uint8 [H, W, 3]."""
        return f"{_METHOD}:{self._name}:{self._digest(pixels, text)}"

    def check(self, pixels: npt.NDArray[np.uint8], text: Mapping[str, str]) -> Signature:
        """Say what the signature among a PNG's texts is worth."""
        method, name, digest = _parts(text.get(SIGNATURE_KEYWORD, ""))
        if not method:
            return Signature.ABSENT
        if (method, name) != (_METHOD, self._name):
            return Signature.FOREIGN
        is_valid = hmac.compare_digest(digest.encode(), self._digest(pixels, text).encode())
        return Signature.VALID if is_valid else Signature.BROKEN

    def _digest(self, pixels: npt.NDArray[np.uint8], text: Mapping[str, str]) -> str:
        code = hmac.new(self._key, digestmod=hashlib.sha256)
        code.update(repr(pixels.shape).encode())
        code.update(hashlib.sha256(pixels.tobytes()).digest())
        for keyword in sorted(text.keys() - {SIGNATURE_KEYWORD}):
            for part in (keyword, text[keyword]):
                written = part.replace("\0", "\ufffd").encode("utf-8", "replace")
                code.update(len(written).to_bytes(8, "big") + written)
        return code.hexdigest()


def check_signature(
    signer: Signer | None, file: bytes, pixels: npt.NDArray[np.uint8], text: Mapping[str, str]
) -> Signature:
    """Check the signature of a PNG, also where there is no key.

    It covers all that the file shows: with anything beside the signed texts and pixels (frames,
    a colour profile), people may see another picture, so it is broken.
    """
    if signer is None:
        return Signature.FOREIGN if text.get(SIGNATURE_KEYWORD) else Signature.ABSENT
    signature = signer.check(pixels, text)
    return Signature.BROKEN if signature is Signature.VALID and not is_plain(file) else signature


def read_signer(path: Path) -> Signer | None:
    """Read the instance's key; None, with a warning in the log, where it is not usable."""
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        log.warning("signing_key_unusable", file=path.name, reason=type(error).__name__)
        return None
    if len(key) < _KEY_BYTES:
        log.warning("signing_key_unusable", file=path.name, reason="too short")
        return None
    return Signer(key)


def make_key(path: Path) -> None:
    """Write a new key, readable by its owner alone, unless there is a file; a failure is logged."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "w", encoding="ascii") as file:  # noqa: PTH123  (no path)
            file.write(secrets.token_hex(_KEY_BYTES) + "\n")
    except FileExistsError:
        return
    except OSError as error:
        log.warning("signing_key_unwritten", file=path.name, reason=error.strerror)


def _parts(signature: str) -> tuple[str, str, str]:
    method, _, rest = signature.partition(":")
    name, _, digest = rest.partition(":")
    return method, name, digest
