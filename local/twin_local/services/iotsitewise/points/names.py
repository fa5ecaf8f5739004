"""Short numbers of series: a row that names its series by number takes a tenth of the room."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator


class SeriesNames:
    """The number of each series by its name."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._numbers: dict[str, int] = {}
        self.reread()

    def reread(self) -> None:
        """Read the table anew, after a transaction that was undone."""
        self._numbers = dict(self._database.execute("SELECT name, number FROM series"))

    def known(self, name: str) -> int | None:
        """Return the number of a series, None where it never had a value."""
        return self._numbers.get(name)

    def number(self, name: str) -> int:
        """Return the number of a series, a new one if it has none."""
        found = self._numbers.get(name)
        if found is None:
            cursor = self._database.execute("INSERT INTO series (name) VALUES (?)", (name,))
            found = self._numbers[name] = int(cursor.lastrowid or 0)
        return found

    def rename(self, name: str, new: str) -> None:
        """Give a series that has a number another name."""
        number = self._numbers.pop(name)
        self._database.execute("UPDATE series SET name = ? WHERE number = ?", (new, number))
        self._numbers[new] = number

    def remove(self, name: str) -> None:
        """Forget a series."""
        self._database.execute("DELETE FROM series WHERE number = ?", (self._numbers.pop(name),))

    def all(self) -> Iterator[tuple[str, int]]:
        """Yield name and number of each series."""
        yield from list(self._numbers.items())
