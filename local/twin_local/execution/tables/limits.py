"""How large items, expressions and requests may be.

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from moto.dynamodb import responses
from moto.dynamodb.exceptions import ItemSizeTooLarge, MockValidationException
from moto.dynamodb.models.dynamo_type import DynamoType, LimitedSizeDict
from moto.dynamodb.responses import DynamoHandler

from twin_local.execution.patching import before, replace

LARGEST_ITEM_BYTES = 400 * 1024
LARGEST_TRANSACTION_BYTES = 4 * 1024 * 1024
LARGEST_EXPRESSION_BYTES = 4 * 1024
DEEPEST_LEVEL = 32
MOST_DIGITS = 38
MAXIMUM_WRITES = 25
"""Puts and deletions of one batch."""

MAXIMUM_ACTIONS = 100
"""Actions of one transaction; moto stops reading at 25."""

EXPRESSIONS = (
    "ConditionExpression",
    "FilterExpression",
    "KeyConditionExpression",
    "ProjectionExpression",
    "UpdateExpression",
)
CHECKED = ("put_item", "update_item", "delete_item", "query", "scan")


def install() -> None:
    """Check requests before moto takes them."""
    replace(responses, "TRANSACTION_MAX_ITEMS", MAXIMUM_ACTIONS)
    replace(LimitedSizeDict, "__setitem__", _set_attribute)
    for name in CHECKED:
        before(DynamoHandler, name, _check_one)
    before(DynamoHandler, "batch_write_item", _check_batch)
    before(DynamoHandler, "transact_write_items", _check_transaction)


def _set_attribute(attributes: LimitedSizeDict, name: str, value: Any) -> None:
    others = (item for item in attributes.items() if item[0] != name)
    size = sum(_size(key) + _size(one) for key, one in others) + _size(name) + _size(value)
    if size > LARGEST_ITEM_BYTES:
        raise ItemSizeTooLarge
    dict.__setitem__(attributes, name, value)


def _size(value: Any) -> int:
    return value.size() if isinstance(value, DynamoType) else len(str(value).encode())


def _check_one(handler: DynamoHandler) -> None:
    _check(handler.body)


def _check_batch(handler: DynamoHandler) -> None:
    requests = [one for several in handler.body["RequestItems"].values() for one in several]
    if not 1 <= len(requests) <= MAXIMUM_WRITES:
        bound = "less" if requests else "greater"
        limit = MAXIMUM_WRITES if requests else 1
        raise MockValidationException(
            "1 validation error detected: Value at 'requestItems' failed to satisfy constraint:"
            " Map value must satisfy constraint: [Member must have length"
            f" {bound} than or equal to {limit}]"
        )
    for request in requests:
        _check(request.get("PutRequest") or {})


def _check_transaction(handler: DynamoHandler) -> None:
    size = 0
    for action in handler.body["TransactItems"]:
        for request in action.values():
            _check(request)
            size += sum(_bytes(one) for one in _values(request))
    if size > LARGEST_TRANSACTION_BYTES:
        raise MockValidationException(
            "Collection size of items in the transaction cannot exceed 4MB"
        )


def _check(request: Mapping[str, Any]) -> None:
    for name in EXPRESSIONS:
        size = len(str(request.get(name) or "").encode())
        if size > LARGEST_EXPRESSION_BYTES:
            raise MockValidationException(
                f"Invalid {name}: Expression size has exceeded the maximum allowed size;"
                f" expression size: {size}"
            )
    for value in _values(request):
        _check_value(value, level=0)


def _values(request: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the attribute values of a request."""
    for name in ("Item", "Key", "ExpressionAttributeValues"):
        yield from (request.get(name) or {}).values()


def _check_value(value: Mapping[str, Any], *, level: int) -> None:
    if level > DEEPEST_LEVEL:
        raise MockValidationException("Nesting Levels have exceeded supported limits")
    for kind, content in value.items():
        if kind in ("N", "NS"):
            for number in [content] if kind == "N" else content:
                _check_number(str(number))
        for inner in _inner(kind, content):
            _check_value(inner, level=level + 1)


def _inner(kind: str, content: Any) -> Iterable[Mapping[str, Any]]:
    if kind == "M":
        return list(content.values())
    return content if kind == "L" else ()


def _check_number(text: str) -> None:
    mantissa = text.lower().partition("e")[0].lstrip("+-")
    digits = mantissa.replace(".", "").lstrip("0")
    significant = digits if "." in mantissa else digits.rstrip("0")
    if len(significant) > MOST_DIGITS:
        raise MockValidationException(
            "Attempting to store more than 38 significant digits in a Number"
        )


def _bytes(value: Mapping[str, Any]) -> int:
    return int(DynamoType(dict(value)).size())
