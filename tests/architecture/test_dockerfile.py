"""What can be known of the image without building it: sources, user, port, and the wheel in it."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shlex
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bot.config import HttpSection

ROOT = Path(__file__).parents[2]
DOCKERFILE = ROOT / "Dockerfile"
SECONDS = 100


def instructions():
    """The Dockerfile's instructions as (word, rest), continued lines joined."""
    text = re.sub(r"^\s*#.*\n", "", DOCKERFILE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = text.replace("\\\n", " ").splitlines()
    return [tuple(line.split(maxsplit=1)) for line in lines if line.strip()]


def last_stage():
    every = instructions()
    start = max(number for number, (word, _) in enumerate(every) if word == "FROM")
    return every[start:]


def copied_from_here():
    """Every source of a COPY that does not come from another stage."""
    for word, rest in instructions():
        if word == "COPY" and "--from=" not in rest:
            yield from shlex.split(rest)[:-1]


def test_every_copied_file_is_there():
    sources = list(copied_from_here())

    assert len(sources) >= 8
    assert [source for source in sources if not (ROOT / source).exists()] == []


def test_the_builder_is_sent_what_is_copied_and_nothing_private():
    patterns = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    sent = {line[1:] for line in patterns if line.startswith("!")}

    assert "*" in patterns
    assert set(copied_from_here()) == sent
    for private in ("config.toml", ".env", "var", ".git"):
        assert not any(fnmatch.fnmatch(private, pattern) for pattern in sent)


def test_every_top_level_package_of_the_wheel_is_copied():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = json.loads(re.search(r"wheel\]\npackages = (\[.*\])", project)[1])

    assert set(packages) <= set(copied_from_here())


def test_the_image_runs_as_nobody_in_particular():
    users = [rest for word, rest in last_stage() if word == "USER"]
    words = [word for word, _ in last_stage()]

    assert users
    assert users[-1] not in {"root", "0"}
    assert words.index("USER") < words.index("ENTRYPOINT")


def test_the_image_asks_the_bots_own_port_whether_it_lives():
    (check,) = (rest for word, rest in last_stage() if word == "HEALTHCHECK")
    command = json.loads(check.partition("CMD ")[2])
    (exposed,) = (rest for word, rest in last_stage() if word == "EXPOSE")

    assert command[0] == "python"
    compile(command[2], "HEALTHCHECK", "exec")
    assert f"{HttpSection().port})}}/healthz" in command[2]
    assert exposed == str(HttpSection().port)


def test_packages_are_installed_at_their_constraints():
    installs = [rest for word, rest in instructions() if word == "RUN" and "uv pip install" in rest]

    assert len(installs) == 2
    assert all("-c constraints.txt" in rest or "--no-deps" in rest for rest in installs)


def test_one_file_serves_both_kinds_of_torch():
    (install,) = (rest for word, rest in instructions() if word == "RUN" and "TORCH" in rest)

    assert ("ARG", "TORCH=cpu") in instructions()
    for kind, backend in (("cpu", "cpu"), ("cuda", ""), ("rocm", None)):
        script = install.replace("uv pip install", 'echo "backend=$UV_TORCH_BACKEND" #')
        done = subprocess.run(
            ["sh", "-c", script],
            env={"TORCH": kind, "PATH": os.defpath},
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
        if backend is None:
            assert (done.returncode, done.stdout) == (2, "")
        else:
            assert (done.returncode, done.stdout) == (0, f"backend={backend}\n")


@pytest.fixture(scope="session")
def wheel(tmp_path_factory):
    """The wheel that the image installs, built as the image builds it, and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    uv = Path(sys.executable).parent / "uv"
    build = [uv, "build", "--wheel", "--offline", "--python", sys.executable, "-o", folder, ROOT]
    done = subprocess.run(build, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    (file,) = folder.glob("atelier-*.whl")
    with zipfile.ZipFile(file) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def tracked(*folders):
    """Files of the repository under some folders."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", *folders],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=True,
    )
    return {name for name in done.stdout.splitlines() if (ROOT / name).exists()}


def test_the_wheel_holds_every_file_of_its_packages(wheel):
    names = {path.relative_to(wheel).as_posix() for path in wheel.rglob("*") if path.is_file()}
    expected = tracked("bot", "db", "engine", "migrations")

    assert "engine/demo/weights/unet/diffusion_pytorch_model.safetensors" in expected
    assert any(name.startswith("migrations/versions/") for name in expected)
    assert expected - names == set()


def test_the_wheel_works_without_the_repository(wheel, tmp_path):
    """It makes a database by its own migrations, and finds the embedded model."""
    program = (
        "import engine, migrations\n"
        "from pathlib import Path\n"
        "from db.migrate import upgrade\n"
        "upgrade('sqlite:///there.sqlite')\n"
        "print(Path(engine.__file__).parent / 'demo' / 'weights' / 'model_index.json')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(wheel)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "there.sqlite").exists()
    index = Path(done.stdout.strip())
    assert index.is_relative_to(wheel)
    assert index.exists()
