"""A message and a modal as a person sees them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_EPHEMERAL = 1 << 6
_LOADING = 1 << 7
_COMPONENTS_V2 = 1 << 15
_TEXT_DISPLAY = 10
_BUTTON = 2
_SELECTS = (3, 5, 6, 7, 8)


@dataclass(frozen=True)
class ShownMessage:
    """One state of a message; ``person.wait_for`` returns a later one."""

    raw: dict[str, Any]

    @property
    def id(self) -> str:
        return self.raw["id"]

    @property
    def channel_id(self) -> str:
        return self.raw["channel_id"]

    @property
    def content(self) -> str:
        """The text; that of a message in components stands in its text displays."""
        if self.is_laid_out:
            texts = [one for one in walk(self.components) if one["type"] == _TEXT_DISPLAY]
            return "\n".join(one["content"] for one in texts)
        return self.raw["content"]

    @property
    def is_laid_out(self) -> bool:
        return bool(self.raw["flags"] & _COMPONENTS_V2)

    @property
    def embeds(self) -> list[dict]:
        return self.raw["embeds"]

    @property
    def components(self) -> list[dict]:
        return self.raw["components"]

    @property
    def attachments(self) -> list[dict]:
        return self.raw["attachments"]

    @property
    def author_id(self) -> str:
        return self.raw["author"]["id"]

    @property
    def interaction_id(self) -> str | None:
        return self.raw.get("interaction_metadata", {}).get("id")

    @property
    def is_ephemeral(self) -> bool:
        return bool(self.raw["flags"] & _EPHEMERAL)

    @property
    def is_thinking(self) -> bool:
        return bool(self.raw["flags"] & _LOADING)

    @property
    def text(self) -> str:
        """Everything that can be read: content, embeds, text displays."""
        parts = [self.content]
        for embed in self.embeds:
            parts += [embed.get("title", ""), embed.get("description", "")]
            parts += [f"{one['name']}: {one['value']}" for one in embed.get("fields", [])]
            parts.append((embed.get("footer") or {}).get("text", ""))
        parts += [one.get("content", "") for one in walk(self.components)]
        return "\n".join(part for part in parts if part)

    @property
    def controls(self) -> list[dict]:
        """The buttons and selects, in reading order."""
        return [one for one in walk(self.components) if one["type"] in (_BUTTON, *_SELECTS)]

    @property
    def buttons(self) -> list[str]:
        """The labels of the buttons that can be pressed (or the emoji's name)."""
        return [
            one.get("label") or one["emoji"]["name"]
            for one in self.controls
            if one["type"] == _BUTTON and not one.get("disabled")
        ]

    @property
    def images(self) -> list[str]:
        """The addresses of all pictures: attachments, galleries, thumbnails, embeds."""
        found = [
            one["url"]
            for one in self.attachments
            if str(one.get("content_type", "")).startswith("image/")
        ]
        for component in walk(self.components):
            media = [item["media"] for item in component.get("items", [])]
            media += [component["media"]] if "media" in component else []
            found += [one["url"] for one in media]
        for embed in self.embeds:
            found += [embed[key]["url"] for key in ("image", "thumbnail") if embed.get(key)]
        return list(dict.fromkeys(found))

    def control(self, wanted: str) -> dict:
        """Return the button or select with this label, placeholder or custom id (or its start)."""
        for matches in (
            lambda one: wanted in (one.get("custom_id"), one.get("label"), one.get("placeholder")),
            lambda one: wanted == (one.get("emoji") or {}).get("name"),
            lambda one: str(one.get("custom_id", "")).startswith(wanted),
        ):
            for one in self.controls:
                if matches(one):
                    return one
        have = [one.get("label") or one.get("custom_id") for one in self.controls]
        msg = f"no control {wanted!r} among {have}"
        raise AssertionError(msg)


@dataclass(frozen=True)
class ShownModal:
    """An open modal, to be handed to ``person.submit``."""

    interaction_id: str
    raw: dict[str, Any]

    @property
    def title(self) -> str:
        return self.raw["title"]

    @property
    def fields(self) -> dict[str, dict]:
        """The parts to fill, by label (or custom id where there is none)."""
        found = {}
        for row in self.raw["components"]:
            inner = [row["component"]] if "component" in row else row.get("components", [])
            for field in inner:
                found[row.get("label") or field.get("label") or field["custom_id"]] = field
        return found

    def custom_id(self, wanted: str) -> str:
        """Return the custom id of the field with this label or custom id."""
        for label, field in self.fields.items():
            if wanted in (label, field["custom_id"]):
                return field["custom_id"]
        msg = f"no field {wanted!r} among {list(self.fields)}"
        raise AssertionError(msg)


def walk(components: list[dict]) -> Iterator[dict]:
    """Yield every component with all that it holds."""
    for component in components:
        yield component
        yield from walk(component.get("components", []))
        yield from walk([component[key] for key in ("accessory", "component") if key in component])
