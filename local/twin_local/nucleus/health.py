"""Report how the device is to Greengrass: at the start and whenever something has changed.

https://docs.aws.amazon.com/greengrass/v2/developerguide/device-status-reporting.html
"""

from __future__ import annotations

import json
import logging
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

logger = logging.getLogger("twin_local.nucleus")

GGC_VERSION = "2.0.0"
ARCHITECTURES = {"x86_64": "amd64", "arm64": "aarch64"}
"""As Greengrass calls what the machine calls itself."""

RETRY_SECONDS = 5.0

Publish = Callable[[str, bytes], None]


@dataclass(frozen=True)
class ComponentHealth:
    """One component and the state in which it is, such as `RUNNING`."""

    name: str
    version: str
    state: str


class HealthReporter:
    """Publishes what has changed; `publish` may raise a client's errors."""

    def __init__(
        self,
        publish: Publish,
        *,
        thing_name: str,
        now: Callable[[], float] = time.time,
        passed: Callable[[], float] = time.monotonic,
    ) -> None:
        self._publish, self._now, self._passed = publish, now, passed
        self._thing_name = thing_name
        self._topic = f"$aws/things/{thing_name}/greengrassv2/health/json"
        self._told: tuple[Sequence[ComponentHealth], str | None] | None = None
        self._sequence = 0
        self._not_before = 0.0

    def tell(self, components: Sequence[ComponentHealth], configuration: str | None) -> None:
        """Publish a report unless the last one said the same; what fails is tried again later.

        `configuration` is the ARN of the revision that was deployed, None when none was.
        """
        found = (tuple(components), configuration)
        if found == self._told or self._passed() < self._not_before:
            return
        try:
            self._publish(self._topic, json.dumps(self._report(*found)).encode())
        except (BotoCoreError, ClientError) as error:
            logger.warning("the health of the device is not reported: %s", error)
            self._not_before = self._passed() + RETRY_SECONDS
            return
        self._told = found
        self._sequence += 1

    def _report(
        self, components: Sequence[ComponentHealth], configuration: str | None
    ) -> dict[str, Any]:
        machine = platform.machine()
        deployed: dict[str, Any] = {
            "status": "SUCCEEDED",
            "fleetConfigurationArnForStatus": configuration,
            "unchangedRootComponents": [],
        }
        return {
            "ggcVersion": GGC_VERSION,
            "platform": platform.system().lower(),
            "architecture": ARCHITECTURES.get(machine, machine),
            "runtime": "aws_nucleus_lite",
            "thing": self._thing_name,
            "sequenceNumber": self._sequence,
            "timestamp": int(self._now() * 1000),
            "messageType": "COMPLETE",
            "overallDeviceStatus": "HEALTHY",
            "components": [
                {
                    "componentName": one.name,
                    "version": one.version,
                    "status": one.state,
                    "isRoot": True,
                    "fleetConfigArns": [configuration] if configuration else [],
                }
                for one in components
            ],
            **({"deploymentInformation": deployed} if configuration else {}),
        }
