"""What policy and moderation say no to; a branch of ``bot.errors``.

RefusedError
 ├─ PromptRefusedError          a prompt rule found something in the prompt
 ├─ BannedError                 the person is banned, here or everywhere
 ├─ BannedForGoodError          the same, with no end set
 ├─ TimedOutError               too many strikes; drawing is closed to them for a while
 ├─ SlowedDownError             strikes; the next picture has to wait a little
 ├─ ChannelClosedError          the guild does not allow pictures in this channel
 ├─ RoleMissingError            the guild lets only certain roles draw
 ├─ DrawingPausedError          moderators have paused drawing here
 ├─ TermsError                  the terms of use were not accepted yet
 ├─ PolicyUnknownError          the rules are not known yet, so nothing is let through
 ├─ ModeratorsOnlyError         a command or button that is for moderators
 ├─ RuleUnknownError            there is no such rule here
 ├─ PatternRefusedError         a rule's pattern that cannot be used
 ├─ TooManyRulesError           a guild has as many rules as it may have
 ├─ CaseUnknownError            nothing of that number is to be decided here
 ├─ CaseClosedError             somebody has decided it already
 ├─ NobodyNamedError            a note about nobody
 └─ NothingToAppealError        there is nothing that this person can appeal against
"""

from __future__ import annotations

from bot.errors import RefusedError


class PolicyRefusedError(RefusedError):
    """The root of what a person may appeal against."""

    code = "policy_refused"


class PromptRefusedError(PolicyRefusedError):
    """A prompt rule found something in the prompt.

    Attributes:
        term: What the rule looks for, as moderators wrote it.
        rule_id: Which rule.
    """

    code = "prompt_refused"

    def __init__(self, *, term: str, rule_id: int) -> None:
        super().__init__(f"prompt rule {rule_id}")
        self.term = term
        self.rule_id = rule_id


class BannedError(PolicyRefusedError):
    """The person is banned.

    Attributes:
        until: When it ends, in seconds since 1970.
        reason: In the moderator's words.
    """

    code = "banned"

    def __init__(self, *, until: int, reason: str) -> None:
        super().__init__("banned")
        self.until = until
        self.reason = reason


class BannedForGoodError(PolicyRefusedError):
    """The person is banned until a moderator says otherwise.

    Attributes:
        reason: In the moderator's words.
    """

    code = "banned_for_good"

    def __init__(self, *, reason: str) -> None:
        super().__init__("banned for good")
        self.reason = reason


class TimedOutError(PolicyRefusedError):
    """So many strikes that drawing is closed to the person for a while.

    Attributes:
        until: When it opens again, in seconds since 1970.
    """

    code = "timed_out"

    def __init__(self, *, until: int) -> None:
        super().__init__("timed out")
        self.until = until


class SlowedDownError(PolicyRefusedError):
    """After a strike the next picture has to wait a little.

    Attributes:
        seconds: How long.
    """

    code = "slowed_down"

    def __init__(self, *, seconds: int) -> None:
        super().__init__(f"slowed down for {seconds} s")
        self.seconds = seconds


class ChannelClosedError(RefusedError):
    """The guild does not allow pictures in this channel.

    Attributes:
        channels: Where it does.
    """

    code = "channel_closed"

    def __init__(self, *, channels: str) -> None:
        super().__init__("channel closed")
        self.channels = channels


class RoleMissingError(RefusedError):
    """The guild lets only certain roles draw, and the person has none of them."""

    code = "role_missing"


class DrawingPausedError(RefusedError):
    """Moderators have paused drawing.

    Attributes:
        reason: In their words.
    """

    code = "drawing_paused"

    def __init__(self, *, reason: str) -> None:
        super().__init__("paused")
        self.reason = reason


class TermsError(RefusedError):
    """The person has not accepted the terms of use in their present version.

    Attributes:
        version: The present one.
    """

    code = "terms_missing"

    def __init__(self, *, version: str) -> None:
        super().__init__(f"terms {version} not accepted")
        self.version = version


class PolicyUnknownError(RefusedError):
    """The rules could not be read yet; until then nothing is let through."""

    code = "policy_unknown"


class ModeratorsOnlyError(RefusedError):
    """A command or button that only moderators of this guild may use."""

    code = "moderators_only"


class RuleUnknownError(RefusedError):
    """There is no such prompt rule here."""

    code = "rule_unknown"

    def __init__(self, *, rule_id: int) -> None:
        super().__init__(f"no rule {rule_id}")
        self.rule_id = rule_id


class PatternRefusedError(RefusedError):
    """A prompt rule's pattern cannot be used.

    Attributes:
        reason: Goes on after "The pattern".
    """

    code = "pattern_refused"

    def __init__(self, *, reason: str) -> None:
        super().__init__(f"the pattern {reason}")
        self.reason = reason


class TooManyRulesError(RefusedError):
    """The guild has as many rules as it may have."""

    code = "too_many_rules"

    def __init__(self, *, max_rules: int) -> None:
        super().__init__(f"{max_rules} rules already")
        self.max_rules = max_rules


class CaseUnknownError(RefusedError):
    """Nothing of that number is to be decided here."""

    code = "case_unknown"


class CaseClosedError(RefusedError):
    """Somebody has decided it already."""

    code = "case_closed"


class NobodyNamedError(RefusedError):
    """A moderator's note that names neither a person nor a job."""

    code = "nobody_named"


class NothingToAppealError(RefusedError):
    """There is nothing here that this person can appeal against, or they have done so."""

    code = "nothing_to_appeal"
