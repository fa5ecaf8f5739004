"""The status of each state, from the history of an execution.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_HistoryEvent.html
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

ENTERED, EXITED = "StateEntered", "StateExited"
ATTEMPT = "Scheduled"
FAILURES = ("Failed", "TimedOut", "ScheduleFailed", "StartFailed", "SubmitFailed")
UNFINISHED = {"FAILED": "failed", "TIMED_OUT": "timed out", "ABORTED": "aborted"}
"""What a state is that was entered and not left, by how the execution ended."""

ORDER = ("failed", "timed out", "running", "aborted", "caught", "succeeded")
"""Of a state that was entered several times the first of these is shown."""

History = Iterable[Mapping[str, Any]]


@dataclass
class _Visit:
    """A state between its entering and its leaving."""

    name: str
    type: str
    attempts: int = 0
    error: str = ""
    cause: str = ""
    status: str = ""


@dataclass(frozen=True)
class StateStatus:
    """What became of one state; `retries` are the attempts beyond the first of each entering.

    `items` of a Map counts its items: `total`, `started`, `succeeded`, `failed` and `aborted`.
    """

    status: str
    entered: int
    retries: int
    error: str = ""
    cause: str = ""
    items: dict[str, int] = field(default_factory=dict)


def statuses_of(history: History, execution_status: str) -> dict[str, StateStatus]:
    """Return the status of each state that was entered, by name."""
    reading = _Reading()
    for event in history:
        reading.take(event)
    reading.end(execution_status)
    return reading.statuses()


class _Reading:
    """Follows a history event by event: each belongs to the visit of the event before it."""

    def __init__(self) -> None:
        self._visits: list[_Visit] = []
        self._visit_of: dict[int, _Visit] = {}
        self._items: dict[str, dict[str, int]] = {}

    def take(self, event: Mapping[str, Any]) -> None:
        kind, number = type_of(event), int(event["id"])
        before = self._visit_of.get(int(event.get("previousEventId", 0)))
        if kind.endswith(ENTERED):
            name = str(event["stateEnteredEventDetails"]["name"])
            visit: _Visit | None = _Visit(name, kind.removesuffix(ENTERED))
            self._visits.append(visit)  # type: ignore[arg-type] # it was made just now
        elif kind.endswith(EXITED):
            visit = self._leaving(str(event["stateExitedEventDetails"]["name"]), before)
        else:
            visit = self._happening(kind, event, before)
        if visit is not None:
            self._visit_of[number] = visit

    def _leaving(self, name: str, before: _Visit | None) -> _Visit | None:
        open_ones = (one for one in reversed(self._visits) if one.name == name and not one.status)
        is_its_own = before is not None and before.name == name and not before.status
        visit = before if is_its_own else next(open_ones, None)
        if visit is not None:
            visit.status = "caught" if visit.error else "succeeded"
        return visit

    def _happening(
        self, kind: str, event: Mapping[str, Any], visit: _Visit | None
    ) -> _Visit | None:
        if kind.startswith("MapIteration"):
            return self._item(kind, event, visit)
        if visit is None or kind.startswith("Execution"):
            return visit
        if kind == "MapStateStarted":
            counts = self._items.setdefault(visit.name, {})
            counts["total"] = counts.get("total", 0) + int(details_of(event).get("length", 0))
        elif kind.endswith(FAILURES):
            details = details_of(event)
            timed_out = "States.Timeout" if kind.endswith("TimedOut") else kind
            visit.error = str(details.get("error") or timed_out)
            visit.cause = str(details.get("cause") or "")
        elif kind.endswith(ATTEMPT):
            visit.attempts += 1
            visit.error = visit.cause = ""
        elif kind.endswith("Aborted"):
            visit.status = "aborted"
        return visit

    def _item(self, kind: str, event: Mapping[str, Any], visit: _Visit | None) -> _Visit | None:
        name = str(details_of(event).get("name") or (visit.name if visit else ""))
        counts = self._items.setdefault(name, {})
        what = kind.removeprefix("MapIteration").lower()
        counts[what] = counts.get(what, 0) + 1
        of_map = (one for one in reversed(self._visits) if one.name == name)
        return next(of_map, visit)

    def end(self, execution_status: str) -> None:
        """Settle what was entered and not left."""
        left = [visit for visit in self._visits if not visit.status]
        blamed = [one for one in left if one.error or one.type in ("Fail", "Parallel", "Map")]
        for visit in left:
            ended = UNFINISHED.get(execution_status, "running")
            is_bystander = ended == "failed" and bool(blamed) and visit not in blamed
            visit.status = "aborted" if is_bystander else ended

    def statuses(self) -> dict[str, StateStatus]:
        """Return the visits summed up by state."""
        names = dict.fromkeys(visit.name for visit in self._visits)
        return {name: self._sum(name) for name in names}

    def _sum(self, name: str) -> StateStatus:
        visits = [visit for visit in self._visits if visit.name == name]
        worst = min(visits, key=lambda visit: ORDER.index(visit.status))
        return StateStatus(
            status=worst.status,
            entered=len(visits),
            retries=sum(max(0, visit.attempts - 1) for visit in visits),
            error=worst.error,
            cause=worst.cause,
            items=self._items.get(name, {}),
        )


def details_of(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the details of an event, whose member is named after its type."""
    return next((value for name, value in event.items() if name.endswith("EventDetails")), {})


def type_of(event: Mapping[str, Any]) -> str:
    """Return the type of an event, which moto keeps as an enumeration."""
    return str(getattr(event["type"], "value", event["type"]))
