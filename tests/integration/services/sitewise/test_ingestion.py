"""What BatchPutAssetPropertyValue takes, and how it refuses the rest."""

from __future__ import annotations

import math
import uuid
from typing import TYPE_CHECKING

import boto3
import pytest
from botocore.config import Config

from tests.integration.services.conftest import SetClock
from tests.integration.services.sitewise.values import (
    Json,
    codes,
    entry,
    history,
    only,
    put,
    stamp,
    value,
)
from twin_local.services.settings import SETTINGS

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

NULL = {"nullValue": {"valueType": "D"}}


WRONG: list[tuple[str, object, str, str]] = [
    ("/none", 1.0, "GOOD", "ResourceNotFoundException"),
    ("/flow", 1, "GOOD", "InvalidRequestException"),
    ("/flow", 1e10 + 1, "GOOD", "InvalidRequestException"),
    ("/flow", math.inf, "BAD", "InvalidRequestException"),
    ("/flow", {"doubleValue": 1.0, "stringValue": "1"}, "GOOD", "InvalidRequestException"),
    ("/flow", {}, "GOOD", "InvalidRequestException"),
    ("/flow", NULL, "GOOD", "InvalidRequestException"),
    ("/starts", 2**31, "GOOD", "InvalidRequestException"),
    ("/mode", "a\nb", "GOOD", "InvalidRequestException"),
    ("/twice", 1.0, "GOOD", "InvalidRequestException"),
    ("/flow", {"nullValue": {"valueType": "S"}}, "BAD", "InvalidRequestException"),
    ("/mode", "x" * 1_025, "GOOD", "InvalidRequestException"),
    ("/mean", 1.0, "GOOD", "InvalidRequestException"),
]
EDGES: list[tuple[str, object, str]] = [
    ("/flow", 1e10, "GOOD"),
    ("/flow", -1e10, "GOOD"),
    ("/flow", math.nan, "GOOD"),
    ("/flow", NULL, "BAD"),
    ("/flow", {"nullValue": {"valueType": "U"}}, "UNCERTAIN"),
    ("/starts", -(2**31), "GOOD"),
    ("/mode", "", "GOOD"),
    ("/mode", "NaN", "GOOD"),
    ("/mode", "ä" * 1_024, "GOOD"),
    ("/on", True, "GOOD"),
    ("/rated", 41.0, "GOOD"),
]


@pytest.mark.parametrize("table", [WRONG[:7], WRONG[7:]])
def test_a_value_that_breaks_a_rule_is_an_error_of_its_entry(
    sitewise: IoTSiteWiseClient,
    pump: str,
    set_clock: SetClock,
    table: list[tuple[str, object, str, str]],
) -> None:
    now = set_clock.time
    wrong = [
        entry(alias, value(given, now, quality), key=f"wrong-{number}")
        for number, (alias, given, quality, _) in enumerate(table)
    ]
    errors = put(sitewise, *wrong, entry("/flow", value(5.0, now), key="right"))
    assert [error["entryId"] for error in errors] == [one["entryId"] for one in wrong]
    assert codes(errors) == [code for *_, code in table]
    assert all(error["errors"][0]["timestamps"] == [stamp(now)] for error in errors)
    assert history(sitewise, "/flow") == [5.0]


def test_values_at_the_edge_of_a_rule_are_taken_and_come_back(
    sitewise: IoTSiteWiseClient, pump: str, set_clock: SetClock
) -> None:
    for number, (alias, given, quality) in enumerate(EDGES):
        time = set_clock.time + number
        assert put(sitewise, entry(alias, value(given, time, quality))) == []
        found: Json = sitewise.get_asset_property_value(propertyAlias=alias)["propertyValue"]
        assert (found["quality"], found["timestamp"]) == (quality, stamp(time))
        expected = {"valueType": "D"} if isinstance(given, dict) else given
        assert str(only(found)) == str(expected)


def test_a_second_takes_ten_values_of_a_quality_over_all_requests(
    sitewise: IoTSiteWiseClient, pump: str, set_clock: SetClock
) -> None:
    now = set_clock.time
    tenths = [value(float(n), now + n / 10) for n in range(10)]
    assert put(sitewise, entry("/flow", *tenths)) == []
    assert put(sitewise, entry("/flow", tenths[3])) == []  # overwrites
    more = value(11.0, now + 0.55)
    errors = put(sitewise, entry("/flow", more, value(12.0, now + 1)), partial=True)
    assert codes(errors) == ["ThrottlingException"]
    assert errors[0]["errors"][0]["timestamps"] == [more["timestamp"]]
    assert put(sitewise, entry("/flow", {**more, "quality": "BAD"})) == []
    assert history(sitewise, "/flow") == [*map(float, range(10)), 12.0]


def test_rates_are_those_of_the_quotas_where_that_is_set(
    sitewise: IoTSiteWiseClient, pump: str, set_clock: SetClock
) -> None:
    once = boto3.client(
        "iotsitewise", region_name="us-east-1", config=Config(retries={"total_max_attempts": 1})
    )
    SETTINGS.throttles = True
    now = set_clock.time
    for number in range(10):
        assert put(once, entry("/flow", value(1.0, now + number))) == []
    assert codes(put(once, entry("/flow", value(1.0, now + 11)))) == ["ThrottlingException"]
    assert put(once, entry("/starts", value(1, now))) == []
    SETTINGS.quotas = {"values_per_second": 12}
    set_clock.time += 1
    put(once, entry("/flow", *[value(1.0, now + n) for n in range(10)]))
    with pytest.raises(once.exceptions.ThrottlingException, match="12 values") as caught:
        put(once, entry("/on", *[value(True, now + n) for n in range(10)]))
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 429
    SETTINGS.quotas = {"data_requests_per_second": 1}
    set_clock.time += 1
    once.get_asset_property_value(propertyAlias="/flow")
    with pytest.raises(once.exceptions.ThrottlingException):
        once.get_asset_property_value(propertyAlias="/flow")


def test_a_property_is_named_by_ids_or_by_alias(
    sitewise: IoTSiteWiseClient, pump: str, set_clock: SetClock
) -> None:
    given = value(1.0, set_clock.time)
    for names in ({}, {"assetId": pump}, {"propertyAlias": "/flow", "assetId": pump}):
        error = {"entryId": "e", "propertyValues": [given], **names}
        expected = [] if "propertyAlias" in names else ["InvalidRequestException"]
        assert codes(put(sitewise, error)) == expected
    unknown = {"assetId": pump, "propertyId": str(uuid.uuid4())}
    errors = put(sitewise, {"entryId": "e", "propertyValues": [given], **unknown})
    assert codes(errors) == ["ResourceNotFoundException"]
