"""From uploaded files to a message's attachments, and references to them."""

import urllib.parse
from collections.abc import Iterable

from bot.playground import limits
from bot.playground.components import walk
from bot.playground.file_store import StoredFile
from bot.playground.form import Form
from bot.playground.image_size import image_size
from bot.playground.words import ComponentType, Json
from bot.playground.world import World

CDN = "playground://cdn"  # stands for the address in stored messages, for it may change
_SCHEME = "attachment://"
_SHARED = ("id", "url", "proxy_url", "width", "height", "content_type")


def check_files(form: Form, payload: Json, files: dict[int, StoredFile], kept: int) -> None:
    """Refuse too many files, and attachments that name a file which was not sent."""
    if len(files) + kept > limits.MAX_FILES:
        message = f"Must be {limits.MAX_FILES} or fewer in length."
        form.refuse("attachments", "BASE_TYPE_MAX_LENGTH", message)
    for index, entry in enumerate(payload.get("attachments") or []):
        description = entry.get("description")
        form.at_most(f"attachments.{index}.description", description, limits.MAX_DESCRIPTION)


def attach(
    world: World, channel_id: str, payload: Json, files: dict[int, StoredFile]
) -> list[Json]:
    """Store uploaded files and return them as attachments of a message."""
    named = {str(entry.get("id")): entry for entry in payload.get("attachments") or []}
    return [
        store_attachment(world, channel_id, file, named.get(str(number), {}))
        for number, file in sorted(files.items())
    ]


def store_attachment(world: World, channel_id: str, file: StoredFile, entry: Json) -> Json:
    """Store one file and return the attachment object that describes it."""
    file_id = world.new_id()
    filename = entry.get("filename") or file.filename
    world.files.put(file_id, file._replace(filename=filename))
    path = urllib.parse.quote(f"/attachments/{channel_id}/{file_id}/{filename}")
    attachment: Json = {
        "id": file_id,
        "filename": filename,
        "size": len(file.data),
        "url": CDN + path,
        "proxy_url": CDN + path,
        "content_type": file.content_type,
        "flags": 0,
    }
    if entry.get("description"):
        attachment["description"] = entry["description"]
    if entry.get("is_spoiler") or filename.startswith("SPOILER_"):
        attachment |= {"spoiler": True, "flags": 1 << 3}
    return attachment | _measured(file)


def _measured(file: StoredFile) -> Json:
    size = image_size(file.data)
    return {} if size is None else {"width": size[0], "height": size[1]}


def check_references(form: Form, media: Iterable[Json], filenames: set[str]) -> None:
    """Refuse ``attachment://`` names that are not attached."""
    for item in media:
        url = str(item.get("url", ""))
        if url.startswith(_SCHEME) and url.removeprefix(_SCHEME) not in filenames:
            form.refuse(
                "attachments",
                "UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND",
                f"Referenced attachment {url} was not found",
            )


def resolve(media: Iterable[Json], attachments: list[Json]) -> set[str]:
    """Point ``attachment://`` references at their files; return the ids of those used.

    Pictures from elsewhere are completed to the same form.
    """
    named = {_SCHEME + attachment["filename"]: attachment for attachment in attachments}
    used = set()
    for item in media:
        attachment = named.get(str(item.get("url", "")))
        if attachment is None:
            item.update({"id": "0", "proxy_url": item.get("url", "")} | item)
        else:
            used.add(attachment["id"])
            item.update({key: attachment[key] for key in _SHARED if key in attachment})
            item["attachment_id"] = attachment["id"]
    return used


def name_files(components: list[Json], attachments: list[Json]) -> None:
    """Give file components the name and size of the file that they show."""
    by_url = {attachment["url"]: attachment for attachment in attachments}
    for component in walk(components):
        if component["type"] == ComponentType.FILE:
            attachment = by_url.get(component["file"]["url"], {})
            component["name"] = attachment.get("filename", "")
            component["size"] = attachment.get("size", 0)
