"""POST policies: conditions, sizes, expiry, and fields that no condition names."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from moto.s3.exceptions import S3ClientError

from twin_local.execution.object_store.post_policy import check_policy

NOW = datetime(2030, 1, 1, tzinfo=UTC)
FORM = {"key": "in/a.step", "content-type": "model/step", "bucket": "b"}


def check(conditions: list[Any], size: int = 10, expiration: str = "2030-01-01T00:01:00Z") -> None:
    document = json.dumps({"expiration": expiration, "conditions": conditions})
    policy = base64.b64encode(document.encode()).decode()
    check_policy({**FORM, "policy": policy, "x-amz-signature": "s"}, size, NOW)


ALL = [{"bucket": "b"}, ["starts-with", "$key", "in/"], ["eq", "$Content-Type", "model/step"]]


def test_a_form_that_meets_all_conditions_passes() -> None:
    check([*ALL, ["content-length-range", 10, 10]])


@pytest.mark.parametrize(
    ("conditions", "size", "code", "said"),
    [
        ([*ALL, ["content-length-range", 1, 9]], 10, "EntityTooLarge", "maximum"),
        ([*ALL, ["content-length-range", 11, 20]], 10, "EntityTooSmall", "minimum"),
        ([*ALL, ["starts-with", "$key", "out/"]], 1, "AccessDenied", "Policy Condition failed"),
        ([*ALL, {"content-type": "x"}], 1, "AccessDenied", "Policy Condition failed"),
        ([*ALL, ["ends-with", "$key", "step"]], 1, "AccessDenied", "Policy Condition failed"),
        ([{"bucket": "c"}, *ALL], 1, "AccessDenied", "Policy Condition failed"),
        (ALL[:2], 1, "AccessDenied", "Extra input fields: content-type"),
    ],
)
def test_what_does_not_meet_them_is_refused(
    conditions: list[Any], size: int, code: str, said: str
) -> None:
    with pytest.raises(S3ClientError, match=said) as refused:
        check(conditions, size)
    assert refused.value.code == code


def test_a_policy_ends() -> None:
    with pytest.raises(S3ClientError, match="Policy expired"):
        check(ALL, expiration="2030-01-01T00:00:00Z")


def test_a_policy_that_is_none_is_refused() -> None:
    with pytest.raises(S3ClientError) as refused:
        check_policy({**FORM, "policy": "e30="}, 1, NOW)
    assert refused.value.code == "InvalidPolicyDocument"
