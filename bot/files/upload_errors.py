"""What can be wrong with a picture that a person brings; a branch of ``bot.errors``.

RefusedError
 ├─ UploadHostError             it does not lie with Discord
 ├─ UploadTooLargeError         more bytes than are taken
 ├─ UploadGoneError             it is not there any more
 ├─ UploadUnseenError           the engine could not look at it
 ├─ UploadWithheldError         the safety filter found something
 ├─ PictureAbsentError          a message without a picture
 ├─ PictureUnsaidError          neither a picture nor a job, or both
 ├─ EnlargedTooLargeError       a picture that would be too large once enlarged
 ├─ ZoomUnreadableError         no number from 1 to the farthest zoom
 ├─ StartImageGoneError         a picture to start from that is no longer kept
 ├─ StartAgedOutError           one that can be drawn again, if its person says yes
 ├─ StartChainLongError         one behind which too many would have to be drawn again
 ├─ AreaTwiceError              more than one way to say what is redrawn
 ├─ AreaNotTransparentError     a picture with nothing transparent
 ├─ CellsUnreadableError        squares of the grid that there are not
 └─ SearchRunningError          the person's last picture is still looked for
"""

from __future__ import annotations

from bot.errors import RefusedError


class UploadHostError(RefusedError):
    """The file does not lie with Discord."""

    code = "upload_host"

    def __init__(self, *, host: str) -> None:
        super().__init__("a foreign host")
        self.host = host


class UploadTooLargeError(RefusedError):
    """The file has more bytes than are taken."""

    code = "upload_too_large"

    def __init__(self, *, max_mib: int) -> None:
        super().__init__(f"more than {max_mib} MiB")
        self.max_mib = max_mib


class UploadGoneError(RefusedError):
    """The file is not there, or did not come in time."""

    code = "upload_gone"


class UploadUnseenError(RefusedError):
    """The engine could not look at the file just now."""

    code = "upload_unseen"


class UploadWithheldError(RefusedError):
    """The safety filter found something in the file."""

    code = "upload_withheld"


class PictureAbsentError(RefusedError):
    """The message has no picture."""

    code = "picture_absent"


class PictureUnsaidError(RefusedError):
    """Neither a picture was attached nor a job named, or both were."""

    code = "picture_unsaid"


class EnlargedTooLargeError(RefusedError):
    """The picture would have too many pixels once it is enlarged.

    Attributes:
        width: Of the enlarged picture, pixels.
        height: Likewise.
        factor: As asked for, in words.
    """

    code = "enlarged_too_large"

    def __init__(self, *, width: int, height: int, factor: float) -> None:
        super().__init__("too large once enlarged")
        self.width = width
        self.height = height
        self.factor = f"{factor:g}"


class ZoomUnreadableError(RefusedError):
    """This is no zoom.

    Attributes:
        zoom: As typed.
        high: The farthest.
    """

    code = "zoom_unreadable"

    def __init__(self, *, zoom: str, high: str) -> None:
        super().__init__("no zoom")
        self.zoom = zoom
        self.high = high


class StartImageGoneError(RefusedError):
    """The picture that a job starts from is no longer kept."""

    code = "start_image_gone"


class StartAgedOutError(RefusedError):
    """What a job starts from has aged out, and is drawn again only after a yes.

    Attributes:
        count: How many pictures would have to be drawn again first.
        draft_id: What a yes orders.
        num_images: How many pictures that makes, those included.
        price: What all of them cost, in thousandths of a credit; 0 for nothing.
        is_private: Whether what a yes orders is for the person alone.
    """

    code = "start_aged_out"

    def __init__(
        self, *, count: int, draft_id: int, num_images: int, price: int, is_private: bool
    ) -> None:
        super().__init__(f"{count} start pictures have aged out")
        self.count = count
        self.draft_id = draft_id
        self.num_images = num_images
        self.price = price
        self.is_private = is_private


class StartChainLongError(RefusedError):
    """More pictures would have to be drawn again than one order may."""

    code = "start_chain_long"

    def __init__(self, *, max_links: int) -> None:
        super().__init__(f"more than {max_links} start pictures have aged out")
        self.max_links = max_links


class AreaTwiceError(RefusedError):
    """More than one of mask, squares and transparency say what is redrawn."""

    code = "area_twice"


class AreaNotTransparentError(RefusedError):
    """Nothing of the picture is transparent."""

    code = "area_not_transparent"


class CellsUnreadableError(RefusedError):
    """These are no squares of the grid.

    Attributes:
        last: The grid's highest number.
    """

    code = "cells_unreadable"

    def __init__(self, *, cells: str, last: int) -> None:
        super().__init__("no squares of the grid")
        self.cells = cells
        self.last = last


class SearchRunningError(RefusedError):
    """The origin of the person's last picture is still looked for."""

    code = "search_running"
