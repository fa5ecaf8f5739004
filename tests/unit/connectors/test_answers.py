# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""Pages of any source: nothing twice, nothing lost, in the order that was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.connectors.conftest import MIDNIGHT, history_event, values_of
from twin.connectors import answers
from twin.connectors.answers import answer
from twin.connectors.errors import EntityUnknown, PropertyUnknown, QuestionInvalid
from twin.connectors.source import Row, Window
from twin.connectors.values import DataType, Value

NAMES: dict[str, DataType] = {"flow": "DOUBLE", "state": "STRING", "count": "LONG", "on": "BOOLEAN"}
PROPERTIES: Any = {
    **{name: {"definition": {"dataType": {"type": kind}}} for name, kind in NAMES.items()},
    "key": {"definition": {"dataType": {"type": "STRING"}}, "value": {"stringValue": "a"}},
}


@dataclass
class Rows:
    """A source of rows in memory."""

    stored: Sequence[Row]

    def known_keys(self) -> Sequence[str]:
        return ("a", "b")

    def series(self, key: str) -> Mapping[str, DataType]:
        return NAMES

    def rows(self, key: str | None, names: Sequence[str], window: Window) -> Iterator[Row]:
        found = [row for row in self.stored if key is None or row.key == key]
        for row in sorted(found, key=lambda row: row.time, reverse=window.descending):
            if window.start <= row.time <= window.end:
                yield row

    def attributes(self, key: str, names: Sequence[str]) -> Mapping[str, Value | None]:
        return {"state": "fine", "flow": None}


def at(second: int, key: str = "a", **values: Value | None) -> Row:
    return Row((MIDNIGHT + second) * 10**9, key, values)


def ask(rows: Sequence[Row], *selected: str, **more: Any) -> Any:
    event = history_event(PROPERTIES, *selected, **more)
    return answer(event, Rows(rows), key_property="key")


def pages(rows: Sequence[Row], *selected: str, **more: Any) -> list[Any]:
    """Return all pages of a question."""
    found, token = [], None
    while True:
        page = ask(rows, *selected, nextToken=token, **more)
        found.append(page)
        token = page.get("nextToken")
        if token is None:
            return found


def told(page: Any) -> list[tuple[str, str, Any]]:
    return [
        (value["time"], series["entityPropertyReference"]["propertyName"], value["value"])
        for series in page["propertyValues"]
        for value in series["values"]
    ]


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.builds(
            at,
            st.integers(0, 6),
            flow=st.none() | st.floats(0, 9),
            state=st.none() | st.sampled_from(["x", "y"]),
        ),
        max_size=25,
    ),
    limit=st.integers(1, 7),
    descending=st.booleans(),
)
def test_pages_together_are_the_history(rows: list[Row], limit: int, descending: bool) -> None:
    order = "DESCENDING" if descending else "ASCENDING"
    found = pages(rows, "flow", "state", maxResults=limit, orderByTime=order)
    assert all(sum(len(one["values"]) for one in page["propertyValues"]) <= limit for page in found)
    (whole,) = pages(rows, "flow", "state", maxResults=200, orderByTime=order)
    for name in ("flow", "state"):
        together = [value for page in found for value in values_of(page, name)]
        assert together == values_of(whole, name)
    times = [time for time, name, _ in told(whole) if name == "flow"]
    assert times == sorted(times, reverse=descending)


def test_filters_keep_whole_records_and_compare_with_what_is_not_selected() -> None:
    rows = [at(1, flow=1.0, state="low"), at(2, flow=5.0, state="high"), at(3, flow=7.0)]
    wanted = {"propertyName": "state", "operator": "=", "value": {"stringValue": "high"}}
    assert values_of(ask(rows, "flow", propertyFilters=[wanted]), "flow") == [5.0]
    above = {"propertyName": "flow", "operator": ">", "value": {"doubleValue": 1.0}}
    assert values_of(ask(rows, "flow", propertyFilters=[above]), "flow") == [5.0, 7.0]
    mixed = {"propertyName": "state", "operator": "<", "value": {"doubleValue": 1.0}}
    with pytest.raises(QuestionInvalid, match="another type"):
        ask(rows, "flow", propertyFilters=[mixed])


def test_a_filter_that_keeps_nothing_ends_a_page_instead_of_reading_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(answers, "MAXIMUM_ROWS_READ", 4)
    rows = [at(second // 3, flow=float(second)) for second in range(10)]
    last = {"propertyName": "flow", "operator": "=", "value": {"doubleValue": 9.0}}
    found = pages(rows, "flow", propertyFilters=[last])
    assert [values_of(page, "flow") for page in found] == [[], [], [9.0]]


def test_values_are_of_the_type_of_their_property() -> None:
    row = at(1, flow=2, state="x" * 300, count=3, on=True)
    found = {name: value for _, name, value in told(ask([row], *NAMES))}
    assert found["flow"] == {"doubleValue": 2.0}
    assert found["count"] == {"longValue": 3}
    assert found["on"] == {"booleanValue": True}
    assert found["state"]["stringValue"] == "x" * 255 + "…"
    assert told(ask([at(1, flow=float("nan"))], "flow")) == []


def test_a_component_answers_by_entity_and_a_type_by_external_id() -> None:
    rows = [at(1, flow=1.0), at(2, "b", flow=2.0)]
    (one,) = ask(rows, "flow")["propertyValues"]
    assert one["entityPropertyReference"] == {
        "entityId": "P-101",
        "componentName": "main",
        "propertyName": "flow",
    }
    both = ask(rows, "flow", entityId=None, componentName=None)["propertyValues"]
    assert [series["entityPropertyReference"] for series in both] == [
        {"externalIdProperty": {"key": key}, "propertyName": "flow"} for key in ("a", "b")
    ]


def test_attributes_without_a_value_are_left_out() -> None:
    event = {"entityId": "P-101", "componentName": "main", "properties": PROPERTIES}
    event["selectedProperties"] = ["state", "flow"]
    found = answer(event, Rows([]), key_property="key")["propertyValues"]
    assert list(found) == ["state"]
    assert found["state"]["propertyValue"] == {"stringValue": "fine"}
    event["selectedProperties"] = ["count"]
    with pytest.raises(PropertyUnknown, match="count"):
        answer(event, Rows([]), key_property="key")


def test_a_new_component_gets_the_series_that_its_type_does_not_have() -> None:
    known = {name: PROPERTIES[name] for name in ("key", "flow")}
    event = {"entityId": "P-101", "componentName": "main", "properties": known}
    found = answer(event, Rows([]), key_property="key")["properties"]
    assert list(found) == ["state", "count", "on"]
    assert found["count"]["definition"]["dataType"] == {"type": "LONG"}
    assert found["count"]["definition"]["isTimeSeries"]


@pytest.mark.parametrize(
    ("properties", "selected", "error", "said"),
    [
        ({**PROPERTIES, "key": {"value": {"stringValue": "c"}}}, "flow", EntityUnknown, "found c"),
        ({"flow": PROPERTIES["flow"]}, "flow", EntityUnknown, "has no key"),
        (PROPERTIES, "pressure", PropertyUnknown, "pressure"),
        (PROPERTIES, "key", PropertyUnknown, "no such time series"),
    ],
)
def test_what_the_site_does_not_have_is_named(
    properties: Any, selected: str, error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        answer(history_event(properties, selected), Rows([]), key_property="key")
