"""Where the values of a site are written must be a place of their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from twin.definition import Finding

Content = dict[str, Any]
Check = Callable[[Content], tuple[Finding, ...]]
WRITER = {"token_secret": "plant/writer"}
ONE_TABLE = {"measurement": "values", "field": "value"}


def with_target(demo: Content, **changes: Any) -> Content:  # noqa: ANN401 - any YAML
    options = {
        "endpoint": "https://influx.example.com",
        "database": "plant",
        "token_secret": "plant/reader",
        "target": WRITER,
    }
    return {**demo, "features": {"influxdb": {**options, **changes}}}


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"measurement": "{asset}", "tags": {}},
        {"measurement": "values", "field": "{type}_{property}"},
        {"target": None, "tags": {}},
    ],
)
def test_what_is_right_has_no_findings(
    demo: Content, findings: Check, changes: dict[str, Any]
) -> None:
    assert findings(with_target(demo, **changes)) == ()


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        ({"tags": {}}, "DUPLICATE_ADDRESS", "would replace those of /demo/"),
        ({"tags": {"quality": "{asset}"}}, "DUPLICATE_ADDRESS", "would replace"),
        ({"tags": {"asset": "a\\{asset}"}}, "BAD_VALUE", "cannot write"),
        ({"measurement": "#{type}"}, "BAD_VALUE", "cannot write"),
        (
            {**ONE_TABLE, "tags": {"asset": "{asset}", "signal": "{property}"}},
            "BAD_VALUE",
            "one type only",
        ),
    ],
)
def test_what_would_be_lost_is_found(
    demo: Content, findings: Check, changes: dict[str, Any], code: str, message: str
) -> None:
    (finding,) = findings(with_target(demo, **changes))
    assert (finding.code, finding.key) == (code, "features.influxdb.target")
    assert message in finding.message


def test_the_writer_has_a_token_of_its_own(demo: Content, findings: Check) -> None:
    (finding,) = findings(with_target(demo, target={}))
    assert (finding.code, finding.key) == ("MISSING_KEY", "features.influxdb.target.token_secret")
