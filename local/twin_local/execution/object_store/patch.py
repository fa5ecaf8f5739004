"""Make moto's S3 verify, tell and end objects as the service does."""

from __future__ import annotations

from twin_local.execution.events.delivery import Deliveries
from twin_local.execution.object_store import (
    checksums,
    cors,
    destinations,
    lifecycle_rules,
    limits,
    notifications,
    post_policy,
    removal,
)
from twin_local.execution.object_store.cors import Pages
from twin_local.execution.object_store.destinations import Require
from twin_local.execution.signatures import FindSecret


def install(
    *, deliveries: Deliveries, find_secret: FindSecret, require: Require, pages: Pages
) -> None:
    """Replace what only pretends."""
    checksums.install()
    cors.install(pages)
    destinations.install(require)
    lifecycle_rules.install()
    limits.install()
    notifications.install(deliveries)
    post_policy.install(find_secret)
    removal.install()
