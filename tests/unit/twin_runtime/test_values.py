"""Values into SiteWise and out of it: nothing is lost without being told."""

from __future__ import annotations

from typing import Any

import pytest

from twin_runtime.errors import ValueNotRead, ValueNotStored
from twin_runtime.values import latest_samples, put_values

NAMES = [f"/demo/P-101/s{number}" for number in range(23)]
VALUES: dict[str, float | str] = dict.fromkeys(NAMES, 1.0)


class SiteWise:
    """Refuses some aliases and remembers what it took."""

    def __init__(self, *refused: str) -> None:
        self.refused, self.taken = refused, list[str]()

    def batch_put_asset_property_value(self, *, entries: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - boto3's answer
        assert len(entries) <= 10
        bad = [entry for entry in entries if entry["propertyAlias"] in self.refused]
        self.taken += [entry["propertyAlias"] for entry in entries if entry not in bad]
        errors = [{"errorCode": "ThrottlingException", "errorMessage": "slow down"}]
        return {"errorEntries": [{"entryId": one["entryId"], "errors": errors} for one in bad]}

    def batch_get_asset_property_value(self, *, entries: list[dict[str, Any]]) -> Any:  # noqa: ANN401 - boto3's answer
        failed = {"errorCode": "InternalFailureException", "errorMessage": "try later"}
        return {
            "successEntries": [],
            "errorEntries": [{"entryId": entries[0]["entryId"], **failed}],
        }


def test_all_values_are_tried_before_a_refusal_is_told() -> None:
    client: Any = SiteWise(NAMES[0], NAMES[22])
    with pytest.raises(ValueNotStored) as caught:
        put_values(client, VALUES, time=1_790_000_000.0)
    assert client.taken == NAMES[1:22]
    assert caught.value.found == (
        f"{NAMES[0]}: ThrottlingException, {NAMES[22]}: ThrottlingException"
    )
    assert caught.value.code == "VALUE_NOT_STORED"


def test_value_that_cannot_be_read_is_an_error_with_a_code() -> None:
    client: Any = SiteWise()
    with pytest.raises(ValueNotRead) as caught:
        latest_samples(client, NAMES)
    assert (caught.value.code, caught.value.where) == ("VALUE_NOT_READ", NAMES[0])
