"""What has a schedule: EventBridge's scheduled rules and the schedules of EventBridge Scheduler."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moto.events.models import Rule, events_backends
from moto.scheduler.models import Schedule as MotoSchedule
from moto.scheduler.models import ScheduleGroup, scheduler_backends

from twin_local.execution.events.buses import iso_time, send
from twin_local.execution.events.delivery import Deliveries, Parcel
from twin_local.execution.types import Foreign, Json

COMPLETED_AT = "completed_at"
"""What a one-time schedule that fired and is kept bears, besides moto's attributes."""

COUNTED_FROM = "counted_from"
"""What a rule or schedule bears since it was first seen: its rate counts from this moment."""


@dataclass(frozen=True)
class Entry:
    """One thing with a schedule; `fire(due)` does it.

    Attributes:
        start: No firing before this moment; a rate counts from it.
        end: No firing after this moment.
        window_s: A firing comes up to so many seconds after it is due (flexible time window).
        subject: The object of moto that bears the schedule.
    """

    key: str
    expression: str
    zone: str
    fire: Callable[[float], None]
    subject: Foreign
    start: float | None = None
    end: float | None = None
    window_s: int = 0

    @property
    def signature(self) -> str:
        """What must stay the same for a plan to stay valid."""
        return f"{self.expression} {self.zone} {self.start} {self.end}"

    def counted_from(self, now: float) -> float:
        """Return the moment from which a rate counts, which is kept with moto's state."""
        known: tuple[str, float] = getattr(self.subject, COUNTED_FROM, ("", 0.0))
        if known[0] != self.signature:
            known = (self.signature, now if self.start is None else self.start)
            setattr(self.subject, COUNTED_FROM, known)
        return known[1]

    def count_later(self, seconds: float) -> None:
        """Shift the moment from which a rate counts."""
        if hasattr(self.subject, COUNTED_FROM):
            signature, moment = getattr(self.subject, COUNTED_FROM)
            setattr(self.subject, COUNTED_FROM, (signature, moment + seconds))

    def delay_s(self, due: float) -> float:
        """Return by how much a firing is late in its flexible window: the same at every look."""
        if not self.window_s:
            return 0.0
        digest = hashlib.sha256(f"{self.key} {due}".encode()).digest()
        return float(int.from_bytes(digest[:8], "big") % self.window_s)


def entries(account: str, deliveries: Deliveries) -> Iterator[Entry]:
    """Yield what is enabled; one-time schedules only until they have fired."""
    for backend in list(events_backends[account].values()):
        for rule in list(backend.event_buses["default"].rules.values()):
            if rule.scheduled_expression and rule.state == "ENABLED":
                yield _of_rule(rule, deliveries)
    for schedules in list(scheduler_backends[account].values()):
        for group in list(schedules.schedule_groups.values()):
            for schedule in list(group.schedules.values()):
                if schedule.state == "ENABLED" and not hasattr(schedule, COMPLETED_AT):
                    yield _of_schedule(group, schedule, deliveries)


def _of_rule(rule: Rule, deliveries: Deliveries) -> Entry:
    def fire(due: float) -> None:
        event = scheduled_event(rule.account_id, rule.region_name, rule.arn, due, "aws.events")
        for target in list(rule.targets):
            send(rule.arn, target, {**event, "detail": {}}, deliveries)

    expression = rule.scheduled_expression or ""
    return Entry(key=rule.arn, expression=expression, zone="UTC", fire=fire, subject=rule)


def _of_schedule(group: ScheduleGroup, schedule: MotoSchedule, deliveries: Deliveries) -> Entry:
    def fire(due: float) -> None:
        target = dict(schedule.target)
        shaped = _schedule_input(schedule, due)
        deliveries.send(Parcel(source=schedule.arn, target=target, input=shaped))
        if schedule.schedule_expression.startswith("at("):
            _complete(group, schedule, due)

    window = schedule.flexible_time_window or {}
    minutes = window.get("MaximumWindowInMinutes", 0) if window.get("Mode") == "FLEXIBLE" else 0
    return Entry(
        key=schedule.arn,
        expression=schedule.schedule_expression,
        zone=schedule.schedule_expression_timezone or "UTC",
        fire=fire,
        subject=schedule,
        start=_seconds(schedule.start_date),
        end=_seconds(schedule.end_date),
        window_s=int(minutes) * 60,
    )


def scheduled_event(account: str, region: str, arn: str, due: float, source: str) -> dict[str, Any]:
    """Return the event of a schedule, without its detail."""
    return {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": source,
        "account": account,
        "time": iso_time(due),
        "region": region,
        "resources": [arn],
    }


def _schedule_input(schedule: MotoSchedule, due: float) -> Json:
    text = schedule.target.get("Input")
    if not text:
        region, account = schedule.arn.split(":")[3:5]
        event = scheduled_event(account, region, schedule.arn, due, "aws.scheduler")
        return {**event, "detail": "{}"}
    keywords = {
        "<aws.scheduler.schedule-arn>": schedule.arn,
        "<aws.scheduler.scheduled-time>": iso_time(due),
        "<aws.scheduler.execution-id>": str(uuid.uuid4()),
        "<aws.scheduler.attempt-number>": "1",
    }
    for keyword, value in keywords.items():
        text = text.replace(keyword, value)
    try:
        return json.loads(text)
    except ValueError:
        return text


def _complete(group: ScheduleGroup, schedule: MotoSchedule, due: float) -> None:
    """End a one-time schedule: delete it, or remember that it fired."""
    if schedule.action_after_completion == "DELETE":
        group.schedules.pop(schedule.name, None)
    else:
        setattr(schedule, COMPLETED_AT, due)


def _seconds(value: Json) -> float | None:
    if value is None or isinstance(value, int | float):
        return value
    if isinstance(value, datetime):
        return value.timestamp()
    return datetime.fromisoformat(str(value).replace("Z", "+00:00")).timestamp()
