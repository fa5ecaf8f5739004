"""How many assets may stand side by side at the top of a site."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twin.definition import Finding
from twin.definition.checks.top_assets import MOST_TOP_ASSETS

Content = dict[str, Any]
Check = Callable[[Content], tuple[Finding, ...]]


def site(tops: int, **more: object) -> Content:
    """Return a site of machines without a parent, each with one below it."""
    assets = {f"M-{number}": {"type": "machine"} for number in range(tops)}
    below = {f"P-{number}": {"type": "pump", "parent": f"M-{number}"} for number in range(tops)}
    measured = {"measurements": {"power": {"unit": "kW"}}}
    return {
        "name": "flat",
        "account": "111111111111",
        "region": "us-east-1",
        "twin": {"types": {"machine": measured, "pump": measured}, "assets": {**assets, **below}},
        **more,
    }


def test_as_many_as_the_policies_hold_are_accepted(findings: Check) -> None:
    assert findings(site(MOST_TOP_ASSETS)) == ()


def test_one_more_is_told_where_it_stands_and_what_helps(findings: Check) -> None:
    (finding,) = findings(site(MOST_TOP_ASSETS + 1))
    place = f"twin.assets.M-{MOST_TOP_ASSETS}"
    assert (finding.code, finding.key) == ("TOO_MANY_TOP_ASSETS", place)
    assert finding.found == f"{MOST_TOP_ASSETS + 1} assets without a parent"
    assert finding.expected.endswith("by `parent`")
    assert finding.line > 0


def test_below_a_common_parent_they_are_accepted(findings: Check) -> None:
    content = site(MOST_TOP_ASSETS + 1)
    for name, asset in content["twin"]["assets"].items():
        if name.startswith("M-"):
            asset["parent"] = "S-1"
    content["twin"]["types"]["works"] = {"level": "site"}
    content["twin"]["assets"]["S-1"] = {"type": "works"}
    assert findings(content) == ()


def test_a_site_without_iot_has_no_such_policies(findings: Check) -> None:
    features = {"iot": False, "edge": False, "simulation": False, "experience": False}
    found = findings(site(MOST_TOP_ASSETS + 1, features=features))
    assert "TOO_MANY_TOP_ASSETS" not in {one.code for one in found}
