"""A quota that cannot be raised is a mistake of the site file, unless the account has more."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from twin.definition import Finding, check_site

PLACE = {"name": "plant", "account": "111111111111", "region": "us-east-1"}


def findings(folder: Path, content: dict[str, Any]) -> list[Finding]:
    path = folder / "plant.yaml"
    path.write_text(yaml.safe_dump({**PLACE, **content}, sort_keys=False), encoding="utf-8")
    return list(check_site(path))


def deep(levels: int) -> dict[str, Any]:
    assets = {
        f"A{n}": {"type": f"type{n}"} | ({"parent": f"A{n - 1}"} if n else {})
        for n in range(levels)
    }
    return {"types": {f"type{n}": {} for n in range(levels)}, "assets": assets}


def test_a_tree_that_is_too_deep_is_told_once_at_the_first_level_too_many(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, {"twin": deep(13)})
    assert (finding.code, finding.key) == ("QUOTA_EXCEEDED", "twin.assets.A10.parent")
    assert (finding.found, finding.expected) == ("11", "at most 10")
    assert finding.message == "too many levels of assets for SiteWise"


def test_the_account_may_have_more(tmp_path: Path) -> None:
    content = {"twin": deep(13), "quotas": {"hierarchy_depth": 13}}
    assert findings(tmp_path, content) == []


def test_what_the_account_has_holds_also_where_aws_gives_more(tmp_path: Path) -> None:
    content = {"twin": deep(3), "quotas": {"models": 2}}
    (finding,) = findings(tmp_path, content)
    assert (finding.code, finding.key, finding.found) == ("QUOTA_EXCEEDED", "twin.types", "3")
    assert finding.expected == "at most 2"


def test_ten_values_a_second_of_a_property_are_never_raised(tmp_path: Path) -> None:
    tank: dict[str, Any] = {"measurements": {"level": {"expected_period_seconds": 0.05}}}
    (finding,) = findings(
        tmp_path, {"twin": {"types": {"tank": tank}, "assets": {"T1": {"type": "tank"}}}}
    )
    assert finding.key == "twin.types.tank.measurements.level"
    assert (finding.found, finding.expected) == ("20", "at most 10")


def test_what_aws_raises_on_request_is_no_mistake(tmp_path: Path) -> None:
    tank: dict[str, Any] = {"measurements": {f"level{n}": {} for n in range(400)}}
    assets = {f"T{n}": {"type": "tank"} for n in range(3)}
    assert findings(tmp_path, {"twin": {"types": {"tank": tank}, "assets": assets}}) == []


def test_an_unknown_quota_is_told_with_the_nearest(tmp_path: Path) -> None:
    (finding,) = findings(tmp_path, {"quotas": {"value_per_second": 10}})
    assert (finding.code, finding.key) == ("QUOTA_UNKNOWN", "quotas.value_per_second")
    assert finding.expected == "values_per_second?"
