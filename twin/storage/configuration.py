"""The storage configuration of SiteWise that a site wants, and whether it may have it.

There is one per account and region.
https://docs.aws.amazon.com/iot-sitewise/latest/APIReference/API_PutStorageConfiguration.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twin.storage.errors import StorageOwnedElsewhere

MULTI_LAYER, DEFAULT = "MULTI_LAYER_STORAGE", "SITEWISE_DEFAULT_STORAGE"

Configuration = Mapping[str, Any]


@dataclass(frozen=True)
class WantedStorage:
    """What a site asks for; `cold_bucket_arn` and `cold_role_arn` are set for a cold tier."""

    hot_days: int | None
    warm: bool
    warm_days: int | None
    cold_bucket_arn: str | None
    cold_role_arn: str | None

    @classmethod
    def from_properties(cls, properties: Mapping[str, Any]) -> WantedStorage:
        """Read the properties of the custom resource, which CloudFormation makes texts of."""

        def days(name: str) -> int | None:
            return int(properties[name]) if properties.get(name) else None

        return cls(
            hot_days=days("HotDays"),
            warm=str(properties.get("Warm", "false")).lower() == "true",
            warm_days=days("WarmDays"),
            cold_bucket_arn=properties.get("ColdBucketArn") or None,
            cold_role_arn=properties.get("ColdRoleArn") or None,
        )


def request(wanted: WantedStorage, present: Configuration) -> dict[str, Any]:
    """Return the parameters of `PutStorageConfiguration`.

    What a site does not state stays as it is in the account; the storage of streams without a
    property can never be switched off again.

    Raises:
        StorageOwnedElsewhere: the account's values go to another bucket.
    """
    _require_free(wanted, present)
    made: dict[str, Any] = {
        "storageType": MULTI_LAYER if wanted.cold_bucket_arn else DEFAULT,
        "retentionPeriod": _period(wanted.hot_days),
        "warmTier": "ENABLED" if wanted.warm else "DISABLED",
        "disassociatedDataStorage": present.get("disassociatedDataStorage", "DISABLED"),
    }
    if "disallowIngestNullNaN" in present:
        made["disallowIngestNullNaN"] = present["disallowIngestNullNaN"]
    if wanted.cold_bucket_arn:
        place = {"s3ResourceArn": wanted.cold_bucket_arn, "roleArn": wanted.cold_role_arn}
        made["multiLayerStorage"] = {"customerManagedS3Storage": place}
        if wanted.warm and wanted.warm_days is not None:
            made["warmTierRetentionPeriod"] = _period(wanted.warm_days)
    return made


def _require_free(wanted: WantedStorage, present: Configuration) -> None:
    place = present.get("multiLayerStorage", {}).get("customerManagedS3Storage", {})
    other = place.get("s3ResourceArn")
    if other is not None and other != wanted.cold_bucket_arn:
        raise StorageOwnedElsewhere(
            "SiteWise has one storage configuration per account and region, and it names another"
            " bucket",
            found=other,
            expected=wanted.cold_bucket_arn or "no cold tier",
            where="`storage` of the other site, or PutStorageConfiguration by hand",
        )


def _period(days: int | None) -> dict[str, Any]:
    return {"unlimited": True} if days is None else {"numberOfDays": days, "unlimited": False}
