"""Calls that are authorised entry by entry: SiteWise's batches of values.

A partly allowed batch is answered with AccessDeniedException for the entries that are not.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from twin_local.execution.access.calls import Call

BY_ENTRY = frozenset(
    ("iotsitewise", operation)
    for operation in (
        "BatchGetAssetPropertyAggregates",
        "BatchGetAssetPropertyValue",
        "BatchGetAssetPropertyValueHistory",
        "BatchPutAssetPropertyValue",
    )
)


def is_decided_by_entry(call: Call) -> bool:
    """Say whether each entry of a call is allowed or denied by itself."""
    return (call.service, call.operation) in BY_ENTRY and bool(call.parameters.get("entries"))


def by_entry(call: Call) -> Mapping[str, Call]:
    """Return the calls of one entry each that a batch stands for, by the entries' ids."""
    return {
        str(one.get("entryId")): replace(call, parameters={**call.parameters, "entries": [one]})
        for one in call.parameters["entries"]
    }
