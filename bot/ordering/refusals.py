"""What a person can get wrong in a prompt with flags or braces; a branch of ``bot.errors``.

RefusedError
 ├─ FlagUnknownError            no flag of that name
 ├─ FlagEmptyError              a flag without its value
 ├─ FlagValueError              a value that the flag cannot take
 ├─ FlagRangeError              a number outside the flag's range
 ├─ FlagTwiceError              the same said twice, and differently
 ├─ FlagUnfitError              a flag that could change nothing of what is asked for
 ├─ TooManyPermutationsError    braces that mean more prompts than anybody draws
 ├─ TooManyBracesError          more choices in one prompt than anybody reads
 ├─ DraftUnknownError           a question that was answered already, or is too old
 ├─ NotYoursError               a button that is for the person who asked
 ├─ ButtonsClosedError          a button that the server lets nobody else press
 ├─ NotDrawnHereError           a picture of somebody else's, where only ours will do
 ├─ StyleUnknownError           no style of that name
 ├─ TooManyStylesError          as many styles as there may be
 ├─ ServerStyleError            a style of the server, from somebody who may not manage it
 ├─ GuestError                  a server of which the bot is no member, where that is not allowed
 ├─ ThreadLockedError           a thread that takes nothing more
 └─ RestrictedChannelError      a picture of an age-restricted channel, shown elsewhere
"""

from __future__ import annotations

from bot.errors import RefusedError


class FlagUnknownError(RefusedError):
    """There is no flag of that name.

    Attributes:
        nearest: The flag that was probably meant.
        known: All flags, separated by spaces.
    """

    code = "flag_unknown"

    def __init__(self, *, flag: str, nearest: str, known: str) -> None:
        super().__init__("unknown flag")
        self.flag = flag
        self.nearest = nearest
        self.known = known


class FlagEmptyError(RefusedError):
    """A flag stands without its value.

    Attributes:
        example: A value that it would take.
    """

    code = "flag_empty"

    def __init__(self, *, flag: str, example: str) -> None:
        super().__init__(f"--{flag} has no value")
        self.flag = flag
        self.example = example


class FlagValueError(RefusedError):
    """A flag's value is of another kind than it takes."""

    code = "flag_value"

    def __init__(self, *, flag: str, value: str, example: str) -> None:
        super().__init__(f"--{flag} cannot be read")
        self.flag = flag
        self.value = value
        self.example = example


class FlagRangeError(RefusedError):
    """A flag's number is too small or too large."""

    code = "flag_range"

    def __init__(self, *, flag: str, value: str, low: float, high: float) -> None:
        super().__init__(f"--{flag} is not between {low} and {high}")
        self.flag = flag
        self.value = value
        self.low = low
        self.high = high


class FlagTwiceError(RefusedError):
    """The same is said by two flags, or by a flag and an option, and not alike."""

    code = "flag_twice"

    def __init__(self, *, flag: str) -> None:
        super().__init__(f"--{flag} is said twice")
        self.flag = flag


class FlagUnfitError(RefusedError):
    """A flag could change nothing of what is asked for, such as the shape of what is enlarged.

    Attributes:
        known: The flags that could, separated by spaces.
    """

    code = "flag_unfit"

    def __init__(self, *, flag: str, known: str) -> None:
        super().__init__(f"--{flag} changes nothing here")
        self.flag = flag
        self.known = known


class TooManyPermutationsError(RefusedError):
    """The braces of a prompt mean more prompts than one command may hold."""

    code = "too_many_permutations"

    def __init__(self, *, max_prompts: int) -> None:
        super().__init__(f"more than {max_prompts} prompts")
        self.max_prompts = max_prompts


class TooManyBracesError(RefusedError):
    """A prompt holds more choices than one command may, however few prompts they mean."""

    code = "too_many_braces"

    def __init__(self, *, max_choices: int) -> None:
        super().__init__(f"more than {max_choices} choices in braces")
        self.max_choices = max_choices


class DraftUnknownError(RefusedError):
    """The question was answered before, is too old, or was put to somebody else."""

    code = "draft_unknown"


class NotYoursError(RefusedError):
    """The button is for the person who asked for the picture."""

    code = "not_yours"


class ButtonsClosedError(RefusedError):
    """The server lets only the person who asked use the buttons under a picture."""

    code = "buttons_closed"


class NotDrawnHereError(RefusedError):
    """The message shows no picture that was drawn here."""

    code = "not_drawn_here"


class StyleUnknownError(RefusedError):
    """There is no style of that name that this person can use here."""

    code = "style_unknown"

    def __init__(self, *, style: str) -> None:
        super().__init__("no such style")
        self.style = style


class TooManyStylesError(RefusedError):
    """The person or the server has as many styles as there may be."""

    code = "too_many_styles"

    def __init__(self, *, max_styles: int) -> None:
        super().__init__(f"more than {max_styles} styles")
        self.max_styles = max_styles


class ServerStyleError(RefusedError):
    """A style of the server is for those who may manage it."""

    code = "server_style"


class GuestError(RefusedError):
    """The bot is no member of the server, and the operator lets it draw for members only."""

    code = "guest"


class ThreadLockedError(RefusedError):
    """A moderator has locked the thread, so nothing could be shown in it."""

    code = "thread_locked"


class RestrictedChannelError(RefusedError):
    """The picture was drawn in an age-restricted channel, and is to be shown elsewhere."""

    code = "restricted_channel"
