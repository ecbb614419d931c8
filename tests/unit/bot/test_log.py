"""The log is one stream, in one form, without secrets and without people's words."""

from __future__ import annotations

import json
import logging

import pytest
import structlog

from bot import log
from bot.config import LogSection


@pytest.fixture
def configure():
    """Configure logging for one test, and take it back."""
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield lambda secrets=(), **fields: log.configure(LogSection(**fields), secrets=secrets)
    root.handlers = handlers
    root.setLevel(level)
    for name in log.QUIET:
        logging.getLogger(name).setLevel(logging.NOTSET)
    structlog.reset_defaults()


def written(capsys):
    return capsys.readouterr().err


def test_events_and_library_messages_are_json_lines(configure, capsys):
    configure(format="json")

    structlog.stdlib.get_logger("bot.test").info("job_queued", job_id=12)
    logging.getLogger("library").warning("it %s", "happened")

    first, second = [json.loads(line) for line in written(capsys).splitlines()]
    assert (first["event"], first["job_id"], first["level"]) == ("job_queued", 12, "info")
    assert (second["event"], second["logger"]) == ("it happened", "library")


@pytest.mark.parametrize("form", ["json", "console"])
def test_secrets_are_stars_wherever_they_stand(configure, capsys, form):
    configure(["hunter2", ""], format=form)

    structlog.stdlib.get_logger("bot.test").info("token hunter2", field="is hunter2")
    logging.getLogger("library").error("hunter2", exc_info=ValueError("hunter2"))

    text = written(capsys)
    assert "hunter2" not in text
    assert log.STARS in text


def test_libraries_are_quiet_below_warning_unless_debugging(configure, capsys):
    configure(format="json")
    logging.getLogger("discord.http").info("a body with a prompt")
    assert written(capsys) == ""

    configure(format="json", level="debug")
    logging.getLogger("discord.http").info("a body")
    assert "a body" in written(capsys)


def test_traces_on_the_console_show_no_locals_which_may_be_prompts(configure, capsys):
    configure(format="console")

    def fail():
        prompt = "a very " + "secret apple"
        raise ValueError(len(prompt))

    try:
        fail()
    except ValueError:
        structlog.stdlib.get_logger("bot.test").exception("failed")

    text = written(capsys)
    assert "ValueError" in text
    assert "secret apple" not in text


def test_a_library_s_lost_connection_is_one_line_without_a_trace(configure, capsys):
    configure(format="json")

    logging.getLogger("discord.shard").error("reconnecting", exc_info=ConnectionResetError("gone"))
    logging.getLogger("discord.shard").error("a bug", exc_info=ValueError("bug"))

    lost, bug = [json.loads(line) for line in written(capsys).splitlines()]
    assert lost["fault"] == "ConnectionResetError: gone"
    assert "exception" not in lost
    assert "ValueError" in bug["exception"]


def test_what_a_job_does_is_logged_with_its_id(configure, capsys):
    configure(format="json")

    with structlog.contextvars.bound_contextvars(job_id=12):
        logging.getLogger("library").warning("inside")

    assert json.loads(written(capsys))["job_id"] == 12
