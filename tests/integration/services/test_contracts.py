"""The comparison of answers with botocore's model sees what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from tests.integration.services.contracts import model_of, problems

SUMMARY: dict[str, Any] = {
    "id": "1",
    "arn": "arn:aws:iotsitewise:us-east-1:123456789012:asset-model/1",
    "name": "pump",
    "description": "",
    "creationDate": 1.5,
    "lastUpdateDate": 2,
    "status": {"state": "ACTIVE"},
}


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, []),
        ({"names": []}, ["names is unknown"]),
        ({"name": None}, ["name is missing"]),
        ({"name": 7}, ["7 is no string"]),
        ({"status": {"state": "BUSY"}}, ["'BUSY' is none of"]),
        ({"status": ["ACTIVE"]}, ["is no structure"]),
        ({"creationDate": "today"}, ["is no time"]),
    ],
)
def test_what_does_not_fit_is_found(changes: dict[str, Any], expected: list[str]) -> None:
    shape = model_of("iotsitewise").operation_model("ListAssetModels").output_shape
    assert shape is not None
    answer = {"assetModelSummaries": [{**SUMMARY, **changes}]}
    found = list(problems(shape, answer))
    assert len(found) == len(expected)
    assert all(text in one for text, one in zip(expected, found, strict=True))
