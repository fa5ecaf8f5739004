"""What a site's storage means for the configuration of the account."""

from __future__ import annotations

from typing import Any

import pytest

from twin.storage.configuration import WantedStorage, request
from twin.storage.errors import StorageOwnedElsewhere

BUCKET, ROLE = "arn:aws:s3:::cold", "arn:aws:iam::111111111111:role/tiering"
UNTOUCHED: dict[str, Any] = {
    "storageType": "SITEWISE_DEFAULT_STORAGE",
    "disassociatedDataStorage": "DISABLED",
    "configurationStatus": {"state": "ACTIVE"},
}
COLD = {"ColdBucketArn": BUCKET, "ColdRoleArn": ROLE}


def wanted(**properties: str) -> WantedStorage:
    return WantedStorage.from_properties({"ServiceToken": "arn", **properties})


def test_properties_are_texts() -> None:
    found = wanted(HotDays="30", Warm="true", WarmDays="365", **COLD)
    assert found == WantedStorage(30, True, 365, BUCKET, ROLE)
    assert wanted(Warm="false") == WantedStorage(None, False, None, None, None)


def test_all_tiers_are_stated() -> None:
    made = request(wanted(HotDays="30", Warm="true", WarmDays="365", **COLD), UNTOUCHED)
    assert made == {
        "storageType": "MULTI_LAYER_STORAGE",
        "multiLayerStorage": {
            "customerManagedS3Storage": {"s3ResourceArn": BUCKET, "roleArn": ROLE}
        },
        "retentionPeriod": {"numberOfDays": 30, "unlimited": False},
        "warmTier": "ENABLED",
        "warmTierRetentionPeriod": {"numberOfDays": 365, "unlimited": False},
        "disassociatedDataStorage": "DISABLED",
    }


def test_without_a_cold_tier_nothing_leaves_sitewise() -> None:
    made = request(wanted(Warm="true"), UNTOUCHED)
    assert made["storageType"] == "SITEWISE_DEFAULT_STORAGE"
    assert made["retentionPeriod"] == {"unlimited": True}
    assert "multiLayerStorage" not in made and "warmTierRetentionPeriod" not in made


def test_what_a_site_does_not_state_stays() -> None:
    present = {**UNTOUCHED, "disassociatedDataStorage": "ENABLED", "disallowIngestNullNaN": True}
    made = request(wanted(HotDays="60"), present)
    assert made["disassociatedDataStorage"] == "ENABLED"
    assert made["disallowIngestNullNaN"] is True


@pytest.mark.parametrize("properties", [COLD, {"HotDays": "30"}])
def test_the_bucket_of_another_site_is_not_taken_over(properties: dict[str, str]) -> None:
    place = {"s3ResourceArn": "arn:aws:s3:::other", "roleArn": ROLE}
    present = {**UNTOUCHED, "multiLayerStorage": {"customerManagedS3Storage": place}}
    with pytest.raises(StorageOwnedElsewhere, match="one storage configuration per account"):
        request(wanted(**properties), present)


def test_its_own_bucket_may_be_kept() -> None:
    place = {"s3ResourceArn": BUCKET, "roleArn": ROLE}
    present = {**UNTOUCHED, "multiLayerStorage": {"customerManagedS3Storage": place}}
    assert request(wanted(HotDays="90", **COLD), present)["retentionPeriod"]["numberOfDays"] == 90
