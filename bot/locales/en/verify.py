"""English: what people are told of where pictures come from."""

from __future__ import annotations

from typing import Final

SENTENCES: Final[dict[str, str]] = {
    "verify.proof": "**Proof**: this picture was made here.",
    "verify.strong": "**Strong**: it carries the mark of a picture that was made here, and "
    "looks like it. A mark can be copied, so this is no proof.",
    "verify.marked": "**Marked**: it clearly carries the mark of a picture that was made here, but "
    "does not look like it any more.",
    "verify.hint": "**Hint**: it resembles a picture that was made here, or carries what may be "
    "its mark. That is no proof.",
    "verify.none": "**None**: nothing says that this picture was made here. Where a picture was "
    "changed a lot, nothing may be left to find.",
    "verify.file": "It is the very file that was delivered.",
    "verify.signature_valid": "Its signature is valid: text and pixels are as they were written.",
    "verify.signature_broken": "Its signature is broken: the file was changed since.",
    "verify.signature_foreign": "It is signed with a key that is not this instance's.",
    "verify.watermark": "Watermark: {percent} % of the bits fit ({past:phrases}).",
    "verify.looks": "Looks: {distance} of 64 bits differ.",
    "verify.left_out": "Time ran out, so it was not searched further; it may have been: "
    "{stages:phrases}.",
    "verify.secret": "From what it was made is told only to who asked for it, and to moderators "
    "where it was drawn.",
    "verify.replay_same": "Drawn again from its recipe, it came out the same, byte for byte.",
    "verify.replay_alike": "Drawn again from its recipe, it came out alike: its pixels differ "
    "by {levels:number} of 255 levels on average.",
    "verify.replay_different": "Drawn again from its recipe, it came out different: its pixels "
    "differ by {levels:number} of 255 levels on average. Another model or version draws other "
    "pictures.",
    "verify.replay_busy": "It was not drawn again: others wait for pictures, and they come first. "
    "Try again later.",
    "verify.replay_failed": "It could not be drawn again just now.",
}
ERRORS: Final[dict[str, str]] = {
    "search_running": "I am still looking for where your last picture comes from. "
    "Wait for that answer.",
}
