"""What a conversion may become."""

from __future__ import annotations

import re

import pytest

from twin.catalogue.identity import AssetId
from twin.spatial.conversion import Conversion, conversion_of
from twin.spatial.conversion_begin import requested
from twin.spatial.conversion_errors import ConversionNotOver, ConversionOver
from twin.spatial.conversion_names import ID_PATTERN, place_of_key

PUMP = AssetId("site", "pump")


def new() -> Conversion:
    return requested(PUMP, "pump.step", 3, "step_to_glb", by=("u-1", "ana"), at=1_790_000_000.5)


def test_a_request_names_its_asset_in_the_key_of_its_workflow() -> None:
    conversion = new()
    assert re.fullmatch(ID_PATTERN, conversion.conversion_id)
    assert place_of_key(conversion.key) == (PUMP, conversion.conversion_id)


@pytest.mark.parametrize(
    "key", ["uploads/abc/source", "conversions/site/pump", "conversions/a/b/c/d", ""]
)
def test_other_keys_name_no_conversion(key: str) -> None:
    assert place_of_key(key) is None


def test_ids_sort_by_time() -> None:
    later = requested(PUMP, "a", 1, "x", by=("", ""), at=1_790_000_001.0)
    assert new().conversion_id < later.conversion_id


def test_what_was_to_be_cancelled_is_cancelled_when_it_ends() -> None:
    ended = new().cancelled("u-2").failed({"code": "X", "message": "x"}, at=1.8e9)
    assert (ended.state, ended.step, ended.cancelled_by) == ("CANCELLED", "cancelled", "u-2")
    with pytest.raises(ConversionOver):
        ended.cancelled("u-2")


def test_each_attempt_has_an_execution_of_its_own() -> None:
    failed = new().failed({"code": "X", "message": "x"}, at=1.8e9)
    again = failed.again()
    assert (again.state, again.attempt, again.error) == ("QUEUED", 2, None)
    assert again.execution != failed.execution
    assert len(again.execution) <= 80  # what Step Functions takes


@pytest.mark.parametrize("conversion", [new(), new().succeeded(3, at=1.8e9)])
def test_only_what_failed_is_begun_again(conversion: Conversion) -> None:
    with pytest.raises(ConversionNotOver):
        conversion.again()
    assert conversion_of(dict(vars(conversion))) == conversion
