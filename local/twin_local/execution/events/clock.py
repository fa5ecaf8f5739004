"""The clock: fires scheduled rules and EventBridge Scheduler's schedules when they are due.

Flexible time windows are ignored: a schedule fires at the beginning of its window.
"""

from __future__ import annotations

import json
import logging
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from moto.events.models import Rule, events_backends
from moto.scheduler.models import Schedule as MotoSchedule
from moto.scheduler.models import ScheduleGroup, scheduler_backends

from twin_local.execution.events.buses import iso_time, send
from twin_local.execution.events.cron import Schedule, ScheduleError, parse
from twin_local.execution.events.delivery import Deliveries, Parcel
from twin_local.execution.types import Json

LOG = logging.getLogger(__name__)
TICK_S = 1.0
COMPLETED_AT = "completed_at"
"""What a one-time schedule that fired and is kept bears, besides moto's attributes."""


@dataclass(frozen=True)
class Entry:
    """One thing with a schedule; `fire(due)` does it."""

    key: str
    expression: str
    zone: str
    fire: Callable[[float], None]
    start: float | None = None
    end: float | None = None


@dataclass
class Planned:
    """What is known of an entry: its schedule and when it is due next."""

    expression: str
    schedule: Schedule
    due: float | None


class Clock:
    """Looks every second for what is due; `now` is injectable, `tick()` can be called by hand."""

    def __init__(
        self,
        *,
        account: str,
        deliveries: Deliveries,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._account = account
        self._deliveries = deliveries
        self._now = now
        self._planned: dict[str, Planned] = {}
        self._lock = threading.Lock()
        self._stop = threading.Event()

    def start(self) -> None:
        """Tick in a thread of its own until closed."""
        threading.Thread(target=self._run, name="clock", daemon=True).start()

    def close(self) -> None:
        """Stop ticking."""
        self._stop.set()

    def tick(self) -> None:
        """Fire what is due now; what was missed while nobody ticked fires once."""
        with self._lock:
            now = self._now()
            entries = list(self._entries())
            for entry in entries:
                self._look_at(entry, now)
            known = {entry.key for entry in entries}
            self._planned = {key: plan for key, plan in self._planned.items() if key in known}

    def _run(self) -> None:
        while not self._stop.wait(TICK_S):
            try:
                self.tick()
            except Exception:
                LOG.exception("a tick failed")

    def _look_at(self, entry: Entry, now: float) -> None:
        plan = self._planned.get(entry.key)
        signature = f"{entry.expression} {entry.zone}"
        if plan is None or plan.expression != signature:
            plan = self._plan(entry, signature, now)
            self._planned[entry.key] = plan
        if plan.due is None or plan.due > now or (entry.start is not None and now < entry.start):
            return
        due, plan.due = plan.due, None if plan.schedule.once else plan.schedule.next_after(now)
        if entry.end is None or due <= entry.end:
            entry.fire(due)

    def _plan(self, entry: Entry, signature: str, now: float) -> Planned:
        try:
            schedule = parse(entry.expression, zone=entry.zone)
        except ScheduleError as error:
            LOG.error("%s will not fire: %s", entry.key, error)
            return Planned(signature, Schedule(lambda moment: None), None)
        return Planned(signature, schedule, schedule.next_after(now))

    def _entries(self) -> Iterator[Entry]:
        for backend in list(events_backends[self._account].values()):
            for rule in list(backend.event_buses["default"].rules.values()):
                if rule.scheduled_expression and rule.state == "ENABLED":
                    yield self._of_rule(rule)
        for schedules in list(scheduler_backends[self._account].values()):
            for group in list(schedules.schedule_groups.values()):
                for schedule in list(group.schedules.values()):
                    if schedule.state == "ENABLED" and not hasattr(schedule, COMPLETED_AT):
                        yield self._of_schedule(group, schedule)

    def _of_rule(self, rule: Rule) -> Entry:
        def fire(due: float) -> None:
            event = scheduled_event(rule.account_id, rule.region_name, rule.arn, due, "aws.events")
            for target in list(rule.targets):
                send(rule.arn, target, {**event, "detail": {}}, self._deliveries)

        expression = rule.scheduled_expression or ""
        return Entry(key=rule.arn, expression=expression, zone="UTC", fire=fire)

    def _of_schedule(self, group: ScheduleGroup, schedule: MotoSchedule) -> Entry:
        def fire(due: float) -> None:
            shaped = _schedule_input(schedule, self._account, due)
            target = dict(schedule.target)
            self._deliveries.send(Parcel(source=schedule.arn, target=target, input=shaped))
            if schedule.schedule_expression.startswith("at("):
                _complete(group, schedule, due)

        return Entry(
            key=schedule.arn,
            expression=schedule.schedule_expression,
            zone=schedule.schedule_expression_timezone or "UTC",
            fire=fire,
            start=_seconds(schedule.start_date),
            end=_seconds(schedule.end_date),
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


def _schedule_input(schedule: MotoSchedule, account: str, due: float) -> Json:
    text = schedule.target.get("Input")
    if not text:
        region = schedule.arn.split(":")[3]
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
