from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config import Settings
from engine.config import EngineSettings
from engine.toml_settings import ConfigError, Mistake, line_of, load_settings


def written(tmp_path, text):
    path = tmp_path / "config.toml"
    path.write_text(text)
    return path


def mistakes_in(path, settings_type=Settings):
    with pytest.raises(ConfigError) as caught:
        load_settings(settings_type, path)
    return caught.value.mistakes


def test_every_mistake_is_reported_with_its_key_and_line(tmp_path):
    path = written(
        tmp_path,
        '[engine]\nmax_batch_rows = 1000\nfoo = 3\n\n[limits]\n# a comment\nnum_images = "x"\n',
    )

    found = [(mistake.key, mistake.line) for mistake in mistakes_in(path)]

    assert found == [("engine.max_batch_rows", 2), ("engine.foo", 3), ("limits.num_images", 7)]


def test_an_unknown_section_is_a_mistake(tmp_path):
    path = written(tmp_path, "[discord]\n\n[enginee]\nmodel = 'demo'\n")

    assert mistakes_in(path) == (Mistake("enginee", 3, "unknown key"),)


def test_text_that_is_no_toml_names_its_line(tmp_path):
    (mistake,) = mistakes_in(written(tmp_path, "[engine]\nmodel = \n"))

    assert mistake.line == 2


def test_a_missing_file_is_reported_by_its_name(tmp_path):
    with pytest.raises(ConfigError, match=r"nowhere\.toml: cannot be read"):
        load_settings(Settings, tmp_path / "nowhere.toml")


def test_a_folder_in_place_of_the_file_is_reported(tmp_path):
    with pytest.raises(ConfigError, match="cannot be read"):
        load_settings(Settings, tmp_path)


def test_the_environment_wins_over_the_file(tmp_path, monkeypatch):
    path = written(tmp_path, "[engine]\nmax_batch_rows = 8\nthreads = 3\n")
    monkeypatch.setenv("ATELIER_ENGINE__MAX_BATCH_ROWS", "32")

    engine = load_settings(Settings, path).engine

    assert (engine.max_batch_rows, engine.threads) == (32, 3)


def test_a_wrong_value_in_the_environment_is_reported_by_its_variable(monkeypatch):
    monkeypatch.setenv("ATELIER_ENGINE__THREADS", "-1")

    with pytest.raises(ConfigError, match="environment: ATELIER_ENGINE__THREADS: "):
        load_settings(Settings, None)


@pytest.mark.parametrize("name", ["ATELIER_FOO", "ATELIER_ENGINE__FOO", "ATELIER_FOO__MODEL"])
def test_an_unknown_variable_is_a_mistake(name, monkeypatch):
    monkeypatch.setenv(name, "1")

    assert [mistake.key for mistake in mistakes_in(None)] == [name]


def test_secrets_do_not_show_in_a_mistake(tmp_path):
    path = written(tmp_path, '[discord]\ntoken = "hunter2"\ntoken_file = "f"\nx = "hunter2"\n')

    assert "hunter2" not in repr(mistakes_in(path))


def test_the_engine_reads_its_sections_and_leaves_the_bots_alone(tmp_path):
    path = written(tmp_path, "[engine]\nthreads = 2\n[limits]\nnum_images = 3\n")

    assert load_settings(EngineSettings, path).engine.threads == 2


def test_the_engine_refuses_unknown_keys_of_its_own_sections(tmp_path):
    (mistake,) = mistakes_in(written(tmp_path, "[engine]\nthread = 2\n"), EngineSettings)

    assert mistake == Mistake("engine.thread", 2, "unknown key")


@given(section=st.sampled_from(["a", "b"]), lines=st.integers(0, 5))
def test_the_line_of_a_key_is_where_it_stands(section, lines):
    other = "b" if section == "a" else "a"
    text = f"[{other}]\nkey = 1\n" + "# no key here\n" * lines + f"[{section}]\nkey = 2\n"

    assert line_of(text, (section, "key")) == 4 + lines
