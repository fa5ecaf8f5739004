"""Whether a resource still is what it was made: looked up in its service, never assumed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from twin_local.engine.clients import Clients, OperationError
from twin_local.engine.coerce import Coercion
from twin_local.engine.difference import Difference, differences
from twin_local.engine.entry import Call, TypeEntry
from twin_local.engine.expression import fill
from twin_local.engine.reading import Reading, Sent, read_back
from twin_local.engine.requests import Requests
from twin_local.engine.resource_state import Physical, Place
from twin_local.engine.table import TABLE
from twin_local.engine.table_provider import known_fields
from twin_local.engine.table_update import is_gone

READING = ("Describe", "Get", "List")
Status = Literal["IN_SYNC", "MODIFIED", "DELETED", "NOT_CHECKED", "UNKNOWN"]


@dataclass(frozen=True)
class Drift:
    """What was found of one resource; paths begin with the name of a property."""

    physical: Physical
    status: Status
    differences: tuple[Difference, ...] = ()
    reason: str = ""


def drift_of(physical: Physical, place: Place, clients: Clients) -> Drift:
    """Read a resource back and compare it with what it was given.

    A value that nobody gave is not looked at, nor is one that its service does not give back. A
    resource none of whose values can be read is not checked.
    """
    entry = TABLE.get(physical.type)
    if entry is None:
        return Drift(physical, "NOT_CHECKED", reason="its type cannot be read back")
    try:
        return _looked_up(entry, physical, place, clients)
    except OperationError as error:
        if is_gone(error.code, error.message):
            return Drift(physical, "DELETED")
        return Drift(physical, "UNKNOWN", reason=str(error))


def _looked_up(entry: TypeEntry, physical: Physical, place: Place, clients: Clients) -> Drift:
    """Return what a resource's services say of it.

    Raises:
        OperationError: a service does not answer, or the resource is gone.
    """
    sent = list(_sent(entry, physical, place, clients))
    if not sent or not sent[0][1].reads:
        return Drift(physical, "NOT_CHECKED", reason="its type cannot be read back")
    found: list[Difference] = []
    for number, (call, one) in enumerate(sent):
        if one.reads:
            reading = _reading(one, clients, may_be_gone=number > 0)
            if number == 0 and not reading.exists:
                return Drift(physical, "DELETED")
            found += _named(call, physical, reading.lost)
    seen = tuple(one for one in found if not _is_inert(one.path, entry))
    return Drift(physical, "MODIFIED" if seen else "IN_SYNC", seen)


def _reading(sent: Sent, clients: Clients, *, may_be_gone: bool) -> Reading:
    """Read one operation back; what a setting says that is gone is that all of it is lost."""
    try:
        return read_back(clients, sent)
    except OperationError as error:
        if not may_be_gone or not is_gone(error.code, error.message):
            raise
        return Reading(exists=False, lost=tuple(differences(sent.request, None)))


def _sent(
    entry: TypeEntry, physical: Physical, place: Place, clients: Clients
) -> Iterator[tuple[Call, Sent]]:
    """Yield the operations that would make the resource now, as they would be called.

    Those that only read are called: later ones need their answers. A text made up for one call only
    is left out.
    """
    requests = Requests(entry=entry, clients=clients)
    known = known_fields(
        place, physical.logical_id, physical.effective, reference=physical.reference
    )
    known["unique"] = None
    for number, call in enumerate(entry.create):
        known["r"] = physical.answer if number else {}
        if call.when is not None and not fill(call.when, known):
            continue
        if call.operation.startswith(READING):
            known["last"] = requests.run(call, entry.create, physical.effective, known)
            continue
        service, coercion = call.service or entry.service, Coercion(names=call.names)
        for parameters in requests.parameters_of(
            call, entry.create, physical.effective, known, coercion
        ):
            yield call, Sent(service, call.operation, parameters, physical.answer)


def _named(call: Call, physical: Physical, found: Iterable[Difference]) -> Iterator[Difference]:
    """Yield differences by the paths of properties instead of parameters."""
    for one in found:
        yield replace(one, path=_property_path(call, physical, one.path))


def _property_path(call: Call, physical: Physical, path: str) -> str:
    root, dot, rest = path.partition(".")
    if call.each is not None:
        return f"{call.each.split('.')[0]}{dot and '.'}{rest}" if rest else call.each
    by_parameter = {parameter.lower(): name for name, parameter in call.names.items()}
    by_case = {name.lower(): name for name in physical.properties}
    name = by_case.get(by_parameter.get(root.lower(), root).lower())
    if name is not None:
        return f"{name}{dot}{rest}"
    inner = by_case.get(rest.partition(".")[0].lower())
    if inner is not None:
        return f"{inner}{dot if '.' in rest else ''}{rest.partition('.')[2]}"
    return f"{call.takes[0]}.{rest or root}" if call.takes and len(call.takes) == 1 else path


def _is_inert(path: str, entry: TypeEntry) -> bool:
    """Say whether the table declares that a property is without effect."""
    names = {name.rpartition(".")[2].lower() for name in entry.inert}
    return bool(names & set(path.lower().split(".")))
