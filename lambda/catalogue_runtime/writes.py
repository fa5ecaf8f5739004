"""One write of a transaction, and the error of its condition.

https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItem.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from catalogue_runtime.keys import Key, time_text
from twin.errors import TwinError

Operation = Literal["Put", "Delete", "Update", "ConditionCheck"]
ABSENT = "attribute_not_exists(pk)"
PRESENT = "attribute_exists(pk)"


@dataclass(frozen=True)
class Condition:
    """A condition expression with its values; `refusal` is raised where it does not hold.

    Without `refusal` the transaction raises `CatalogueConflict`, and may be tried again.
    """

    expression: str
    values: Mapping[str, Any] = field(default_factory=dict)
    refusal: TwinError | None = None


@dataclass(frozen=True)
class Write:
    """One write; `arguments` as the API spells them, without the table and the condition."""

    operation: Operation
    arguments: Mapping[str, Any]
    condition: Condition | None = None


def put(
    key: Key,
    record: Mapping[str, Any],
    *,
    more: Mapping[str, Any] | None = None,
    condition: Condition | None = None,
) -> Write:
    """Return the write of an item; `more` are attributes beside the record, as DynamoDB has them.

    The record must hold JSON only.
    """
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Write("Put", {"Item": {**key, "record": {"S": text}, **(more or {})}}, condition)


def delete(key: Key, condition: Condition | None = None) -> Write:
    """Return the removal of an item."""
    return Write("Delete", {"Key": key}, condition)


def check(key: Key, condition: Condition) -> Write:
    """Return a condition on an item that the transaction does not change."""
    return Write("ConditionCheck", {"Key": key}, condition)


def add(key: Key, attribute: str, amount: int, condition: Condition | None = None) -> Write:
    """Return the addition to a number of an item."""
    arguments = {"Key": key, "UpdateExpression": f"ADD {attribute} :amount"}
    values = {**(condition.values if condition else {}), ":amount": {"N": str(amount)}}
    if condition is None:
        arguments["ExpressionAttributeValues"] = values
        return Write("Update", arguments)
    return Write("Update", arguments, Condition(condition.expression, values, condition.refusal))


def listed(listing: str, seconds: float, unique: str = "") -> dict[str, Any]:
    """Return the attributes that put an item into a list of the index over time."""
    return {"gpk": {"S": listing}, "gsk": {"S": f"{time_text(seconds)}{unique}"}}


def is_revision(revision: int, refusal: TwinError | None = None) -> Condition:
    """Return the condition that an item has a revision."""
    return Condition("revision = :revision", {":revision": {"N": str(revision)}}, refusal)


def at_revision(revision: int) -> dict[str, Any]:
    """Return the attribute that `is_revision` compares."""
    return {"revision": {"N": str(revision)}}


def as_item(table: str, write: Write) -> dict[str, Any]:
    """Return a write as the API takes it."""
    arguments: dict[str, Any] = {"TableName": table, **write.arguments}
    if write.condition is not None:
        arguments["ConditionExpression"] = write.condition.expression
        if write.condition.values:
            arguments["ExpressionAttributeValues"] = dict(write.condition.values)
    return {write.operation: arguments}
