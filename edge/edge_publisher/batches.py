"""Spooled samples as requests: at most 10 entries of at most 10 values of one signal each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from edge_runtime.rows import SpooledSample

MAXIMUM_ENTRIES = 10
MAXIMUM_VALUES = 10


@dataclass(frozen=True, slots=True)
class Entry:
    """Values of one signal in one request; `entry_id` is unique within the request."""

    entry_id: str
    alias: str
    samples: tuple[SpooledSample, ...]


def make_entries(spooled: Sequence[SpooledSample]) -> list[Entry]:
    """Group samples by signal, keeping the order in which signals first appear."""
    by_alias: dict[str, list[SpooledSample]] = {}
    for item in spooled:
        by_alias.setdefault(item.sample.alias, []).append(item)
    chunks = [
        (alias, tuple(items[start : start + MAXIMUM_VALUES]))
        for alias, items in by_alias.items()
        for start in range(0, len(items), MAXIMUM_VALUES)
    ]
    return [Entry(f"e{number}", alias, items) for number, (alias, items) in enumerate(chunks)]


def make_requests(entries: Sequence[Entry]) -> list[tuple[Entry, ...]]:
    """Cut entries into requests."""
    starts = range(0, len(entries), MAXIMUM_ENTRIES)
    return [tuple(entries[start : start + MAXIMUM_ENTRIES]) for start in starts]
