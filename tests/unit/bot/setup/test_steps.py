"""The wizard asks everything that /admin setup can set, within Discord's limits."""

from __future__ import annotations

import pytest

from bot.commands.admin import Admin
from bot.config import LimitsSection
from bot.errors import ButtonUnknownError
from bot.languages import TEXTS
from bot.policy.knowledge import GuildPolicy
from bot.policy.pictures import PictureSettings
from bot.setup.questions import MAX_CHOSEN, Scene
from bot.setup.settings import GuildState
from bot.setup.steps import QUESTIONS, STEPS, step_of
from bot.text import ENGLISH
from db.tables import Guild

OPTIONS = {
    "review_channel": "review",
    "open_channel": "channels",
    "close_channel": "channels",
}
"""What a question is called where it is not called as the option of /admin setup."""


def a_scene(*, text=ENGLISH, is_there=lambda _id: True, limits=None, styles=(), **policy):
    state = GuildState(GuildPolicy(**policy), limits, styles)
    return Scene(state, LimitsSection(), text, is_there)


def select(name, scene):
    return QUESTIONS[name].select(f"atelier:setup:set:{name}", scene).to_component_dict()


def chosen(name, scene):
    return [one["value"] for one in select(name, scene)["options"] if one.get("default")]


def test_every_option_of_admin_setup_is_asked_for():
    options = {parameter.name for parameter in Admin.admin.get_command("setup").parameters}

    assert len(options) > 10
    assert {OPTIONS.get(name, name) for name in options} | {"styles"} == set(QUESTIONS)


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("name", QUESTIONS)
def test_selects_fit_discord_s_limits(language, name):
    many = tuple(f"style {number}" for number in range(100))
    scene = a_scene(text=TEXTS[language], styles=many, open_channels=frozenset(range(1, 100)))

    shown = select(name, scene)

    assert len(shown["placeholder"]) <= 150
    assert len(shown.get("options", ())) <= 25
    assert len(shown.get("default_values", ())) <= 25
    for option in shown.get("options", ()):
        assert max(len(option["label"]), len(option.get("description") or "")) <= 100


def test_no_step_has_more_questions_than_a_message_has_rows():
    assert max(map(len, STEPS.values())) <= 4  # the fifth row has the buttons


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_knows_its_step(name):
    assert QUESTIONS[name] in STEPS[step_of(name)]


def test_a_new_server_s_answers_are_the_safe_ones():
    scene = a_scene()
    marked = {
        name: [one["value"] for one in shown["options"] if one.get("description")]
        for name in QUESTIONS
        if name != "styles" and "options" in (shown := select(name, scene))
    }

    assert len(marked) == 9
    assert marked == {name: chosen(name, scene) for name in marked}


def test_the_present_answers_are_shown():
    scene = a_scene(
        limits=Guild(id=1, max_num_images=3, max_waiting=7),
        locale="de",
        others_may_press=False,
        pictures=PictureSettings(general_offset=-0.05),
        review_channel_id=9,
    )

    assert chosen("language", scene) == ["de"]
    assert chosen("strictness", scene) == ["strictest"]
    assert chosen("images", scene) == ["3"]
    assert chosen("shared_buttons", scene) == ["buttons_own"]
    assert [one["id"] for one in select("review", scene)["default_values"]] == [9]
    assert select("waiting", scene)["placeholder"].endswith("(7)")


@pytest.mark.parametrize(
    ("name", "values", "what", "changes"),
    [
        ("language", ["discord"], "limits", {"locale": None}),
        ("images", ["0"], "limits", {"max_num_images": None}),
        ("running", ["2"], "limits", {"max_running": 2}),
        ("daily", ["20"], "limits", {"daily_images": 20}),
        ("strictness", ["stricter"], "policy", {"general_offset": -0.02}),
        ("age_restricted", ["spoiler"], "policy", {"restricted_action": "spoiler"}),
        ("shared_buttons", ["buttons_own"], "policy", {"others_may_press": False}),
        ("channels", ["5", "7"], "channels", {7: True, 6: False}),
        ("channels", [], "channels", {5: False, 6: False}),
        ("moderators", ["8"], "policy", {"moderator_role_ids": [8]}),
        ("artists", [], "policy", {"drawing_role_ids": []}),
        ("review", ["9"], "policy", {"review_channel_id": 9}),
        ("review", ["8"], "policy", {"review_channel_id": 8}),
        ("review", [], "policy", {"review_channel_id": None}),
        ("styles", ["old", "forged"], "styles", {"old": None}),
    ],
)
def test_an_answer_changes_what_it_is_about(name, values, what, changes):
    scene = a_scene(styles=("old", "new"), open_channels=frozenset({5, 6}), review_channel_id=9)

    assert getattr(QUESTIONS[name].changes(values, scene), what) == changes


def test_what_a_select_cannot_show_stays():
    open_channels = frozenset(range(1, 31))
    scene = a_scene(open_channels=open_channels, is_there=lambda channel_id: channel_id > 2)

    changes = QUESTIONS["channels"].changes(["40"], scene).channels

    assert changes == {40: True, **dict.fromkeys(range(3, 3 + MAX_CHOSEN), False)}


@pytest.mark.parametrize(
    ("name", "values"), [("images", ["99"]), ("images", []), ("review", ["x"])]
)
def test_what_was_never_offered_is_refused(name, values):
    with pytest.raises(ButtonUnknownError):
        QUESTIONS[name].changes(values, a_scene())


def test_a_server_without_styles_is_not_asked_which_go():
    assert QUESTIONS["styles"].select("x", a_scene()) is None
