"""What an embed may hold."""

from collections.abc import Iterator
from typing import Final

from bot.playground import limits
from bot.playground.form import Form
from bot.playground.words import Json

_TEXTS: Final = (("title", 256), ("description", 4096))
_NESTED_TEXTS: Final = (("footer", "text", 2048), ("author", "name", 256))
_MEDIA: Final = ("image", "thumbnail", "video")
_FIELD_NAME: Final = 256
_FIELD_VALUE: Final = 1024


def check_embeds(form: Form, embeds: list[Json]) -> None:
    """Refuse embeds beyond Discord's limits."""
    form.at_most("embeds", embeds, limits.MAX_EMBEDS)
    for index, embed in enumerate(embeds):
        _check_embed(form, f"embeds.{index}", embed)
    if sum(map(_length, embeds)) > limits.MAX_EMBED_TOTAL:
        message = f"Embed size exceeds maximum size of {limits.MAX_EMBED_TOTAL}"
        form.refuse("embeds", "MAX_EMBED_SIZE_EXCEEDED", message)


def media_of(embeds: list[Json]) -> Iterator[Json]:
    """Yield every part of embeds that carries a ``url`` to a picture."""
    for embed in embeds:
        yield from (embed[key] for key in _MEDIA if embed.get(key))


def finish_embed(embed: Json) -> Json:
    """Return an embed in the form that Discord gives back."""
    return {"type": "rich", "content_scan_version": 0, **embed}


def _check_embed(form: Form, path: str, embed: Json) -> None:
    for key, limit in _TEXTS:
        form.at_most(f"{path}.{key}", embed.get(key), limit)
    for part, key, limit in _NESTED_TEXTS:
        form.at_most(f"{path}.{part}.{key}", (embed.get(part) or {}).get(key), limit)
    fields = embed.get("fields") or []
    form.at_most(f"{path}.fields", fields, limits.MAX_EMBED_FIELDS)
    for index, field in enumerate(fields):
        form.between(f"{path}.fields.{index}.name", field.get("name"), 1, _FIELD_NAME)
        form.between(f"{path}.fields.{index}.value", field.get("value"), 1, _FIELD_VALUE)


def _length(embed: Json) -> int:
    texts = [embed.get(key) for key, _ in _TEXTS]
    texts += [(embed.get(part) or {}).get(key) for part, key, _ in _NESTED_TEXTS]
    for field in embed.get("fields") or []:
        texts += [field.get("name"), field.get("value")]
    return sum(len(text) for text in texts if text)
