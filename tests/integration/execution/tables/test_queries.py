"""DynamoDB: queries and transactions answer and leave what moto's do, and cost what they touch."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations_with_replacement
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from moto.dynamodb.models import DynamoDBBackend

from tests.integration.execution.tables.paired_tables import (
    INDEXES,
    NAME,
    as_moto_does,
    backend_with_table,
    contents,
    installed,
    outcome,
)

PARTITIONS = st.sampled_from(["a", "b"]).map(lambda text: {"S": text})
NUMBERS = st.sampled_from(["0", "1", "1.0", "2", "3", "10", "-1"]).map(lambda text: {"N": text})
ODD = st.sampled_from([{"S": "text"}, {"N": "5"}])
KEYS = st.fixed_dictionaries({"p": PARTITIONS, "r": NUMBERS})
ITEMS = st.fixed_dictionaries(
    {"p": PARTITIONS, "r": NUMBERS},
    optional={"g": PARTITIONS, "h": NUMBERS, "v": NUMBERS, "x": st.just({"L": [{"N": "1"}]})},
)
CONDITIONS = st.sampled_from([None, "attribute_exists(v)", "attribute_not_exists(g)"])
UPDATES = st.sampled_from(
    ["SET g = :s", "SET h = :n", "REMOVE g", "SET v = :n", "REMOVE h", "SET h = h + :n"]
)
COMPARISONS = st.sampled_from(["=", "<", "<=", ">", ">=", "BETWEEN", "BEGINS_WITH"])

Operation = Callable[[DynamoDBBackend], Any]


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    expression = draw(UPDATES)
    values = {":s": draw(PARTITIONS), ":n": draw(NUMBERS)}
    return {
        "Key": draw(KEYS),
        "UpdateExpression": expression,
        "ExpressionAttributeValues": {n: v for n, v in values.items() if n in expression},
    }


@st.composite
def actions(draw: st.DrawFn) -> dict[str, Any]:
    kind = draw(st.sampled_from(["Put", "Delete", "Update", "ConditionCheck"]))
    body: dict[str, Any] = {"TableName": NAME}
    if kind == "Put":
        body["Item"] = draw(ITEMS)
    elif kind == "Update":
        body |= draw(updates())
    else:
        body["Key"] = draw(KEYS)
    if kind == "ConditionCheck" or draw(st.integers(0, 3)) == 0:
        body["ConditionExpression"] = draw(CONDITIONS)
    return {kind: body}


@st.composite
def queries(draw: st.DrawFn) -> Operation:
    index = draw(st.sampled_from([None, *INDEXES]))
    names = [name for name, _ in INDEXES[index]] if index else ["p", "r"]
    kinds = {"p": PARTITIONS, "g": PARTITIONS, "r": NUMBERS, "h": NUMBERS}
    value = draw(kinds[names[0]])
    ranges: list[tuple[str, str, list[Any]]] = []
    if len(names) > 1 and draw(st.booleans()):
        comparison = draw(COMPARISONS)
        several = 2 if comparison == "BETWEEN" else 1
        values = draw(st.lists(kinds[names[1]] | ODD, min_size=several, max_size=several))
        ranges = [(names[1], comparison, values)]
    start = draw(st.none() | st.fixed_dictionaries({n: kinds[n] for n in {*names, "p", "r"}}))
    if start is not None and draw(st.integers(0, 3)):
        start = start | {names[0]: value}
    limit = draw(st.none() | st.integers(1, 5))
    forward = draw(st.booleans())
    condition = draw(st.sampled_from([None, "attribute_exists(v)", "v > :v"]))

    def query(backend: DynamoDBBackend) -> Any:
        return backend.query(
            NAME,
            value,
            ranges[0][1] if ranges else None,
            ranges[0][2] if ranges else [],
            limit,  # type: ignore[arg-type]
            start,  # type: ignore[arg-type]
            forward,
            None,
            index_name=index,
            expr_names={},
            expr_values={":v": {"N": "1"}},
            filter_expression=condition,
            hash_key_conditions=[(names[0], value)],
            range_key_conditions=ranges,
        )

    return query


def _put(item: dict[str, Any], condition: str | None) -> Operation:
    return lambda backend: backend.put_item(NAME, item, condition_expression=condition)


def _delete(key: dict[str, Any]) -> Operation:
    return lambda backend: backend.delete_item(NAME, key)


def _update(update: dict[str, Any]) -> Operation:
    return lambda backend: backend.update_item(
        NAME,
        update["Key"],
        update["UpdateExpression"],
        expression_attribute_names={},
        expression_attribute_values=update["ExpressionAttributeValues"],
    )


def _transact(several: list[dict[str, Any]]) -> Operation:
    return lambda backend: backend.transact_write_items(several)


OPERATIONS = st.one_of(
    st.builds(_put, ITEMS, CONDITIONS),
    st.builds(_put, st.builds(lambda item, odd: item | {"h": odd}, ITEMS, ODD), st.none()),
    st.builds(_delete, KEYS),
    st.builds(_update, updates()),
    st.builds(_transact, st.lists(actions(), min_size=1, max_size=4)),
    queries(),
    queries(),
    queries(),
)


@pytest.fixture(scope="module", autouse=True)
def _installed() -> Iterator[None]:
    with installed():
        yield


@given(
    items=st.lists(ITEMS, max_size=12),
    operations=st.lists(OPERATIONS, min_size=1, max_size=12),
)
@settings(max_examples=300, deadline=None)
def test_answers_and_contents_are_those_of_moto(
    items: list[dict[str, Any]], operations: list[Operation]
) -> None:
    every = [*(_put(item, None) for item in items), *operations]
    ours, theirs = backend_with_table(), backend_with_table()
    found = [(outcome(partial(do, ours)), contents(ours)) for do in every]
    with as_moto_does():
        expected = [(outcome(partial(do, theirs)), contents(theirs)) for do in every]
    assert found == expected


@pytest.mark.parametrize("forward", [True, False])
def test_a_page_ends_by_size_or_limit_where_that_of_moto_does(forward: bool) -> None:
    pages = []
    for do in (False, True):
        backend = backend_with_table(with_stream=False)
        for number in range(8):
            blob = {"S": "x" * (330_000 if number in (1, 2, 5, 6) else 10)}
            backend.put_item(NAME, {"p": {"S": "a"}, "r": {"N": str(number)}, "blob": blob})
        if do:
            with as_moto_does():
                pages.append(_sizes(backend, forward=forward))
        else:
            pages.append(_sizes(backend, forward=forward))
    assert pages[0] == pages[1]
    assert any(last is not None for _, last in pages[0])


def _sizes(backend: DynamoDBBackend, *, forward: bool) -> list[tuple[int, object]]:
    found = []
    for limit in (None, 1, 2, 3, 4, 8):
        for low, high in combinations_with_replacement(range(8), 2):
            answer: Any = _between(backend, low, high, forward=forward, limit=limit)
            last = answer[2] and str(answer[2]["r"])
            found.append((len(answer[0]), last))
    return found


def _between(
    backend: DynamoDBBackend, low: int, high: int, *, forward: bool = True, limit: int | None = None
) -> object:
    values = [{"N": str(low)}, {"N": str(high)}]
    return backend.query(
        NAME,
        {"S": "a"},
        "BETWEEN",
        values,
        limit,  # type: ignore[arg-type]
        None,  # type: ignore[arg-type]
        forward,
        None,
        hash_key_conditions=[("p", {"S": "a"})],
        range_key_conditions=[("r", "BETWEEN", values)],
    )


def _lines(do: Callable[[], object]) -> int:
    """Return how many lines of Python run."""
    count = 0

    def line(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return line

    before = sys.gettrace()
    sys.settrace(line)
    try:
        do()
    finally:
        sys.settrace(before)
    return count


def test_the_cost_is_that_of_what_is_touched_not_of_the_table() -> None:
    costs = []
    for size in (200, 5_000):
        backend = backend_with_table(with_stream=False)
        for number in range(size):
            backend.tables[NAME].put_item({"p": {"S": "a"}, "r": {"N": str(number)}})
        _between(backend, 50, 60)
        put = {"Put": {"TableName": NAME, "Item": {"p": {"S": "a"}, "r": {"N": "7"}}}}
        costs.append(
            (
                _lines(lambda: _between(backend, 50, 60)),  # noqa: B023 - called at once
                _lines(lambda: backend.transact_write_items([put])),  # noqa: B023
            )
        )
    for small, large in zip(*costs, strict=True):
        assert 50 < large < small * 1.5
