"""A private PostgreSQL cluster in a temporary folder, reachable by Unix socket only."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from contextlib import contextmanager
from pathlib import Path

SUPERUSER = "postgres"
GUARDED = "guarded"
FAST_AND_LOSABLE = (
    "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off "
    "-c wal_level=minimal -c max_wal_senders=0 -c shared_buffers=32MB"
)
NEEDED = (
    "pgserver/pginstall/bin/initdb",
    "pgserver/pginstall/bin/pg_ctl",
    "pgserver/pginstall/bin/postgres",
    "pgserver/pginstall/lib",
    "pgserver/pginstall/share",
    "pgserver.libs",
)


def find_postgres() -> Path | None:
    """Return the folder that holds PostgreSQL's ``bin``: pgserver's wheel, or the system's."""
    wheel = importlib.util.find_spec("pgserver")
    places = [Path(wheel.origin).parent / "pginstall"] if wheel and wheel.origin else []
    places += sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True)
    if on_path := shutil.which("pg_ctl"):
        places.append(Path(on_path).resolve().parent.parent)
    return next((place for place in places if (place / "bin" / "initdb").exists()), None)


@contextmanager
def running_cluster(postgres: Path):
    """Start a cluster and yield its socket's folder; it is stopped and deleted at the exit."""
    folder = Path(tempfile.mkdtemp(prefix="atelier-pg-", dir="/tmp"))  # a socket's path is short
    try:
        run = _Runner(folder, postgres)
        run("initdb", "-D", f"{folder}/cluster", "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "-N")
        _guard(folder / "cluster" / "pg_hba.conf")
        options = f"-h '' -k {folder} {FAST_AND_LOSABLE}"
        run(
            "pg_ctl", "-D", f"{folder}/cluster", "-l", f"{folder}/log", "-o", options, "-w", "start"
        )
        try:
            yield folder
        finally:
            run("pg_ctl", "-D", f"{folder}/cluster", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _guard(hba: Path) -> None:
    """Ask one user for a password, so that a wrong one can be tried; others are trusted."""
    rules = hba.read_text(encoding="utf-8")
    hba.write_text(f"local all {GUARDED} scram-sha-256\n{rules}", encoding="utf-8")


class _Runner:
    """Runs PostgreSQL's programs, as somebody else when we are root: the server refuses root."""

    def __init__(self, folder: Path, postgres: Path) -> None:
        self.postgres, self.user = postgres, None
        if os.geteuid() == 0:
            self.user = pwd.getpwnam("nobody").pw_uid
            os.chown(folder, self.user, -1)
            folder.chmod(0o711)
            if not _is_open_to_all(postgres):  # a virtual environment in root's home
                self.postgres = _copy_wheel(postgres, folder)

    def __call__(self, program: str, *arguments: str) -> None:
        subprocess.run(
            [self.postgres / "bin" / program, *arguments],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # pg_ctl hands a pipe on to the server, and it never ends
            user=self.user,
            cwd="/tmp",
            timeout=60,
        )


def _is_open_to_all(postgres: Path) -> bool:
    """Tell whether anybody may start the programs."""
    folders = (postgres / "bin", *(postgres / "bin").parents)
    return all(folder.stat().st_mode & stat.S_IXOTH for folder in folders)


def _copy_wheel(postgres: Path, folder: Path) -> Path:
    """Copy what runs of pgserver's wheel; its programs look for ``pgserver.libs`` beside it."""
    installed = postgres.parent.parent
    for name in NEEDED:
        source, target = installed / name, folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy2(source, target)
    return folder / "pgserver" / "pginstall"
