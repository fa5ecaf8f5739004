"""Compares what an operation was given with what its service says is stored."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twin_local.engine.clients import Clients
from twin_local.engine.difference import Difference, differences
from twin_local.engine.expression import fill
from twin_local.engine.json_value import Properties
from twin_local.engine.reads.read import Read
from twin_local.engine.reads.table import READS


@dataclass(frozen=True)
class Sent:
    """One operation that made or changed something, with its answer."""

    service: str
    operation: str
    request: Properties
    answer: Properties

    @property
    def reads(self) -> tuple[Read, ...]:
        """How it is read back; empty where it cannot be."""
        return READS.get((self.service, self.operation), ())


@dataclass(frozen=True)
class Reading:
    """What the reads of an operation say: whether there is anything, and what is not as given."""

    exists: bool
    lost: tuple[Difference, ...]


def read_back(clients: Clients, sent: Sent) -> Reading:
    """Return what is stored otherwise than it was given: what none of the reads gives back.

    Raises:
        OperationError: a service does not answer, or says that there is no such thing.
    """
    known = {"q": sent.request, "a": sent.answer}
    naming = set().union(*(read.names for read in sent.reads))
    given = {name: value for name, value in sent.request.items() if name not in naming}
    found: list[list[Difference]] = []
    for read in sent.reads:
        parameters = fill(read.by, known) or {}
        answer = clients.call(read.service or sent.service, read.operation, parameters)
        if read is sent.reads[0] and read.found(answer) in (None, [], {}):
            return Reading(exists=False, lost=tuple(differences(given, None)))
        found.append(list(differences(given, read.stored(answer))))
    unread = [path for read in sent.reads for path in read.unread]
    return Reading(exists=True, lost=tuple(_in_none(found, unread)))


def _in_none(found: list[list[Difference]], unread: list[str]) -> Iterable[Difference]:
    first, *others = found
    for one in first:
        if _is_unread(one.path, unread):
            continue
        elsewhere = [[two for two in other if _concerns(one.path, two.path)] for other in others]
        if all(elsewhere):
            yield min((one, *(two for twos in elsewhere for two in twos)), key=_emptiness)


def _emptiness(difference: Difference) -> bool:
    """Prefer the read that found a value: the others look elsewhere."""
    return difference.stored is None


def _is_unread(path: str, unread: list[str]) -> bool:
    return any(path == one or path.startswith(f"{one}.") or one in path for one in unread)


def _concerns(path: str, other: str) -> bool:
    """Say whether a path is another, or above or below it."""
    return f"{other}.".startswith(f"{path}.") or f"{path}.".startswith(f"{other}.")
