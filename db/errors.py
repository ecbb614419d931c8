"""What can go wrong with the database, as a tree.

DatabaseError
 ├─ DatabaseStartError          the operator can mend it; carries the remedy
 │   ├─ DatabaseUrlError            the address cannot be understood
 │   ├─ DatabaseUnavailableError    nobody answers there, or it stayed locked; worth repeating
 │   ├─ DatabaseRefusedError        it answers, but not to this user, password or name
 │   ├─ DatabaseUnwritableError     the file, its folder or the disk takes no writes
 │   ├─ DatabaseDamagedError        the file is broken; a backup is needed
 │   ├─ DatabaseForeignError        it belongs to another program
 │   ├─ DatabaseNewerError          a newer Atelier made it
 │   ├─ UnknownRevisionError        a migration was asked for that there is not
 │   └─ MigrationNeededError        an older Atelier made it, or nobody has yet
 ├─ JobNotFoundError            no such job
 └─ ImageNotFoundError          no such image
"""

from __future__ import annotations

from typing import ClassVar, Final

EXIT_UNAVAILABLE: Final = 69  # sysexits.h EX_UNAVAILABLE
EXIT_CONFIG: Final = 78  # sysexits.h EX_CONFIG


class DatabaseError(Exception):
    """The root: caught to mean anything that the database layer says is wrong.

    Attributes:
        code: Stable snake_case name: log field, metric label, key of the sentence for people.
    """

    code: ClassVar[str] = "database_error"

    @property
    def facts(self) -> dict[str, str | int]:
        """The numbers and names that explain this error; never a password."""
        return {name: value for name, value in vars(self).items() if isinstance(value, (str, int))}


class DatabaseStartError(DatabaseError):
    """The database cannot be used as it is; somebody who runs it has to act.

    Nothing was changed: the transaction that met it is rolled back.

    Attributes:
        place: The file, or host and name, without the password.
        remedy: What to do about it, as one sentence.
        exit_code: What a command ends with that cannot go on.
    """

    code = "database_start"
    exit_code: ClassVar[int] = EXIT_CONFIG

    def __init__(self, message: str, *, place: str, remedy: str) -> None:
        super().__init__(message)
        self.place = place
        self.remedy = remedy


class DatabaseUrlError(DatabaseStartError):
    """The database address cannot be understood."""

    code = "database_url"


class DatabaseUnavailableError(DatabaseStartError):
    """Nobody answers at the address, or the file stayed locked; worth repeating."""

    code = "database_unavailable"
    exit_code = EXIT_UNAVAILABLE


class DatabaseRefusedError(DatabaseStartError):
    """The server answers, but refuses the user, the password or the database name."""

    code = "database_refused"


class DatabaseUnwritableError(DatabaseStartError):
    """The file, its folder or its disk takes no writes."""

    code = "database_unwritable"


class DatabaseDamagedError(DatabaseStartError):
    """The SQLite file is broken in the middle."""

    code = "database_damaged"


class DatabaseForeignError(DatabaseStartError):
    """What is stored at the address belongs to another program."""

    code = "database_foreign"


class DatabaseNewerError(DatabaseStartError):
    """A newer Atelier made this database, and this one does not know its form."""

    code = "database_newer"


class UnknownRevisionError(DatabaseStartError):
    """A migration was asked for that does not exist, or that lies the other way."""

    code = "unknown_revision"


class MigrationNeededError(DatabaseStartError):
    """The tables are older than this program, or not there yet."""

    code = "migration_needed"


class JobNotFoundError(DatabaseError):
    """No job has this id."""

    code = "job_not_found"

    def __init__(self, *, job_id: int) -> None:
        super().__init__(f"no job {job_id}")
        self.job_id = job_id


class ImageNotFoundError(DatabaseError):
    """No image has this id."""

    code = "image_not_found"

    def __init__(self, *, image_id: int) -> None:
        super().__init__(f"no image {image_id}")
        self.image_id = image_id
