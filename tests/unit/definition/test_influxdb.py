"""What a site file says of its InfluxDB, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from twin.definition import Finding

Content = dict[str, Any]
Check = Callable[[Content], tuple[Finding, ...]]
OPTIONS: Content = {
    "endpoint": "https://influx.example.com:8181/base",
    "database": "plant",
    "token_secret": "plant/influxdb",
}


def with_influxdb(demo: Content, **changes: Any) -> Content:  # noqa: ANN401 - any YAML
    return {**demo, "features": {"influxdb": {**OPTIONS, **changes}}}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"endpoint": "http://127.0.0.1:8181"},
        {"language": "influxql", "tags": {"site": "{site}", "id": "{asset}"}},
        {"series": {"/demo/P-101/flow": {"measurement": "pumps", "field": "q", "tags": {}}}},
    ],
)
def test_what_is_right_has_no_findings(
    demo: Content, findings: Check, changes: dict[str, Any]
) -> None:
    assert findings(with_influxdb(demo, **changes)) == ()


@pytest.mark.parametrize(
    ("changes", "code", "key", "expected"),
    [
        ({"endpoint": "http://influx.example.com"}, "BAD_VALUE", "endpoint", ""),
        ({"endpoint": "http://127.0.0.1.example.com"}, "BAD_VALUE", "endpoint", ""),
        ({"language": "flux"}, "BAD_VALUE", "language", "influxql"),
        ({"token": "secret"}, "UNKNOWN_KEY", "token", "token_secret"),
        (
            {"series": {"/demo/P-101/flwo": {}}},
            "DANGLING_REFERENCE",
            "series./demo/P-101/flwo",
            "/demo/P-101/flow",
        ),
        (
            {"series": {"/demo/P-101/ready": {}}},
            "DANGLING_REFERENCE",
            "series./demo/P-101/ready",
            "/demo/",
        ),
    ],
)
def test_what_is_wrong_is_found_where_it_stands(
    demo: Content,
    findings: Check,
    changes: dict[str, Any],
    code: str,
    key: str,
    expected: str,
) -> None:
    (finding,) = findings(with_influxdb(demo, **changes))
    assert (finding.code, finding.key) == (code, f"features.influxdb.{key}")
    assert expected in finding.expected


def test_windows_of_calibrations_may_be_read_from_it(demo: Content, findings: Check) -> None:
    model = demo["twin"]["types"]["pump"]["models"]["pump"]
    model["calibration"]["window_source"] = "influxdb"
    assert [one.code for one in findings(demo)] == ["FEATURE_NEEDS"]
    assert findings(with_influxdb(demo)) == ()


def test_it_needs_the_entities_that_read_it(demo: Content, findings: Check) -> None:
    content = with_influxdb(demo)
    content["features"] |= {"iot": False}
    codes = {finding.code: finding.key for finding in findings(content)}
    assert codes["FEATURE_NEEDS"] == "features.influxdb"
