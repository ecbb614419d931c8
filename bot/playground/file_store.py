"""The bytes of attachments; old ones age out."""

import sqlite3
from collections.abc import Iterable
from typing import NamedTuple


class StoredFile(NamedTuple):
    """An attachment's bytes and what they are."""

    filename: str
    content_type: str
    data: bytes


class FileStore:
    """Keeps the newest files and drops the others."""

    def __init__(self, db: sqlite3.Connection, *, max_files: int) -> None:
        self._db = db
        self._max_files = max_files

    def put(self, file_id: str, file: StoredFile) -> None:
        """Keep a file, dropping the oldest beyond the limit."""
        self._db.execute(
            "INSERT INTO files (number, filename, content_type, bytes) VALUES (?, ?, ?, ?)",
            (int(file_id), file.filename, file.content_type, file.data),
        )
        self._db.execute(
            "DELETE FROM files WHERE number <= "
            "(SELECT number FROM files ORDER BY number DESC LIMIT 1 OFFSET ?)",
            (self._max_files,),
        )

    def drop(self, file_ids: Iterable[str]) -> None:
        """Forget files that no message shows any more."""
        rows = [(int(file_id),) for file_id in file_ids]
        self._db.executemany("DELETE FROM files WHERE number = ?", rows)

    def read(self, file_id: str) -> StoredFile | None:
        """Return a file, or None where it never was or has aged out."""
        row = self._db.execute(
            "SELECT filename, content_type, bytes FROM files WHERE number = ?", (int(file_id),)
        ).fetchone()
        return None if row is None else StoredFile(*row)
