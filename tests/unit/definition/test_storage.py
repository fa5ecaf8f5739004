"""What a site file may say of storage."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from twin.definition import Finding

Check = Callable[[dict[str, Any]], tuple[Finding, ...]]


@pytest.mark.parametrize(
    "storage",
    [
        {"hot_days": 30},
        {"warm": True},
        {"cold": True},
        {"hot_days": 30, "warm": True, "warm_days": 90, "cold": True},
    ],
)
def test_tiers_that_go_together(storage: object, demo: dict[str, Any], findings: Check) -> None:
    assert findings({**demo, "storage": storage}) == ()


@pytest.mark.parametrize(
    ("storage", "code", "key"),
    [
        ({"hot_days": 29}, "BAD_VALUE", "storage.hot_days"),
        ({"warm": True, "warm_days": 90}, "STORAGE_INVALID", "storage.warm_days"),
        ({"cold": True, "warm_days": 90}, "STORAGE_INVALID", "storage.warm_days"),
        ({}, "STORAGE_INVALID", "storage"),
        ({"cold": True, "frozen": True}, "UNKNOWN_KEY", "storage.frozen"),
    ],
)
def test_tiers_that_do_not(
    storage: object, code: str, key: str, demo: dict[str, Any], findings: Check
) -> None:
    (finding,) = findings({**demo, "storage": storage})
    assert (finding.code, finding.key) == (code, key)
    assert finding.line > 0


def test_storage_is_about_the_values_of_iot(demo: dict[str, Any], findings: Check) -> None:
    features = {"iot": False, "edge": False, "simulation": False}
    found = findings({**demo, "features": features, "storage": {"hot_days": 30}})
    assert ("FEATURE_NEEDS", "storage") in {(one.code, one.key) for one in found}
