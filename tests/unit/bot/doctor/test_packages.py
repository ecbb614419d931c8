"""Python and packages are compared by their metadata alone."""

from __future__ import annotations

from importlib import metadata

import pytest

from bot.doctor.line import Level
from bot.doctor.packages import check_packages, check_python


@pytest.fixture
def declare(tmp_path, monkeypatch):
    """Install a package that declares what it is told."""

    def install(*needs):
        folder = tmp_path / "some_bot-1.0.dist-info"
        folder.mkdir()
        lines = ["Metadata-Version: 2.1", "Name: some-bot", "Version: 1.0"]
        lines += [f"Requires-Dist: {need}" for need in needs]
        (folder / "METADATA").write_text("\n".join(lines) + "\n")
        monkeypatch.syspath_prepend(tmp_path)
        return "some-bot"

    return install


@pytest.fixture
def pins(tmp_path):
    return tmp_path / "constraints.txt"


def test_old_python_is_a_problem():
    assert check_python((3, 10, 9)).level is Level.PROBLEM
    assert check_python((3, 11, 0)) == ("python", Level.OK, "3.11.0", "")


def test_everything_as_declared(declare, pins):
    line = check_packages(declare("pytest>=8", "hypothesis"), pins)

    assert (line.level, line.words) == (Level.OK, "2 as declared")


def test_missing_and_old_packages_are_named(declare, pins):
    line = check_packages(declare("pytest>=999", "not-there-at-all>=1"), pins)

    version = metadata.version("pytest")
    assert line.level is Level.PROBLEM
    assert line.words == f"pytest is {version}, needed is >=999; not-there-at-all is missing"


def test_extras_that_were_not_asked_for_are_not_missed(declare, pins):
    line = check_packages(declare("pytest", 'not-there-at-all; extra == "ray"'), pins)

    assert line.level is Level.OK


def test_untested_version_is_a_warning(declare, pins):
    pins.write_text("# tested together\npytest==0.1\nnot-installed-here==1\n")

    line = check_packages(declare("pytest"), pins)

    assert line.level is Level.WARNING
    assert "needed is ==0.1" in line.words


def test_build_of_a_tested_version_is_tested(declare, pins):
    pins.write_text(f"pytest=={metadata.version('pytest')}\n")

    assert check_packages(declare("pytest"), pins).words == "1 as declared and tested"


def test_atelier_that_is_not_installed_is_a_warning(pins):
    assert check_packages("no-such-bot", pins).level is Level.WARNING
