"""Consumable resources: licences and the like, which jobs take while they run.

https://docs.aws.amazon.com/batch/latest/userguide/resource-aware-scheduling.html
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.batch.models import BatchBackend, Job

from twin_local.execution.batch.extras import extras

REPLENISHABLE = "REPLENISHABLE"
KINDS = (REPLENISHABLE, "NON_REPLENISHABLE")
_lock = threading.Lock()


@dataclass
class Consumable:
    """A resource; `in_use` is what running jobs have taken."""

    name: str
    arn: str
    kind: str
    total: int
    in_use: int = 0
    created_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def available(self) -> int:
        """Return how much jobs can take."""
        return max(0, self.total - self.in_use)

    def summary(self) -> dict[str, Any]:
        """Return it as ListConsumableResources does."""
        return {
            "consumableResourceArn": self.arn,
            "consumableResourceName": self.name,
            "totalQuantity": self.total,
            "inUseQuantity": self.in_use,
            "resourceType": self.kind,
        }


def known(backend: BatchBackend) -> dict[str, Consumable]:
    """Return the resources of an account and region, by ARN."""
    resources: dict[str, Consumable] = extras(backend).setdefault("consumables", {})
    return resources


def find(backend: BatchBackend, name: str) -> Consumable | None:
    """Return a resource by its ARN or name."""
    resources = known(backend)
    named = (one for one in resources.values() if one.name == name)
    return resources.get(name) or next(named, None)


def needs(job: Job) -> list[tuple[str, int]]:
    """Return what a job takes: resource and quantity; the submission overrides the definition."""
    given: Mapping[str, Any] = (
        getattr(job, "consumable_properties", None)
        or getattr(job.job_definition, "consumable_properties", None)
        or {}
    )
    return [
        (str(one["consumableResource"]), int(one.get("quantity", 1)))
        for one in given.get("consumableResourceList", [])
    ]


def take(job: Job) -> bool:
    """Take all that a job needs, or nothing; say whether it has it."""
    with _lock:
        found = [(find(job.backend, name), quantity) for name, quantity in needs(job)]
        if any(one is None or one.available < quantity for one, quantity in found):
            return False
        for one, quantity in found:
            if one is not None:
                one.in_use += quantity
        return True


def give_back(job: Job) -> None:
    """Return what can be used again; the rest is used up."""
    with _lock:
        for name, quantity in needs(job):
            one = find(job.backend, name)
            if one is None:
                continue
            one.in_use = max(0, one.in_use - quantity)
            if one.kind != REPLENISHABLE:
                one.total = max(0, one.total - quantity)


def release_all(backend: BatchBackend) -> None:
    """Note that no job runs, as after a restart."""
    for one in known(backend).values():
        one.in_use = 0
