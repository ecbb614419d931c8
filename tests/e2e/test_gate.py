"""Whatever makes the engine draw passes one gate: every way, with whom and where it is closed."""

# ruff: noqa: RUF001  the multiplication sign is meant

from __future__ import annotations

import pytest
import pytest_asyncio

from tests.support.playground import GENERAL
from tests.support.results import is_result
from tests.support.uploads import png

pytestmark = pytest.mark.asyncio(loop_scope="module")

SQUARES, WAYS = "Squares to redraw", "Enlarge in another way"
PAUSED = "Drawing is paused here. Reason: storm"
CLOSED = {
    "a banned person": ("ban", "unban", "You cannot draw here any more. Reason: storm"),
    "a paused guild": ("pause", "resume", PAUSED),
    "a locked channel": ("pause channel", "resume channel", PAUSED),
}


class Ways:
    """Everything that a person has before them when drawing is closed."""

    def __init__(self, person):
        self.person, self.file = person, png((300, 200))

    async def prepare(self):
        """Draw, ask and open whatever can be pressed or handed in later."""
        person = self.person
        drawn = await person.command("imagine", prompt="a red apple", steps=1, number=2)
        self.several = await person.wait_for(drawn, is_result)
        self.one = await person.wait_for(await person.press(self.several, "U1"), is_result)
        self.job = int(self.several.control("Reroll")["custom_id"].split(":")[2])
        self.data = (await person.pictures(self.several))[0]
        self.posted = await person.say("mine", picture=("mine.png", self.data))
        self.question = await person.command("imagine", prompt="{red, blue} apple", steps=1)
        grid = await person.command("edit", prompt="a hat", picture=self.file, grid=True, steps=1)
        self.grid = await person.wait_for(grid, lambda shown: shown.content)
        self.larger = await person.menu("Upscale", self.posted)
        self.remix = await person.press(self.one, "Remix")
        self.zoom = await person.press(self.one, "Zoom out…")
        self.start = await person.menu("Use as start image", self.posted)

    def drawing(self):
        """Return each way to have something drawn."""
        person, picture = self.person, {"picture": self.file}
        return {
            "imagine": lambda: person.command("imagine", prompt="a red apple"),
            "imagine, privately": lambda: person.command(
                "imagine", prompt="a red apple", private=True
            ),
            "edit": lambda: person.command("edit", prompt="a hat", **picture),
            "edit with squares": lambda: person.command(
                "edit", prompt="a hat", grid=True, **picture
            ),
            "outpaint": lambda: person.command("outpaint", prompt="a hat", **picture),
            "upscale": lambda: person.command("upscale", **picture),
            "upscale plainly": lambda: person.command("upscale", how="plain", **picture),
            "upscale of a job": lambda: person.command("upscale", job=self.job),
            "verify with replay": lambda: person.command(
                "verify", picture=("mine.png", self.data), replay=True
            ),
            "draw what was asked about": lambda: person.press(self.question, "Draw 2 pictures"),
            "squares": lambda: person.choose(self.grid, SQUARES, "6"),
            "enlarge a file": lambda: person.choose(
                self.larger, self.larger.controls[0]["custom_id"], "plain2"
            ),
            **{
                button: lambda button=button: person.press(self.one, button)
                for button in (
                    "Reroll",
                    "Vary subtle",
                    "Upscale 2×",
                    "Zoom out 2×",
                    "⬅️",
                    "Vary strong",
                )
            },
            "V1": lambda: person.press(self.several, "V1"),
            "enlarge": lambda: person.choose(self.one, WAYS, "creative2"),
            "remix": lambda: person.submit(self.remix, {}),
            "zoom": lambda: person.submit(self.zoom, {}),
            "start image": lambda: person.submit(self.start, {"What it should become": "a hat"}),
        }

    def looking(self):
        """Return each way to have a picture only looked at."""
        file = {"picture": ("mine.png", self.data)}
        return {
            "verify": lambda: self.person.command("verify", **file),
            "info": lambda: self.person.menu("Info", self.posted),
        }


async def said_by(person, ways):
    """Use each way; return what is said of each at last, or that it went through."""
    found = {}
    for name, way in ways.items():
        answer = await way()
        shown = await person.wait_for(answer, lambda message: message.content)
        found[name] = shown.content if shown.is_ephemeral else f"in public: {shown.content}"
    return found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def ways(stage):
    made = Ways(stage.member)
    await made.prepare()
    return made


@pytest.mark.parametrize("state", CLOSED)
async def test_nothing_is_drawn_where_drawing_is_closed(stage, ways, state):
    close, reopen, refusal = CLOSED[state]
    async with stage.playground.person("moderator") as moderator:
        await decide(moderator, stage, close, reason="storm")
        drawn = await said_by(stage.member, ways.drawing())
        looked = await said_by(stage.member, ways.looking())
        await decide(moderator, stage, reopen)

    assert len(drawn) > 20
    assert {name: said for name, said in drawn.items() if refusal not in said} == {}
    is_refused = {refusal in said for said in looked.values()}
    assert is_refused == {state == "a banned person"}, "who only looks is refused for a ban alone"


async def decide(moderator, stage, verb, **options):
    if "channel" in verb:
        options["channel"] = GENERAL
    elif "ban" in verb:
        options["user"] = stage.member
    await moderator.told(f"mod {verb.partition(' ')[0]}", **options)
