"""What we keep with moto's objects of Batch beyond the attributes that it declares."""

from __future__ import annotations

from typing import Any

from moto.batch.models import BatchBackend, Job, JobDefinition, JobQueue


def extras(thing: Job | JobDefinition | JobQueue | BatchBackend) -> dict[str, Any]:
    """Return the attributes of an object, to write some that are our own; moto pickles them."""
    return vars(thing)
