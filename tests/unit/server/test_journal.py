"""The journal holds the newest state of each thing until a snapshot does."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from twin_local.server.persistence.journal import FILE_NAME, Journal

TABLES, BUCKETS = "tables", "buckets"


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    journal = Journal(tmp_path / FILE_NAME)
    yield journal
    journal.close()


def append(journal: Journal, backend: str, **images: bytes) -> None:
    journal.append(backend, {name: (lambda body=body: body) for name, body in images.items()})  # type: ignore[misc]


def held(journal: Journal, **positions: int) -> list[tuple[str, str, bytes]]:
    return [(one.backend, one.address, one.body) for one in journal.after(positions)]


def test_entries_come_back_in_their_order(journal: Journal, tmp_path: Path) -> None:
    append(journal, TABLES, a=b"1", b=b"2")
    append(journal, BUCKETS, c=b"3")
    append(journal, TABLES, a=b"4")
    journal.close()
    again = Journal(tmp_path / FILE_NAME)
    assert held(again) == [
        (TABLES, "a", b"1"),
        (TABLES, "b", b"2"),
        (BUCKETS, "c", b"3"),
        (TABLES, "a", b"4"),
    ]
    again.close()


def test_what_a_snapshot_holds_is_not_given_and_can_be_forgotten(journal: Journal) -> None:
    append(journal, TABLES, a=b"1")
    append(journal, BUCKETS, c=b"2")
    position = journal.position
    append(journal, TABLES, a=b"3")
    assert held(journal, tables=position) == [(BUCKETS, "c", b"2"), (TABLES, "a", b"3")]
    journal.forget({TABLES: position})
    assert held(journal) == [(BUCKETS, "c", b"2"), (TABLES, "a", b"3")]


def test_positions_are_never_used_again(journal: Journal, tmp_path: Path) -> None:
    append(journal, TABLES, a=b"1")
    newest = journal.position
    journal.forget({TABLES: newest})
    journal.close()
    again = Journal(tmp_path / FILE_NAME)
    append(again, TABLES, a=b"2")
    assert again.position > newest
    assert held(again, tables=newest) == [(TABLES, "a", b"2")]
    again.close()


def test_entries_of_one_request_are_there_together_or_not_at_all(journal: Journal) -> None:
    def broken() -> bytes:
        raise LookupError("gone")

    with pytest.raises(LookupError):
        journal.append(TABLES, {"a": lambda: b"1", "b": broken})
    assert held(journal) == []


def test_a_journal_that_cannot_be_written_says_so(journal: Journal) -> None:
    journal.close()
    with pytest.raises(sqlite3.Error):
        append(journal, TABLES, a=b"1")
