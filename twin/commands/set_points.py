"""What the plant may hold as a command's set-point: what the next one's rate is judged against.

That is the last value that was applied, and every later one that was sent and may have arrived: it
is under way, or its answer never came. One that was rejected, expired at the edge or was never sent
leaves no trace. A set-point must be reachable from all of them, so neither two quick commands nor a
lost answer get around the limit, and a command that failed hinders nobody.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from twin.commands.request import CommandRequest
from twin.commands.shadow import Reported
from twin.site_document import Command

UNSURE_CODES = frozenset({"PLC_UNAVAILABLE"})
"""Rejections that may hide a set-point: an edge may say it too of a write that broke off."""


@dataclass(frozen=True)
class SetPoint:
    """A value that the plant may hold since a time (seconds since 1970)."""

    value: float
    time: float
    request_id: str = ""


SetPoints = tuple[SetPoint, ...]


def with_sent(points: SetPoints, request: CommandRequest, command: Command) -> SetPoints:
    """Return the set-points once a request is on its way.

    Those from which the whole range was reachable since are left out: they can refuse nothing.
    """
    sent = SetPoint(request.value, request.requested_at, request.request_id)
    return (*(point for point in points if _matters(point, command, sent.time)), sent)


def with_report(
    points: SetPoints, request: CommandRequest, reported: Reported, *, now: float
) -> SetPoints:
    """Return the set-points once the edge has answered a request.

    A rejected one counts where the PLC holds another value since, such as the nearest it allows.
    The edge's clock may be wrong: what it did was not before the request and is not in the future.
    A request that a later one has replaced changes nothing any more.
    """
    if all(point.request_id != request.request_id for point in points):
        return points
    if reported.status == "rejected" and reported.code in UNSURE_CODES:
        return points
    value = request.value if reported.status == "applied" else None
    held = reported.value if reported.value is not None else value
    if held is None:
        return without(points, request.request_id)
    time = min(max(reported.applied_at, request.requested_at), now)
    later = (point for point in without(points, request.request_id) if point.time > time)
    return (SetPoint(held, time, request.request_id), *later)


def without(points: Iterable[SetPoint], request_id: str) -> SetPoints:
    """Return the set-points without the one of a request that changed nothing."""
    return tuple(point for point in points if point.request_id != request_id)


def _matters(point: SetPoint, command: Command, now: float) -> bool:
    rate = command.maximum_rate_per_second
    if rate is None:
        return False
    return command.maximum - command.minimum > rate * (now - point.time)
