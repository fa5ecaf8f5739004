"""What a site file may say of how much is converted at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from twin.definition import Finding, SiteDefinition
from twin.definition.checks.quotas import quota_warnings
from twin.definition.quota_uses import quota_uses
from twin.spatial.converters import converters

Check = Callable[[dict[str, Any]], tuple[Finding, ...]]
IMAGES = len({converter.image for converter in converters()})


def of(conversions: object, demo: dict[str, Any], **more: object) -> dict[str, Any]:
    return {**demo, "spatial": {"conversions": conversions}, **more}


@pytest.mark.parametrize("conversions", [{}, {"at_once": 1}, {"maximum_vcpus": 64}])
def test_limits_that_work(conversions: object, demo: dict[str, Any], findings: Check) -> None:
    assert findings(of(conversions, demo)) == ()


@pytest.mark.parametrize(
    ("conversions", "code", "key"),
    [
        ({"at_once": 0}, "BAD_VALUE", "at_once"),
        ({"maximum_vcpus": 0}, "BAD_VALUE", "maximum_vcpus"),
        ({"maximum_vcpus": 1}, "CONVERSIONS_INVALID", "maximum_vcpus"),
        ({"at_most": 1}, "UNKNOWN_KEY", "at_most"),
    ],
)
def test_limits_that_do_not(
    conversions: object, code: str, key: str, demo: dict[str, Any], findings: Check
) -> None:
    (finding,) = findings(of(conversions, demo))
    assert (finding.code, finding.key) == (code, f"spatial.conversions.{key}")
    assert finding.line > 0


def test_limits_are_about_the_spatial_plane(demo: dict[str, Any], findings: Check) -> None:
    found = findings(of({"at_once": 1}, demo, features={"spatial": False}))
    assert ("FEATURE_NEEDS", "spatial.conversions") in {(one.code, one.key) for one in found}


def test_what_an_account_of_ten_cannot_reserve_is_found(
    demo: dict[str, Any], findings: Check
) -> None:
    quotas = {"lambda_concurrent_executions": 10}
    assert findings({**demo, "quotas": quotas}) == ()
    (finding,) = findings(of({"at_once": 1}, demo, quotas=quotas))
    assert (finding.code, finding.key) == ("QUOTA_EXCEEDED", "spatial.conversions.at_once")
    assert finding.found == str(IMAGES + 100)


def test_more_than_an_account_has_by_default_is_a_warning(demo: dict[str, Any]) -> None:
    stated = of({"at_once": 500, "maximum_vcpus": 64}, demo)
    site = SiteDefinition.model_validate(stated)
    texts = [str(one) for one in quota_warnings(site)]
    assert any(f"--desired-value {500 * IMAGES + 100}" in text for text in texts)
    assert any("64 vCPUs of Fargate Spot" in text for text in texts)


def test_a_site_that_states_nothing_uses_nothing(demo: dict[str, Any]) -> None:
    used = {use.quota for use in quota_uses(SiteDefinition.model_validate(demo))}
    assert used.isdisjoint({"lambda_concurrent_executions", "fargate_spot_vcpus"})
