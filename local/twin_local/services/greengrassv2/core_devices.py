"""Core devices, as they report themselves.

A nucleus publishes its status to `$aws/things/<thing>/greengrassv2/health/json`: which it is, which
components it has and in which state, and how the last deployment went. Who has never reported is no
core device.
https://docs.aws.amazon.com/greengrass/v2/developerguide/device-status-reporting.html
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable

from twin_local.services.documents import Documents, Json
from twin_local.services.greengrassv2.exceptions import (
    ResourceNotFoundException,
    ValidationException,
)
from twin_local.services.greengrassv2.pages import page

LOG = logging.getLogger(__name__)
TOPIC = "$aws/things/+/greengrassv2/health/json"
KIND = "core device"
MEMBERS = ("platform", "architecture", "runtime")
STATES = frozenset(
    ["NEW", "INSTALLED", "STARTING", "RUNNING", "STOPPING", "ERRORED", "BROKEN", "FINISHED"]
)


class CoreDevices:
    """The operations on core devices, and what keeps their reports."""

    def __init__(self, documents: Documents, lock: threading.RLock) -> None:
        self._documents, self._lock = documents, lock

    def operations(self) -> dict[str, Callable[[Json], Json]]:
        """Return the operations on core devices."""
        return {
            "ListCoreDevices": self._list,
            "GetCoreDevice": self._get,
            "DeleteCoreDevice": self._delete,
            "ListInstalledComponents": self._list_installed,
        }

    def report(self, topic: str, payload: bytes, now: float) -> None:
        """Keep what a device has reported; a report that is none is logged and left out."""
        thing = topic.split("/")[2]
        try:
            given = json.loads(payload)
            components = {one["componentName"]: _component(one, now) for one in given["components"]}
            status = given["overallDeviceStatus"]
            details = {key: str(given[key]) for key in MEMBERS if key in given}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            LOG.warning("%s: not a status of a core device: %r", topic, error)
            return
        with self._lock:
            before = self._documents.get(KIND, thing) or {"tags": {}, "components": {}}
            whole = given.get("messageType", "COMPLETE") == "COMPLETE"
            device = {
                **before,
                **details,
                "thing": thing,
                "coreVersion": str(given.get("ggcVersion", "")),
                "status": status,
                "at": now,
                "components": components if whole else {**before["components"], **components},
                "deployment": given.get("deploymentInformation", before.get("deployment")),
            }
            self._documents.put(KIND, thing, device)

    def find(self, request: Json) -> Json:
        """Return a core device.

        Raises:
            ResourceNotFoundException: it has never reported.
        """
        name = request["core_device_thing_name"]
        found = self._documents.get(KIND, name)
        if found is None:
            raise ResourceNotFoundException(
                f"there is no core device {name}", resource_id=name, resource_type="coreDevice"
            )
        return found

    def _list(self, request: Json) -> Json:
        wanted = {key: request[key] for key in ("status", "runtime") if key in request}
        if "thing_group_arn" in request:
            raise ValidationException("core devices are not listed by thing group here")
        found = [
            _summary(one)
            for one in self._documents.all(KIND)
            if all(one.get(key) == value for key, value in wanted.items())
        ]
        return page(found, request, "coreDevices")

    def _get(self, request: Json) -> Json:
        device = self.find(request)
        return {
            **_summary(device),
            "coreVersion": device["coreVersion"],
            "tags": device["tags"],
        }

    def _delete(self, request: Json) -> Json:
        self.find(request)
        self._documents.delete(KIND, request["core_device_thing_name"])
        return {}

    def _list_installed(self, request: Json) -> Json:
        device = self.find(request)
        everything = request.get("topology_filter", "ROOT") == "ALL"
        found = [one for one in device["components"].values() if everything or one["isRoot"]]
        return page(found, request, "installedComponents")


def _component(given: Json, now: float) -> Json:
    state = given["status"]
    if state not in STATES:
        raise ValueError(f"{state} is no state of a component")
    return {
        "componentName": given["componentName"],
        "componentVersion": given["version"],
        "lifecycleState": state,
        "isRoot": bool(given.get("isRoot")),
        "lastStatusChangeTimestamp": now,
        "lastReportedTimestamp": now,
        "lifecycleStatusCodes": given.get("statusCodes", []),
    }


def _summary(device: Json) -> Json:
    return {
        "coreDeviceThingName": device["thing"],
        "status": device["status"],
        "lastStatusUpdateTimestamp": device["at"],
        **{key: device[key] for key in MEMBERS if key in device},
    }
