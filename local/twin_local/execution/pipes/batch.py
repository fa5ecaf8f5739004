"""What goes through a pipe: records with an identifier, and what became of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from twin_local.execution.types import Json


@dataclass(frozen=True)
class Record:
    """One record; `item` is how the source knows it (message id, sequence number)."""

    item: str
    event: dict[str, Json]


@dataclass(frozen=True)
class Outcome:
    """The records that failed, by their identifiers, and why."""

    failed: frozenset[str] = frozenset()
    reason: str = ""


class PipeFailed(Exception):
    """An enrichment or a target failed for the whole batch."""


class Reported(Exception):
    """An enrichment or a target says which records of a batch failed."""

    def __init__(self, items: Iterable[str]) -> None:
        self.items = frozenset(items)
        super().__init__(f"{len(self.items)} records failed")


def check_report(answer: Json, records: Sequence[Record]) -> None:
    """Look for a report of partial failures in an answer.

    Raises:
        Reported: the answer names records that failed.
        PipeFailed: it names a record that was not in the batch.
    """
    failures = answer.get("batchItemFailures") if isinstance(answer, Mapping) else None
    if not failures:
        return
    named = {str(one.get("itemIdentifier")) for one in failures if isinstance(one, Mapping)}
    if not named <= {record.item for record in records}:
        raise PipeFailed("a report of failures names records that were not sent")
    raise Reported(named)
