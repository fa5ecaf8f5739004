"""Fires scheduled rules and EventBridge Scheduler's schedules when they are due."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from twin_local.execution.clock.follower import Follower
from twin_local.execution.events.buses import iso_time
from twin_local.execution.events.cron import Schedule, ScheduleError, parse
from twin_local.execution.events.delivery import Deliveries
from twin_local.execution.events.entries import Entry, entries
from twin_local.execution.types import Json

LOG = logging.getLogger(__name__)
SETTLE_S = 5.0
"""How long an advance waits for the first attempts of what it has sent."""


@dataclass
class Planned:
    """What is known of an entry: its schedule and when it is due next."""

    signature: str
    schedule: Schedule
    due: float | None


@dataclass
class Advancing:
    """What schedules did in the advance that goes on: firings, and the first that was left out."""

    most: int
    fired: dict[str, int] = field(default_factory=dict)
    left_out: dict[str, float] = field(default_factory=dict)

    def is_full(self, key: str) -> bool:
        """Say whether a schedule has fired as often as it may."""
        return self.fired.get(key, 0) >= self.most

    def as_json(self, now: float) -> dict[str, Json]:
        """Return what is told of an advance, by the ARN of the rule or schedule."""
        return {
            key: {
                "fired": count,
                **(
                    {"left_out_from": iso_time(self.left_out[key]), "left_out_to": iso_time(now)}
                    if key in self.left_out
                    else {}
                ),
            }
            for key, count in sorted(self.fired.items())
        }


class Clock(Follower):
    """Follows the clock; `now` is injectable, `tick()` can be called by hand."""

    name = "schedules"

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
        self._advancing: Advancing | None = None
        self._lock = threading.RLock()

    def tick(self) -> None:
        """Fire what is due now; what was missed while nobody ticked fires once."""
        self.reach(self._now())

    def reach(self, now: float) -> None:
        """Fire what is due; a schedule that missed several moments fires once and says so."""
        with self._lock:
            found = list(entries(self._account, self._deliveries))
            fired = [entry.key for entry in found if self._look_at(entry, now)]
            known = {entry.key for entry in found}
            self._planned = {key: plan for key, plan in self._planned.items() if key in known}
        if fired and self._advancing is not None:
            self._deliveries.settle(SETTLE_S)

    def begin(self, firings: int) -> None:
        """Plan what is not planned yet, and count firings from now on."""
        self.tick()
        self._advancing = Advancing(firings)

    def next_due(self, after: float) -> float | None:
        """Return when a schedule is due next that may still fire in this advance."""
        with self._lock:
            found = list(entries(self._account, self._deliveries))
            moments = [moment for entry in found if (moment := self._moment(entry, after))]
        return min(moments, default=None)

    def finish(self, now: float) -> Mapping[str, Json]:
        """Tell how often each schedule fired, and from when on it did not."""
        advancing, self._advancing = self._advancing, None
        return advancing.as_json(now) if advancing else {}

    def machine_jumped(self, seconds: float) -> None:
        """Plan anew after the machine's clock was set back: nothing waits for the old time."""
        if seconds >= 0:
            return
        with self._lock:
            for entry in entries(self._account, self._deliveries):
                entry.count_later(seconds)
            self._planned.clear()

    def _moment(self, entry: Entry, after: float) -> float | None:
        plan = self._planned.get(entry.key)
        if self._advancing is not None and self._advancing.is_full(entry.key):
            return None
        if plan is None or plan.signature != entry.signature or plan.due is None:
            return None
        moment = plan.due + entry.delay_s(plan.due)
        return moment if moment > after else None

    def _look_at(self, entry: Entry, now: float) -> bool:
        """Fire an entry if it is due, and say whether it fired."""
        plan = self._planned.get(entry.key)
        if plan is None or plan.signature != entry.signature:
            plan = self._planned[entry.key] = self._plan(entry, now)
        if plan.due is None or plan.due + entry.delay_s(plan.due) > now:
            return False
        due = plan.due
        plan.due = None if plan.schedule.once else self._next(entry, plan, max(due, now))
        if self._advancing is not None and self._advancing.is_full(entry.key):
            self._advancing.left_out.setdefault(entry.key, due)
            return False
        if not plan.schedule.once and (missed := plan.schedule.next_after(due)) and missed <= now:
            LOG.warning("%s: fires once for %s and what it missed since", entry.key, iso_time(due))
        entry.fire(due)
        if self._advancing is not None:
            self._advancing.fired[entry.key] = self._advancing.fired.get(entry.key, 0) + 1
        return True

    def _plan(self, entry: Entry, now: float) -> Planned:
        try:
            counted_from = entry.counted_from(now)
            schedule = parse(entry.expression, zone=entry.zone, counted_from=counted_from)
        except ScheduleError as error:
            LOG.error("%s will not fire: %s", entry.key, error)
            return Planned(entry.signature, Schedule(lambda moment: None), None)
        plan = Planned(entry.signature, schedule, None)
        plan.due = self._next(entry, plan, now)
        return plan

    def _next(self, entry: Entry, plan: Planned, after: float) -> float | None:
        """Return the next due moment within the schedule's start and end."""
        if entry.start is not None and not plan.schedule.once:
            after = max(after, entry.start - 1)  # a moment that is the start itself counts
        due = plan.schedule.next_after(after)
        if due is None or (entry.end is not None and due > entry.end and not plan.schedule.once):
            return None
        return due
