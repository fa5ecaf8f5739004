"""Whether the SQLite databases of a state folder are whole."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from twin_local.server.persistence.errors import StateDamagedError
from twin_local.server.persistence.manifest import START_OVER


def check_databases(folder: Path) -> None:
    """Check every database of a folder.

    Raises:
        StateDamagedError: a file is no database, or its pages do not fit together.
    """
    for path in sorted(folder.glob("*.sqlite")):
        check_database(path)


def check_database(path: Path) -> None:
    """Check one database.

    Raises:
        StateDamagedError: the file is no database, or its pages do not fit together.
    """
    found = _check(path)
    if found != "ok":
        raise StateDamagedError(
            f"the database {path} is damaged: {START_OVER}", found=found, where=str(path)
        )


def _check(path: Path) -> str:
    """Return "ok", or the first thing that is wrong."""
    try:
        with closing(sqlite3.connect(path)) as database:
            [first] = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.DatabaseError as error:
        return str(error)
    return str(first)
