"""Decide which job runs next: by queue priority, fair share and age, where it fits.

https://docs.aws.amazon.com/batch/latest/userguide/job_scheduling.html
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable, Mapping
from typing import Any

from moto.batch.models import Job, JobQueue
from moto.batch.utils import JobStatus

from twin_local.execution.batch import capacity, consumables, dependencies
from twin_local.execution.batch.capacity import Place
from twin_local.execution.batch.extras import extras
from twin_local.execution.batch.states import end, move

LOG = logging.getLogger(__name__)
POLL_S = 0.2
LONGEST_PROCESS_COUNT = max(2, os.cpu_count() or 1)
"""Jobs that run at once on this machine, whatever the environments allow."""

DEFAULT_WEIGHT = 1.0
GIVEN_UP = "Canceled by JobStateTimeLimit action due to reason:"


class Scheduler:
    """Holds waiting jobs, and starts a thread for each that may run."""

    def __init__(self, run: Callable[[Job], None], *, now: Callable[[], float]) -> None:
        self._run = run
        self._now = now
        self._changed = threading.Condition()
        self._waiting: list[Job] = []
        self._running: dict[str, tuple[Job, Place]] = {}
        self._thread: threading.Thread | None = None

    def submit(self, job: Job) -> None:
        """Take a job in."""
        move(job, JobStatus.SUBMITTED)
        with self._changed:
            self._waiting.append(job)
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop, name="batch", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def wake(self) -> None:
        """Look at the waiting jobs now."""
        with self._changed:
            self._changed.notify_all()

    def _loop(self) -> None:
        while True:
            with self._changed:
                self._look()
                self._changed.wait(POLL_S if self._waiting else None)

    def _look(self) -> None:
        for job in list(self._waiting):
            if not self._still_waits(job):
                self._waiting.remove(job)
        full: set[str] = set()
        for job in sorted(self._waiting, key=self._rank):
            if job.status == JobStatus.RUNNABLE:
                self._start_if_it_fits(job, full)

    def _still_waits(self, job: Job) -> bool:
        """Say whether a job goes on waiting; it becomes RUNNABLE here when it may."""
        ready = dependencies.readiness(job)
        if job.stop:
            end(job, succeeded=False)
            return False
        if ready is False:
            job.job_stopped_reason = dependencies.FAILED
            end(job, succeeded=False)
            return False
        if ready is None:
            move(job, JobStatus.PENDING)
        elif job.status != JobStatus.RUNNABLE:
            extras(job)["runnable_since"] = self._now()
            move(job, JobStatus.RUNNABLE)
        return not self._is_given_up(job)

    def _is_given_up(self, job: Job) -> bool:
        """Say whether a job that no environment is large enough for has waited too long."""
        if job.status != JobStatus.RUNNABLE:
            return False
        if capacity.can_ever_fit(job):
            if job.job_stopped_reason == capacity.NEVER:
                job.job_stopped_reason = None  # the environment has grown
            return False
        job.job_stopped_reason = capacity.NEVER
        waited = self._now() - extras(job)["runnable_since"]
        for action in getattr(job.job_queue, "time_limit_actions", ()):
            if capacity.NEVER.startswith(action["reason"]) and waited > action["maxTimeSeconds"]:
                job.job_stopped_reason = f"{GIVEN_UP} {action['reason']}"
                end(job, succeeded=False)
                return True
        return False

    def _rank(self, job: Job) -> tuple[float, ...]:
        queue: JobQueue = job.job_queue
        shared = queue.schedule_policy is not None
        usage = self._usage(job) if shared else 0.0
        urgency = -_priority(job) if shared else 0.0
        return (-float(queue.priority), usage, urgency, job.job_created_at.timestamp())

    def _usage(self, job: Job) -> float:
        """Return what the job's share uses now: the lower its weight, the more it may."""
        share = getattr(job, "share_identifier", None)
        used = sum(
            place.vcpus
            for other, place in self._running.values()
            if other.job_queue is job.job_queue and getattr(other, "share_identifier", 0) == share
        )
        return used * _weight(job, share)

    def _start_if_it_fits(self, job: Job, full: set[str]) -> None:
        """Start a job; one that finds no room keeps later ones from taking it first."""
        environments = {one.arn for one in job.job_queue.environments}
        if environments & full or len(self._running) >= LONGEST_PROCESS_COUNT:
            return
        taken = capacity.total(place for _, place in self._running.values())
        place = capacity.place(job, taken)
        if place is None:
            if capacity.can_ever_fit(job):
                full |= environments
            return
        if not consumables.take(job):
            return
        self._waiting.remove(job)
        self._running[job.job_id] = (job, place)
        move(job, JobStatus.STARTING)
        threading.Thread(target=self._work, args=(job,), name=job.job_id, daemon=True).start()

    def _work(self, job: Job) -> None:
        try:
            self._run(job)
        finally:
            consumables.give_back(job)
            with self._changed:
                self._running.pop(job.job_id, None)
                self._changed.notify_all()


def _priority(job: Job) -> float:
    """Return the priority within the share: that of the submission, else of the definition."""
    found = (getattr(one, "scheduling_priority", None) for one in (job, job.job_definition))
    return float(next((one for one in found if one is not None), 0))


def _weight(job: Job, share: str | None) -> float:
    policies: Mapping[str, Any] = job.backend._scheduling_policies
    policy = policies.get(str(job.job_queue.schedule_policy))
    for one in policy.fairshare_policy["shareDistribution"] if policy else ():
        name = str(one["shareIdentifier"])
        if name == share or (name.endswith("*") and str(share).startswith(name[:-1])):
            return float(one.get("weightFactor", DEFAULT_WEIGHT))
    return DEFAULT_WEIGHT
