"""Lifecycle rules that moto would widen, by leaving out a part of them, are refused.

A rule for large objects only would end small ones too; one that keeps some noncurrent versions
would end them all.
"""

from __future__ import annotations

import time
from typing import Any

from moto.s3.exceptions import S3ClientError
from moto.s3.models import FakeBucket, FakeMultipart

from twin_local.execution.object_store.lifecycle import INITIATED_AT
from twin_local.execution.patching import original, replace

SIZES = ("ObjectSizeGreaterThan", "ObjectSizeLessThan")


def install() -> None:
    """Refuse what is not kept, and note when uploads begin."""
    set_lifecycle = original(FakeBucket, "set_lifecycle")
    initialise = original(FakeMultipart, "__init__")

    def set_checked(bucket: FakeBucket, rules: list[dict[str, Any]]) -> None:
        for rule in rules:
            _check(rule)
        set_lifecycle(bucket, rules)

    def __init__(upload: FakeMultipart, *values: Any, **named: Any) -> None:
        initialise(upload, *values, **named)
        setattr(upload, INITIATED_AT, time.time())

    replace(FakeBucket, "set_lifecycle", set_checked)
    replace(FakeMultipart, "__init__", __init__)


def _check(rule: dict[str, Any]) -> None:
    given = rule.get("Filter") or {}
    both = given.get("And") or {}
    if any(name in given or name in both for name in SIZES):
        _refuse("a filter by size")
    if "NewerNoncurrentVersions" in (rule.get("NoncurrentVersionExpiration") or {}):
        _refuse("NewerNoncurrentVersions")


def _refuse(what: str) -> None:
    raise S3ClientError(
        "NotImplemented", f"A lifecycle rule with {what} is not implemented by the embedded AWS."
    )
