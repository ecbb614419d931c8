"""What a classifier's labels mean: known sets of labels, and what the operator says of others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from engine.errors import ClassifierMissingError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SAFE: Final = "safe"
SEXUAL: Final = "sexual"
SUGGESTIVE: Final = "suggestive"
VIOLENCE: Final = "violence"

# Whole sets, since a word alone may mean anything: "high" is explicit only beside "neutral".
KNOWN_SETS: Final[tuple[dict[str, str], ...]] = (
    {"normal": SAFE, "nsfw": SEXUAL},
    {"sfw": SAFE, "nsfw": SEXUAL},
    {"safe": SAFE, "nsfw": SEXUAL},
    {"safe": SAFE, "unsafe": SEXUAL},
    {"neutral": SAFE, "low": SUGGESTIVE, "medium": SEXUAL, "high": SEXUAL},
    {"drawings": SAFE, "neutral": SAFE, "sexy": SUGGESTIVE, "porn": SEXUAL, "hentai": SEXUAL},
    {
        "anime picture": SAFE,
        "normal": SAFE,
        "enticing or sensual": SUGGESTIVE,
        "pornography": SEXUAL,
        "hentai": SEXUAL,
    },
    {"non violence": SAFE, "violence": VIOLENCE},
)


def categories_of(labels: Sequence[str], said: Mapping[str, str], *, name: str) -> tuple[str, ...]:
    """Return the category of each label of a classifier.

    Args:
        labels: In the order of the network's outputs.
        said: The operator's ``[safety.labels]``: a label, or ``classifier/label``, to a category.
        name: The classifier's.

    Raises:
        ClassifierMissingError: A label means nothing to us, or all of them are harmless: the
            classifier would let pass what it was meant to find.
    """
    plain = [_plain(label) for label in labels]
    known = next((one for one in KNOWN_SETS if set(plain) == set(one)), {})
    found = {
        label: said.get(f"{name}/{label}") or said.get(label) or known.get(_plain(label), "")
        for label in labels
    }
    if unknown := [label for label, category in found.items() if not category]:
        msg = f"nobody says what the labels {', '.join(unknown)} of the classifier {name} mean"
        raise ClassifierMissingError(
            msg, remedy=f'give each a category in [safety.labels], such as "{unknown[0]}" = "safe"'
        )
    if set(found.values()) == {SAFE}:
        msg = f"all labels of the classifier {name} are harmless, so that it would find nothing"
        raise ClassifierMissingError(
            msg, remedy="mend [safety.labels], or leave the classifier out"
        )
    return tuple(found[label] for label in labels)


def _plain(label: str) -> str:
    return " ".join(label.casefold().replace("_", " ").replace("-", " ").split())
