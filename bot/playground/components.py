"""Which components a message may carry, in either of Discord's two forms."""

from collections.abc import Iterator
from typing import Final

from bot.playground import limits
from bot.playground.controls import SELECTS, check_button, check_select
from bot.playground.form import Form
from bot.playground.words import ComponentType as Kind
from bot.playground.words import Json

_TOP_LEVEL: Final = frozenset(
    {
        Kind.ACTION_ROW,
        Kind.SECTION,
        Kind.TEXT_DISPLAY,
        Kind.MEDIA_GALLERY,
        Kind.FILE,
        Kind.SEPARATOR,
        Kind.CONTAINER,
    }
)
_IN_CONTAINER: Final = _TOP_LEVEL - {Kind.CONTAINER}
_ACCESSORIES: Final = frozenset({Kind.BUTTON, Kind.THUMBNAIL})
_PRESSABLE: Final = SELECTS | {Kind.BUTTON}
_SPACINGS: Final = (1, 2)
_LEFT_OUT: Final[dict[int, Json]] = {
    **{key: {"min_values": 1, "max_values": 1} for key in SELECTS},
    Kind.CONTAINER: {"accent_color": None, "spoiler": False},
    Kind.THUMBNAIL: {"description": None, "spoiler": False},
    Kind.SEPARATOR: {"spacing": 1, "divider": True},
    Kind.FILE: {"spoiler": False},
}


def check_components(form: Form, components: list[Json], *, v2: bool) -> None:
    """Refuse components beyond Discord's limits.

    Args:
        form: Where mistakes are noted.
        components: The message's top-level components.
        v2: Whether the message carries the flag IS_COMPONENTS_V2.
    """
    check = _Check(form)
    if v2:
        form.between("components", components, 1, limits.MAX_V2_COMPONENTS)
        check.children("components", components, _TOP_LEVEL)
        check.totals(components)
    else:
        form.at_most("components", components, limits.MAX_ROWS)
        check.children("components", components, frozenset({Kind.ACTION_ROW}))


def walk(components: list[Json]) -> Iterator[Json]:
    """Yield every component with all that it holds, parents first."""
    for component in components:
        yield component
        inner = component.get("components") or []
        single = [component[key] for key in ("accessory", "component") if component.get(key)]
        yield from walk([*inner, *single])


def media_of(components: list[Json]) -> Iterator[Json]:
    """Yield every ``{"url": …}`` in components, to be resolved."""
    for component in walk(components):
        if component["type"] == Kind.THUMBNAIL:
            yield component["media"]
        elif component["type"] == Kind.FILE:
            yield component["file"]
        elif component["type"] == Kind.MEDIA_GALLERY:
            yield from (item["media"] for item in component["items"])


def find_control(components: list[Json], custom_id: str) -> Json | None:
    """Return the button or select with this custom id, or None."""
    for component in walk(components):
        if component["type"] in _PRESSABLE and component.get("custom_id") == custom_id:
            return component
    return None


def finish_components(components: list[Json]) -> list[Json]:
    """Return components as Discord gives them back: what was left out filled in, all numbered."""
    taken = {component.get("id") for component in walk(components)}
    free = (number for number in range(1, 10_000) if number not in taken)
    for component in walk(components):
        for key, value in _LEFT_OUT.get(component["type"], {}).items():
            component.setdefault(key, value)
        for item in component.get("items", []):
            item.update({"description": None, "spoiler": False} | item)
        for chosen in component.get("default_values", []):
            chosen["id"] = str(chosen["id"])
        if not component.get("id"):
            component["id"] = next(free)
    return components


class _Check:
    """One pass over a message's components."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._custom_ids: set[str] = set()

    def totals(self, components: list[Json]) -> None:
        everything = list(walk(components))
        if len(everything) > limits.MAX_V2_COMPONENTS:
            message = f"Must be {limits.MAX_V2_COMPONENTS} or fewer components in total."
            self._form.refuse("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", message)
        texts = [str(part.get("content", "")) for part in everything]
        if sum(map(len, texts)) > limits.MAX_V2_TEXT:
            message = f"The total length of text must be {limits.MAX_V2_TEXT} or fewer."
            self._form.refuse("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", message)

    def children(self, path: str, components: list[Json], allowed: frozenset[Kind]) -> None:
        for index, component in enumerate(components):
            self.child(f"{path}.{index}", component, allowed)

    def child(self, path: str, component: Json, allowed: frozenset[Kind]) -> None:
        kind = component.get("type")
        if kind not in allowed:
            numbers = ", ".join(str(int(one)) for one in sorted(allowed))
            self._form.refuse(
                f"{path}.type", "UNION_TYPE_CHOICES", f"Value of field must be one of ({numbers})."
            )
        elif kind in SELECTS:
            check_select(self._form, path, component, self._custom_ids)
        elif kind == Kind.BUTTON:
            check_button(self._form, path, component, self._custom_ids)
        else:
            self._layout(path, component, Kind(kind))

    def _layout(self, path: str, component: Json, kind: Kind) -> None:
        match kind:
            case Kind.ACTION_ROW:
                self._row(path, component)
            case Kind.CONTAINER:
                self._form.between(f"{path}.components", component.get("components"), 1, 40)
                self.children(f"{path}.components", component.get("components", []), _IN_CONTAINER)
            case Kind.SECTION:
                self._section(path, component)
            case Kind.TEXT_DISPLAY:
                content = component.get("content")
                self._form.between(f"{path}.content", content, 1, limits.MAX_V2_TEXT)
            case Kind.MEDIA_GALLERY:
                self._gallery(path, component)
            case _:
                self._leaf(path, component, kind)

    def _leaf(self, path: str, component: Json, kind: Kind) -> None:
        if kind == Kind.THUMBNAIL:
            self._media(f"{path}.media", component.get("media"))
            description = component.get("description")
            self._form.at_most(f"{path}.description", description, limits.MAX_DESCRIPTION)
        elif kind == Kind.FILE:
            self._file(f"{path}.file", component.get("file"))
        elif component.get("spacing", 1) not in _SPACINGS:
            self._form.refuse(f"{path}.spacing", "BASE_TYPE_CHOICES", "Must be one of (1, 2).")

    def _row(self, path: str, row: Json) -> None:
        inner = row.get("components") or []
        has_select = any(one.get("type") in SELECTS for one in inner)
        most = 1 if has_select else limits.MAX_BUTTONS
        self._form.between(f"{path}.components", inner, 1, most)
        self.children(f"{path}.components", inner, _PRESSABLE)

    def _section(self, path: str, section: Json) -> None:
        inner = section.get("components")
        self._form.between(f"{path}.components", inner, 1, limits.MAX_SECTION_TEXTS)
        self.children(f"{path}.components", inner or [], frozenset({Kind.TEXT_DISPLAY}))
        if self._form.require(f"{path}.accessory", section.get("accessory")):
            self.child(f"{path}.accessory", section["accessory"], _ACCESSORIES)

    def _gallery(self, path: str, gallery: Json) -> None:
        items = gallery.get("items")
        self._form.between(f"{path}.items", items, 1, limits.MAX_GALLERY)
        for index, item in enumerate(items or []):
            place = f"{path}.items.{index}"
            self._media(f"{place}.media", item.get("media"))
            description = item.get("description")
            self._form.at_most(f"{place}.description", description, limits.MAX_DESCRIPTION)

    def _media(self, path: str, media: Json | None) -> None:
        url = str((media or {}).get("url", ""))
        if not url.startswith(("http://", "https://", "attachment://")):
            message = "Scheme must be one of ('http', 'https', 'attachment')."
            self._form.refuse(f"{path}.url", "URL_TYPE_INVALID_SCHEME", message)

    def _file(self, path: str, file: Json | None) -> None:
        url = str((file or {}).get("url", ""))
        if not url.startswith("attachment://") and "/cdn/attachments/" not in url:
            message = "Scheme must be 'attachment'."
            self._form.refuse(f"{path}.url", "URL_TYPE_INVALID_SCHEME", message)
