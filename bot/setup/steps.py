"""The steps of the wizard of /admin setup, with the questions of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from bot.setup.questions import AnyOf, OneOf, Removal
from bot.setup.settings import Changes
from bot.setup.words import LANGUAGES, STRICTNESS, language_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.setup.questions import Question, Scene
    from bot.setup.settings import GuildState


def _keys(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name.replace(" ", "_"): value for name, value in values.items()}


def _said(key: str, scene: Scene) -> str:
    return scene.text.say(f"setup.{key}")


def _policy(column: str) -> Any:
    return lambda value: Changes(policy={column: value})


def _limit(name: str, column: str, usual: str, offered: tuple[int, ...]) -> OneOf:
    def present(state: GuildState) -> int | None:
        return getattr(state.limits, column, None)

    def label(key: str, scene: Scene) -> str:
        if key != "0":
            return key
        number = getattr(scene.limits, usual) or _said("any_number", scene)
        return f"{_said('as_the_operator', scene)} ({number})"

    values = {str(number): number or None for number in (0, *offered)}
    return OneOf(name, values, present, label, lambda value: Changes(limits={column: value}))


LANGUAGE: Final = OneOf(
    "language",
    {"discord": None, **{locale: locale for locale in LANGUAGES.values()}},
    lambda state: state.policy.locale,
    lambda key, scene: language_name(key, scene.text),
    lambda value: Changes(limits={"locale": value}),
)
PLACES: Final = AnyOf(
    "channels",
    lambda state: state.policy.open_channels,
    lambda answer: Changes(
        channels={**dict.fromkeys(answer.added, True), **dict.fromkeys(answer.removed, False)}
    ),
)
ARTISTS: Final = AnyOf(
    "artists",
    lambda state: state.policy.drawing_role_ids,
    lambda answer: Changes(policy={"drawing_role_ids": sorted(answer.left)}),
    is_roles=True,
)
MODERATORS: Final = AnyOf(
    "moderators",
    lambda state: state.policy.moderator_role_ids,
    lambda answer: Changes(policy={"moderator_role_ids": sorted(answer.left)}),
    is_roles=True,
)
REVIEW: Final = AnyOf(
    "review",
    lambda state: [one] if (one := state.policy.review_channel_id) else [],
    lambda answer: Changes(
        policy={"review_channel_id": min(answer.added or answer.left, default=None)}
    ),
    max_chosen=1,
)
STRICT: Final = OneOf(
    "strictness",
    _keys(STRICTNESS),
    lambda state: state.policy.pictures.general_offset,
    _said,
    _policy("general_offset"),
)
RESTRICTED: Final = OneOf(
    "restricted_strictness",
    _keys(STRICTNESS),
    lambda state: state.policy.pictures.restricted_offset,
    _said,
    _policy("restricted_offset"),
)
FLAGGED: Final = OneOf(
    "age_restricted",
    {"withhold": "withhold", "spoiler": "spoiler"},
    lambda state: state.policy.pictures.restricted_action.value,
    _said,
    _policy("restricted_action"),
)
IMAGES: Final = _limit("images", "max_num_images", "num_images", tuple(range(1, 10)))
WAITING: Final = _limit("waiting", "max_waiting", "person_waiting_jobs", (1, 2, 3, 5, 10, 20, 50))
RUNNING: Final = _limit("running", "max_running", "person_running_jobs", (1, 2, 3, 4, 5, 10))
DAILY: Final = _limit("daily", "daily_images", "daily_images", (5, 10, 20, 50, 100, 200, 500))
BUTTONS: Final = OneOf(
    "shared_buttons",
    {"buttons_all": True, "buttons_own": False},
    lambda state: state.policy.others_may_press,
    _said,
    _policy("others_may_press"),
)
STYLES: Final = Removal(
    "styles",
    lambda state: state.styles,
    lambda names: Changes(styles=dict.fromkeys(names)),
)

STEPS: Final[Mapping[str, tuple[Question, ...]]] = {
    "language": (LANGUAGE,),
    "places": (PLACES, ARTISTS, BUTTONS),
    "moderation": (MODERATORS, REVIEW),
    "pictures": (STRICT, RESTRICTED, FLAGGED),
    "limits": (IMAGES, WAITING, RUNNING, DAILY),
    "styles": (STYLES,),
    "summary": (),
}
"""By name, in the order in which they are gone through."""

QUESTIONS: Final[Mapping[str, Question]] = {
    question.name: question for questions in STEPS.values() for question in questions
}


def step_of(name: str) -> str:
    """Return the step in which a question is asked."""
    return next(
        step for step, questions in STEPS.items() if name in {one.name for one in questions}
    )
