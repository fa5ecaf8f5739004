"""PutStorageConfiguration: how long values are kept, and where they go then.

One configuration per account and region.
https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_PutStorageConfiguration.html
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from botocore.exceptions import ClientError

from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.operations import Operations
from twin_local.services.iotsitewise.storage.objects import Clients, bucket_of, place_of
from twin_local.services.iotsitewise.store import Json, Kind, Store

KIND: Kind = "configuration"
KEY = "storage"
LEAST_DAYS = 30
DEFAULT: Json = {
    "storageType": "SITEWISE_DEFAULT_STORAGE",
    "disassociatedDataStorage": "DISABLED",
    "retentionPeriod": {"unlimited": True},
    "warmTier": "DISABLED",
    "disallowIngestNullNaN": False,
}
MEMBERS = {
    "storage_type": "storageType",
    "multi_layer_storage": "multiLayerStorage",
    "disassociated_data_storage": "disassociatedDataStorage",
    "retention_period": "retentionPeriod",
    "warm_tier": "warmTier",
    "warm_tier_retention_period": "warmTierRetentionPeriod",
    "disallow_ingest_null_na_n": "disallowIngestNullNaN",
}


@dataclass(frozen=True)
class Tiers:
    """What a configuration means for values."""

    takes_streams: bool
    takes_null_and_nan: bool
    hot_days: int | None
    has_warm_tier: bool
    warm_days: int | None
    cold: Json | None

    @property
    def kept_days(self) -> int | None:
        """Return after how many days values are gone from here; None: never."""
        if not self.has_warm_tier:
            return self.hot_days
        if self.hot_days is None or self.warm_days is None:
            return None
        return max(self.hot_days, self.warm_days)


class StorageConfiguration:
    """The storage configuration and its two operations."""

    def __init__(self, *, store: Store, now: Callable[[], float], clients: Clients) -> None:
        self._store, self._now, self._clients = store, now, clients
        kept = store.documents(KIND).get(KEY, {})
        self._active: Json = kept.get("active", DEFAULT)
        self._failure: str | None = kept.get("failure")
        self._updated_at: float | None = kept.get("updatedAt")
        self.tiers = tiers_of(self._active)
        if self.tiers.cold:
            store.resume_days()

    def operations(self) -> Operations:
        """Return the operations on the storage configuration."""
        return {
            "PutStorageConfiguration": self.put,
            "DescribeStorageConfiguration": lambda request: self.describe(),
        }

    def put(self, request: Json) -> Json:
        """Take over a configuration; one whose bucket cannot be used fails, and nothing changes.

        Raises:
            InvalidRequestException: its parts do not fit each other.
        """
        given = {**DEFAULT, **_given(request)}
        if request.get("disassociated_data_storage") is None:
            given["disassociatedDataStorage"] = self._active["disassociatedDataStorage"]
        _check(given, self._active)
        self._failure = self._unusable(given)
        if self._failure is None:
            self._active, self.tiers = given, tiers_of(given)
        self._updated_at = self._now()
        kept = {"active": self._active, "failure": self._failure, "updatedAt": self._updated_at}
        with self._store.transaction():
            self._store.put_document(KIND, KEY, kept)
            self._store.note_days(on=self.tiers.cold is not None)
        return {**given, "configurationStatus": {"state": "UPDATE_IN_PROGRESS"}}

    def describe(self) -> Json:
        """Return the configuration in force, and why the last one was not taken over."""
        status: Json = {"state": "ACTIVE"}
        if self._failure:
            error = {"code": "VALIDATION_ERROR", "message": self._failure}
            status = {"state": "UPDATE_FAILED", "error": error}
        updated = {} if self._updated_at is None else {"lastUpdateDate": self._updated_at}
        return {**self._active, "configurationStatus": status, **updated}

    def _unusable(self, given: Json) -> str | None:
        """Return why the bucket of a cold tier cannot be used by its role, None where it can."""
        if given["storageType"] != "MULTI_LAYER_STORAGE":
            return None
        cold = given["multiLayerStorage"]["customerManagedS3Storage"]
        try:
            bucket_of(self._clients, cold["s3ResourceArn"], cold["roleArn"]).check()
        except (ClientError, LookupError) as error:
            return f"the bucket cannot be used as the role: {error}"
        return None


def tiers_of(given: Json) -> Tiers:
    """Return what a configuration means."""
    cold = given["storageType"] == "MULTI_LAYER_STORAGE"
    return Tiers(
        takes_streams=given["disassociatedDataStorage"] == "ENABLED",
        takes_null_and_nan=not given.get("disallowIngestNullNaN"),
        hot_days=given["retentionPeriod"].get("numberOfDays"),
        has_warm_tier=given["warmTier"] == "ENABLED",
        warm_days=given.get("warmTierRetentionPeriod", {}).get("numberOfDays"),
        cold=given["multiLayerStorage"]["customerManagedS3Storage"] if cold else None,
    )


def _given(request: Json) -> Json:
    return {name: request[key] for key, name in MEMBERS.items() if request.get(key) is not None}


def _check(given: Json, active: Json) -> None:
    multi = given["storageType"] == "MULTI_LAYER_STORAGE"
    if multi != ("multiLayerStorage" in given):
        raise InvalidRequestException("MULTI_LAYER_STORAGE, and only it, has a multiLayerStorage")
    if multi:
        place_of(given["multiLayerStorage"]["customerManagedS3Storage"]["s3ResourceArn"])
    for name in ("retentionPeriod", "warmTierRetentionPeriod"):
        if name in given:
            _check_period(name, given[name])
    if "warmTierRetentionPeriod" in given and not (multi and given["warmTier"] == "ENABLED"):
        raise InvalidRequestException(
            "a warmTierRetentionPeriod needs a warm tier, and a cold tier that takes the values"
        )
    was, becomes = active["disassociatedDataStorage"], given["disassociatedDataStorage"]
    if (was, becomes) == ("ENABLED", "DISABLED"):
        raise InvalidRequestException("disassociatedDataStorage cannot be disabled again")


def _check_period(name: str, period: Json) -> None:
    days, unlimited = period.get("numberOfDays"), period.get("unlimited")
    if (days is None) == (not unlimited):
        raise InvalidRequestException(f"{name}: either numberOfDays or unlimited")
    if days is not None and days < LEAST_DAYS:
        raise InvalidRequestException(f"{name}: {days} days, at least {LEAST_DAYS}")
