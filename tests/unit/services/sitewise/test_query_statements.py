"""The SQL of ExecuteQuery: what is let through, and what a scan needs."""

from __future__ import annotations

import pytest

from twin_local.services.iotsitewise.exceptions import ValidationException
from twin_local.services.iotsitewise.query.statement import statement

NOW_NS = 1_800_000_000 * 1_000_000_000
VALUES = "raw_time_series"


@pytest.mark.parametrize(
    "query",
    [
        "select * from asset",
        "select a.* from asset a",
        "select distinct asset_id from asset",
        "select count(distinct asset_id) from asset",
        "with a as (select asset_id from asset) select asset_id from a",
        "select sum(double_value) over () from raw_time_series",
        "select asset_id from asset where asset_name ilike 'x'",
        "select asset_id from asset union select asset_id from asset",
        "select a.asset_id from asset a left join asset b on a.asset_id = b.asset_id",
        "select a.asset_id from asset a natural join asset_property p",
        "select asset_id from asset limit 1 offset 1",
        "select asset_id from asset; select asset_id from asset",
        "select asset_id from main.asset",
        "select content from read_csv('/etc/passwd')",
        "select content from '/etc/passwd'",
        "select getenv('HOME') from asset",
        "select current_setting('threads') from asset",
        "select cast(asset_id as json) from asset",
        "set threads = 1",
        "copy asset to 'file'",
        "drop table asset",
        "select asset_id from",
        f"select asset_id from asset where {'(' * 80}true{')' * 80}",
        f"select asset_id from asset where asset_id = '{'x' * 10_000}'",
    ],
)
def test_what_is_not_of_the_language_is_refused(query: str) -> None:
    with pytest.raises(ValidationException):
        statement(query, now_ns=NOW_NS)


def test_a_scan_needs_what_all_conditions_leave() -> None:
    (scan,) = statement(
        f"select double_value from {VALUES} where (property_id in ('a', 'b') and quality = 'GOOD') "
        "and event_timestamp > timestamp_sub(HOUR, 1, now()) and event_timestamp <= 1800000000",
        now_ns=NOW_NS,
    ).scans
    assert scan.conditions.texts == {
        "property_id": frozenset({"a", "b"}),
        "quality": frozenset({"GOOD"}),
    }
    assert (scan.conditions.after_ns, scan.conditions.until_ns) == (
        NOW_NS - 3_600 * 1_000_000_000,
        NOW_NS,
    )


@pytest.mark.parametrize(
    "condition",
    ["property_id = 'a' or quality = 'GOOD'", "not property_id = 'a'", "property_id = asset_id"],
)
def test_what_does_not_hold_for_every_row_narrows_nothing(condition: str) -> None:
    (scan,) = statement(f"select quality from {VALUES} where {condition}", now_ns=NOW_NS).scans
    assert scan.conditions.texts == {}


def test_conditions_on_metadata_narrow_the_values_joined_with_it() -> None:
    found = statement(
        f"select double_value from asset a, {VALUES} r where a.asset_name = 'P-1'", now_ns=NOW_NS
    ).scans
    values = next(one for one in found if one.view == VALUES)
    assert values.allows("asset", {"asset_name": "P-1"})
    assert not values.allows("asset", {"asset_name": "P-2"})
