"""``atelier mod`` as an operator types it; the commands themselves, on a database of their own."""

from __future__ import annotations

import asyncio
import csv
import json

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import ImageUnknownError, JobUnknownError
from bot.files.quarantine import Quarantine
from bot.files.storage import Storage
from db.connection import Database
from db.images import images_of_job, record_image
from db.jobs import create_job
from db.moderation import record_flag
from db.reviews import add_appeal, add_report
from tests.support.clock import NOON
from tests.support.jobs import a_job, an_image

SHA = "0" * 64


class Operator:
    """Somebody at the command line of one installation."""

    def __init__(self, folder, url):
        self.folder, self.url = folder, url
        config = folder / "config.toml"
        config.write_text(
            f"[database]\nurl = '{url}'\n[storage]\nfolder = '{folder / 'images'}'\n"
            f"[safety]\nquarantine = '{folder / 'quarantine'}'\n"
        )
        self._config = str(config)

    def types(self, *words):
        """Return the exit code and what is printed."""
        done = CliRunner().invoke(app, ["--config", self._config, *words])
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return done.exit_code, done.output

    def a_case(self):
        """Put a shown and a withheld picture there; return the job's and the flag's number."""
        return asyncio.run(self._a_case())

    def images(self, job_id):
        return asyncio.run(self._on(lambda session: images_of_job(session, job_id)))

    async def _on(self, work):
        database = Database.open(self.url)
        try:
            async with database.begin() as session:
                return await work(session)
        finally:
            await database.close()

    async def _a_case(self):
        async def make(session):
            job = await create_job(session, a_job(num_images=2), now=NOON)
            file = await Storage(self.folder / "images").store(job.id, 0, b"shown")
            shown = await record_image(session, an_image(job.id, file=file), now=NOON)
            hidden = an_image(job.id, index=1, file=None, is_clean=False, action="withhold")
            image = await record_image(session, hidden, now=NOON)
            await Quarantine(self.folder / "quarantine").store(job.id, 1, SHA, b"withheld")
            flag = await record_flag(
                session, image_id=image.id, job_id=job.id, guild_id=1, user_id=3,
                category="test", score=0.9, threshold=0.5, classifier="c", action="withhold",
                review="open", now=NOON,
            )  # fmt: skip
            await add_report(session, shown, guild_id=1, user_id=8, now=NOON)
            await add_appeal(session, "job", job.id, guild_id=1, user_id=3, now=NOON)
            return job.id, flag.id

        return await self._on(make)


@pytest.fixture
def operator(tmp_path, sqlite_url):
    return Operator(tmp_path, sqlite_url)


def test_people_are_banned_everywhere_and_let_in_again(operator):
    assert operator.types("mod", "ban", "7", "--reason", "spam") == (0, "7 is banned everywhere\n")
    assert "no ban" in operator.types("mod", "unban", "7", "--guild", "1")[1]
    assert operator.types("mod", "unban", "7") == (0, "lifted everywhere\n")


def test_people_and_servers_are_dealt_with(operator):
    for words in (
        ("strike", "7", "--guild", "1", "--reason", "x"),
        ("note", "7", "seen before", "--guild", "1"),
        ("pause", "--guild", "1", "--reason", "storm"),
        ("pause", "--guild", "1", "--channel", "5", "--reason", "storm"),
        ("resume", "--guild", "1"),
    ):
        assert operator.types("mod", *words)[0] == 0

    log = operator.types("mod", "log", "show", "--guild", "1")[1]
    for action in ("strike", "note", "change_settings", "change_channel", "changed the settings"):
        assert action in log


def test_rules_hold_everywhere_or_in_a_server(operator):
    assert operator.types("mod", "rules", "add", "kettle") == (0, "rule 1\n")
    assert operator.types("mod", "rules", "add", "pot", "--guild", "1") == (0, "rule 2\n")

    assert "kettle" in operator.types("mod", "rules", "list")[1]
    assert "pot" not in operator.types("mod", "rules", "list")[1]
    assert "pot" in operator.types("mod", "rules", "test", "a p0t", "--guild", "1")[1]
    assert "no rule" in operator.types("mod", "rules", "test", "a p0t")[1]
    assert "0 of 0 prompts" in operator.types("mod", "rules", "dryrun", "pan")[1]
    assert operator.types("mod", "rules", "remove", "1") == (0, "removed\n")


def test_a_withheld_picture_is_approved_and_its_appeal_closed(operator):
    job, flag = operator.a_case()
    assert "test 0.900" in operator.types("mod", "review", "list")[1]

    assert operator.types("mod", "review", "approve", str(flag)) == (0, "approved\n")

    assert all(image.file for image in operator.images(job))
    assert operator.types("mod", "review", "list") == (0, "")
    assert operator.types("mod", "appeal", "list") == (0, "")


def test_a_picture_is_denied_and_its_appeal_accepted_after_all(operator):
    job, _ = operator.a_case()
    assert operator.types("mod", "appeal", "list")[1].startswith("     1  job")

    assert operator.types("mod", "appeal", "accept", "1") == (0, "accepted\n")

    assert all(image.file for image in operator.images(job))
    assert operator.types("mod", "appeal", "list") == (0, "")


def test_reports_are_closed_by_keeping_or_removing(operator):
    job, _ = operator.a_case()
    assert f"job {job}" in operator.types("mod", "report", "list")[1]

    assert operator.types("mod", "report", "keep", str(job)) == (0, "1 reports closed\n")
    assert operator.types("mod", "report", "list") == (0, "")


def test_a_takedown_says_first_what_it_removes(operator):
    job, _ = operator.a_case()

    dry = operator.types("mod", "takedown", "--job", str(job))[1]
    assert dry.endswith("2 would go; add --yes to remove\n")
    assert len(list((operator.folder / "images").rglob("*.png"))) == 1

    assert operator.types("mod", "takedown", "--user", "3", "--hours", "1000000", "--yes") == (
        0,
        "2 pictures removed\n",
    )
    assert {image.action for image in operator.images(job)} == {"removed"}
    assert list((operator.folder / "images").rglob("*.png")) == []


def test_the_operator_reads_of_a_picture_what_moderators_read(operator):
    job, flag = operator.a_case()

    shown = operator.types("mod", "image", str(job))[1]
    withheld = operator.types("mod", "image", str(job), "--picture", "2")[1]

    assert "Reports: 1 open" in shown
    assert "person 3" in shown
    assert f"Flag {flag}: test 0.900 (limit 0.500), withhold, review open" in withheld
    assert "<" not in shown.replace("(<", "")
    with pytest.raises(ImageUnknownError):
        operator.types("mod", "image", str(job), "--picture", "3")
    with pytest.raises(JobUnknownError):
        operator.types("mod", "image", str(job + 1))


def test_a_person_s_record_is_read_of_one_server_or_of_all(operator):
    operator.a_case()
    for words in (
        ("strike", "3", "--guild", "2", "--reason", "x"),
        ("note", "3", "seen *before*", "--guild", "2"),
        ("ban", "3", "--reason", "spam"),
    ):
        assert operator.types("mod", *words)[0] == 0

    here = operator.types("mod", "user", "3", "--guild", "1")[1]
    everywhere = operator.types("mod", "user", "3")[1]

    assert here.startswith(
        "server 1:\n  person 3: 1 flagged picture, strikes now 0.0. Banned: spam"
    )
    assert "seen" not in here
    in_one, _, rest = everywhere.partition("server 2:")
    elsewhere, _, outside = rest.partition("outside of servers, and everywhere:")
    assert in_one == here
    assert "strikes now 1.0" in elsewhere
    assert "seen *before*" in elsewhere
    assert "banned person 3" in outside


def test_the_log_is_exported_whole(operator):
    operator.a_case()
    for form in ("json", "csv"):
        file = operator.folder / f"log.{form}"
        assert operator.types("mod", "log", "export", f"--{form}", "--out", str(file))[0] == 0

    rows = [json.loads(line) for line in (operator.folder / "log.json").read_text().splitlines()]
    table = list(csv.DictReader((operator.folder / "log.csv").read_text().splitlines()))
    assert [row["action"] for row in rows] == [row["action"] for row in table]
    assert {"report", "appeal"} <= {row["action"] for row in rows}
