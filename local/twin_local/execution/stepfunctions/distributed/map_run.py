"""A Map Run: the counts, limits and state of one run of a distributed Map.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_DescribeMapRun.html
"""

from __future__ import annotations

import threading
import uuid
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

COUNTED = ("pending", "running", "succeeded", "failed", "timedOut", "aborted")
STATUS_NAMES = {
    "SUCCEEDED": "succeeded",
    "FAILED": "failed",
    "TIMED_OUT": "timedOut",
    "ABORTED": "aborted",
}
GREATEST_CONCURRENCY = 10_000


@dataclass
class MapRun:
    """One run; the limits may change while it runs.

    Attributes:
        arn: of the run.
        execution_arn: of the parent.
        machine_arn: the parent's, with the label: that of the children.
        items_per_child: how many items each child has.
    """

    arn: str
    execution_arn: str
    machine_arn: str
    max_concurrency: int
    tolerated_count: int
    tolerated_percentage: float
    items_per_child: list[int]
    status: str = "RUNNING"
    started_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    stopped_at: datetime | None = None
    results_written: int = 0
    redrives: int = 0
    _states: list[str] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        """Begin with every child pending."""
        self._states = ["pending"] * len(self.items_per_child)

    def moved(self, child: int, state: str) -> None:
        """Note that a child is in another state."""
        with self._lock:
            self._states[child] = state

    def counts(self, *, of_items: bool) -> dict[str, int]:
        """Return how many children or items are in each state."""
        counter: Counter[str] = Counter()
        with self._lock:
            for state, items in zip(self._states, self.items_per_child, strict=True):
                counter[state] += items if of_items else 1
        written = self.results_written
        total = sum(counter.values())
        return {
            **{name: counter[name] for name in COUNTED},
            "total": total,
            "resultsWritten": total - counter["pending"] if of_items and written else written,
            "failuresNotRedrivable": 0,
            "pendingRedrive": 0,
        }

    @property
    def concurrency(self) -> int:
        """Return how many children may run at once."""
        return self.max_concurrency or GREATEST_CONCURRENCY

    def exceeds_tolerance(self) -> bool:
        """Say whether more items failed than the state tolerates; the defaults tolerate none."""
        counts = self.counts(of_items=True)
        failed = counts["failed"] + counts["timedOut"]
        if not failed:
            return False
        percentage = 100 * failed / counts["total"]
        within_count = bool(self.tolerated_count) and failed <= self.tolerated_count
        within_share = bool(self.tolerated_percentage) and percentage <= self.tolerated_percentage
        if self.tolerated_count and self.tolerated_percentage:
            return not (within_count and within_share)
        return not (within_count or within_share)

    def end(self, status: str) -> None:
        """Note how it ended."""
        self.status = status
        self.stopped_at = datetime.now(UTC)

    def summary(self) -> dict[str, Any]:
        """Return it as ListMapRuns does."""
        shown: dict[str, Any] = {
            "executionArn": self.execution_arn,
            "mapRunArn": self.arn,
            "stateMachineArn": self.machine_arn,
            "startDate": self.started_at,
        }
        return shown | ({"stopDate": self.stopped_at} if self.stopped_at else {})

    def description(self) -> dict[str, Any]:
        """Return it as DescribeMapRun does."""
        shown = self.summary()
        del shown["stateMachineArn"]
        return shown | {
            "status": self.status,
            "maxConcurrency": self.max_concurrency,
            "toleratedFailurePercentage": float(self.tolerated_percentage),
            "toleratedFailureCount": self.tolerated_count,
            "itemCounts": self.counts(of_items=True),
            "executionCounts": self.counts(of_items=False),
            "redriveCount": self.redrives,
        }


def new_arns(machine_arn: str, label: str | None) -> tuple[str, str]:
    """Return the ARN of a new run, and the state machine's ARN with the label."""
    name = label or uuid.uuid4().hex
    run = machine_arn.replace(":stateMachine:", ":mapRun:", 1)
    return f"{run}/{name}:{uuid.uuid4()}", f"{machine_arn}/{name}"
