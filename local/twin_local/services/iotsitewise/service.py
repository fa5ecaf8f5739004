"""AWS IoT SiteWise of one account and region: the control plane and the data plane."""

from __future__ import annotations

import threading
import time

from twin_local.execution import in_process
from twin_local.iam.batches import denied_entries
from twin_local.services.iotsitewise.client_tokens import ClientTokens
from twin_local.services.iotsitewise.control_plane import control_plane
from twin_local.services.iotsitewise.data_plane import DataPlane
from twin_local.services.iotsitewise.denied_entries import without_denied
from twin_local.services.iotsitewise.entry_faults import without_first_entry
from twin_local.services.iotsitewise.exceptions import ResourceNotFoundException
from twin_local.services.iotsitewise.hierarchy_paths import HierarchyPaths
from twin_local.services.iotsitewise.metric_clock import MetricClock
from twin_local.services.iotsitewise.notifications import Publish
from twin_local.services.iotsitewise.operations import Operation, joined
from twin_local.services.iotsitewise.registry import ID_KEY, Registry
from twin_local.services.iotsitewise.store import Json, Kind, Store
from twin_local.services.iotsitewise.throttle import Throttle
from twin_local.services.model_driven.faults import FAULTS
from twin_local.services.settings import SETTINGS

SERVICE = "iotsitewise"
TURN_SECONDS = 0.001
"""How long the lock is left to others between two steps; it goes to no one by turns."""


class SiteWise:
    """One account's SiteWise in one region."""

    def __init__(self, *, account: str, region: str, publish: Publish) -> None:
        path = SETTINGS.database(SERVICE, account, region)
        now = SETTINGS.now
        self.store = Store(path)
        self._lock = threading.RLock()
        registry = Registry(self.store, account=account, region=region, now=now)
        self._registry = registry
        self._paths = HierarchyPaths(registry)
        self._throttle, self._tokens = Throttle(now), ClientTokens(self.store, now)
        self._data = DataPlane(
            registry=registry,
            store=self.store,
            now=now,
            publish=publish,
            clients=lambda service, role: in_process.client(service, region, role),
            lock=self._lock,
        )
        self._operations = joined(control_plane(registry), self._data.operations())
        self._unlocked = self._data.unlocked()
        self._clock = MetricClock(self.tick) if path else None

    @property
    def revision(self) -> int:
        """How often a model or an asset has changed; who keeps a copy asks."""
        return self._registry.revision

    def tick(self, until: float | None = None) -> int:
        """Compute the windows of metrics that have ended, or end up to `until`; return how many.

        Requests are served between the steps of a long catch-up.
        """
        count = 0
        while True:
            with self._lock:
                self._registry.settle()
                done = self._data.computations.step(until)
            if not done:
                return count
            count += done
            time.sleep(TURN_SECONDS)

    @property
    def needs_upkeep(self) -> bool:
        """Return whether values go to a cold tier, or leave when they are old."""
        return self._data.upkeep.is_needed

    def keep_up(self, now: float) -> int:
        """Export to the cold tier and apply retention; return how many files were written."""
        return self._data.upkeep.run(now)

    def close(self) -> None:
        """End the threads and close the store."""
        self._data.jobs.close()
        if self._clock:
            self._clock.stop()
        self.store.close()

    def asset_of_alias(self, alias: str) -> str | None:
        """Return the asset that has a property of this alias, None where none has."""
        return self._data.index.asset_of_alias(alias)

    def stream_of_alias(self, alias: str) -> str | None:
        """Return the time series id behind an alias, of a property or of a stream without one."""
        with self._lock:
            found = self._data.index.by_alias(alias) or self._data.streams.by_alias(alias)
            return found.key if found else None

    def hierarchy_path(self, asset_id: str) -> str | None:
        """Return `/root/…/asset`, as policies name the place of an asset; None for no asset."""
        with self._lock:
            return self._paths.of(asset_id)

    def id_of(self, kind: Kind, reference: str) -> str:
        """Return the UUID of a model or asset; a reference that names none as it is."""
        find = self._registry.model if kind == "asset-model" else self._registry.asset
        try:
            found: str = find(reference)[ID_KEY[kind]]
        except ResourceNotFoundException:
            return reference
        return found

    def operations(self) -> frozenset[str]:
        """Return the names of the operations that are served."""
        return frozenset(joined(self._operations, self._unlocked))

    def call(self, operation: str, request: Json) -> Json | None:
        """Serve one operation; None where it is not implemented."""
        locked, unlocked = self._operations.get(operation), self._unlocked.get(operation)
        if locked is None and unlocked is None:
            return None
        with self._lock:
            self._throttle.check(operation)
            self._registry.settle()
            if locked:
                return self._serve(operation, locked, request)
        return unlocked(request) if unlocked else None

    def _serve(self, operation: str, method: Operation, request: Json) -> Json:
        self._registry.fails = FAULTS.take(SERVICE, operation, "fail-later") is not None
        if fault := FAULTS.take(SERVICE, operation, "entry-error"):
            method = without_first_entry(method, fault)
        if denied := denied_entries():
            method = without_denied(method, denied)
        return self._tokens.serve(operation, method, request)
