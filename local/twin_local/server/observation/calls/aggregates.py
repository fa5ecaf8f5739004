"""Calls added up by operation."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from twin_local.server.observation.calls.call import ApiCall


@dataclass(frozen=True)
class OperationUse:
    """The calls of one operation; latencies are in milliseconds, by nearest rank."""

    service: str
    operation: str
    count: int
    errors: int
    p50_ms: float
    p99_ms: float


def by_operation(calls: Iterable[ApiCall]) -> list[OperationUse]:
    """Return one line for each operation, those called most first."""
    groups: dict[tuple[str, str], list[ApiCall]] = defaultdict(list)
    for call in calls:
        groups[call.service, call.operation].append(call)
    uses = [_use(service, operation, group) for (service, operation), group in groups.items()]
    return sorted(uses, key=lambda use: (-use.count, use.service, use.operation))


def per_second(calls: Iterable[ApiCall], *, now: float, seconds: int) -> list[int]:
    """Return how many calls began in each of the last whole seconds, oldest first."""
    counts = [0] * seconds
    last = math.floor(now) - 1
    for call in calls:
        age = last - math.floor(call.at)
        if 0 <= age < seconds:
            counts[seconds - 1 - age] += 1
    return counts


def percentile(ordered: Sequence[float], share: float) -> float:
    """Return the smallest value that a share of all values does not exceed (nearest rank)."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def _use(service: str, operation: str, group: list[ApiCall]) -> OperationUse:
    times = sorted(call.milliseconds for call in group)
    return OperationUse(
        service,
        operation,
        count=len(group),
        errors=sum(call.failed for call in group),
        p50_ms=percentile(times, 0.5),
        p99_ms=percentile(times, 0.99),
    )
