"""Put a storage configuration and wait until it is in force."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from twin.storage.configuration import WantedStorage, request
from twin.storage.errors import StorageUpdateFailed

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

PAUSE_SECONDS = 2.0
ATTEMPTS, RETRY_SECONDS = 3, 10.0
"""A role and a policy that were made just before are not known everywhere at once."""

SPARE_SECONDS = 15.0
"""What is needed to answer before the function is ended."""


def apply(client: IoTSiteWiseClient, wanted: WantedStorage, *, seconds: float) -> str:
    """Make the account's storage what is wanted, and return its state, which is ACTIVE.

    Raises:
        StorageOwnedElsewhere: the account's values go to another bucket.
        StorageUpdateFailed: SiteWise refuses it, or is not done in time.
    """
    deadline = time.monotonic() + seconds - SPARE_SECONDS
    present = _settled(client, deadline)
    parameters: Any = request(wanted, present)
    status: dict[str, Any] = {}
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(RETRY_SECONDS)
        client.put_storage_configuration(**parameters)
        status = _settled(client, deadline)["configurationStatus"]
        if status["state"] == "ACTIVE":
            return "ACTIVE"
    error = status.get("error", {})
    raise StorageUpdateFailed(
        "SiteWise does not take the storage",
        found=f"{error.get('code', status['state'])}: {error.get('message', '')}",
        expected="ACTIVE",
    )


def _settled(client: IoTSiteWiseClient, deadline: float) -> dict[str, Any]:
    """Return the configuration once nothing changes it: a change in progress refuses others."""
    while True:
        found: Any = client.describe_storage_configuration()
        if found["configurationStatus"]["state"] != "UPDATE_IN_PROGRESS":
            return dict(found)
        if time.monotonic() + PAUSE_SECONDS > deadline:
            raise StorageUpdateFailed(
                "the storage of SiteWise is still being changed",
                found="UPDATE_IN_PROGRESS",
                expected="ACTIVE",
            )
        time.sleep(PAUSE_SECONDS)
