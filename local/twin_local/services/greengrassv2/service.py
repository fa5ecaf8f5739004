"""AWS IoT Greengrass V2 of one account and region: components, deployments and core devices."""

from __future__ import annotations

import threading
from collections.abc import Callable

from twin_local.services.documents import Documents, Json
from twin_local.services.greengrassv2.components import Components
from twin_local.services.greengrassv2.core_devices import CoreDevices
from twin_local.services.greengrassv2.deployments import Deployments
from twin_local.services.greengrassv2.effective_deployments import effective
from twin_local.services.greengrassv2.pages import page
from twin_local.services.settings import SETTINGS


class Greengrass:
    """One account's Greengrass in one region."""

    def __init__(self, *, account: str, region: str) -> None:
        self._documents = Documents(SETTINGS.database("greengrassv2", account, region))
        self._account, self._region = account, region
        self._lock = threading.RLock()
        self.core_devices = CoreDevices(self._documents, self._lock)
        components = Components(self._documents, account=account, region=region)
        self._deployments = Deployments(self._documents, components)
        self._operations: dict[str, Callable[[Json], Json]] = {
            **components.operations(),
            **self._deployments.operations(),
            **self.core_devices.operations(),
            "ListEffectiveDeployments": self._list_effective_deployments,
        }

    def close(self) -> None:
        """Close the store."""
        self._documents.close()

    def operations(self) -> frozenset[str]:
        """Return the names of the operations that are served."""
        return frozenset(self._operations)

    def call(self, operation: str, request: Json) -> Json | None:
        """Serve one operation; None where it is not implemented."""
        method = self._operations.get(operation)
        if method is None:
            return None
        with self._lock:
            return method(request)

    def _list_effective_deployments(self, request: Json) -> Json:
        device = self.core_devices.find(request)
        target = f"arn:aws:iot:{self._region}:{self._account}:thing/{device['thing']}"
        newest_first = reversed(self._deployments.of_target(target))
        found = [effective(one, device) for one in newest_first]
        return page(found, request, "effectiveDeployments")
