# ruff: noqa: ANN401 - requests and answers of AWS are untyped here
"""Requests of TwinMaker as typed questions, and what in them is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.connectors.conftest import MIDNIGHT, history_event
from twin.connectors.errors import ConnectorError, QuestionInvalid, QuestionUnsupported
from twin.connectors.paging import Position, write_token
from twin.connectors.questions import (
    AttributeQuestion,
    HistoryQuestion,
    SchemaQuestion,
    read_question,
)
from twin.connectors.times import nanoseconds_of, read_time, write_time

SERIES: Any = {"flow": {"definition": {"dataType": {"type": "DOUBLE"}, "isTimeSeries": True}}}


def asked(**more: Any) -> HistoryQuestion:
    question = read_question(history_event(SERIES, "flow", **more))
    assert isinstance(question, HistoryQuestion)
    return question


def test_times_are_those_in_iso_and_only_without_them_the_deprecated_ones() -> None:
    question = asked(startTime="2026-01-01T01:00:00.5+01:00", startDateTime=1)
    assert question.start == MIDNIGHT * 10**9 + 500_000_000
    old = asked(startTime=None, endTime=None)
    assert (old.start, old.end) == (MIDNIGHT * 10**9, (MIDNIGHT + 86_400) * 10**9)


def test_functions_are_told_apart_by_what_they_ask() -> None:
    about = {"workspaceId": "w", "entityId": "e", "componentName": "c", "properties": SERIES}
    assert isinstance(read_question(about), SchemaQuestion)
    attributes = read_question({**about, "selectedProperties": ["flow"]})
    assert isinstance(attributes, AttributeQuestion)
    assert attributes.selected == ("flow",)
    assert asked(entityId=None).subject.entity_id is None


@pytest.mark.parametrize(
    ("more", "error", "said"),
    [
        ({"interpolation": {"interpolationType": "LINEAR"}}, QuestionUnsupported, "interpolat"),
        ({"propertyGroupName": "rows"}, QuestionUnsupported, "tables"),
        ({"orderByTime": "RANDOM"}, QuestionInvalid, "RANDOM"),
        ({"maxResults": 201}, QuestionInvalid, "1 to 200"),
        ({"maxResults": True}, QuestionInvalid, "maxResults"),
        ({"startTime": "yesterday"}, QuestionInvalid, "yesterday"),
        ({"startTime": "2026-13-01T00:00:00Z"}, QuestionInvalid, "ISO 8601"),
        ({"endTime": "2025-01-01T00:00:00Z"}, QuestionInvalid, "before it starts"),
        ({"endTime": None, "endDateTime": None}, QuestionInvalid, "endTime"),
        ({"selectedProperties": []}, QuestionInvalid, "selected"),
        ({"nextToken": "no token"}, QuestionInvalid, "nextToken"),
        ({"nextToken": write_token("other", Position(1, 2, 3))}, QuestionInvalid, "nextToken"),
        ({"propertyFilters": [{}] * 11}, QuestionInvalid, "ten"),
        ({"propertyFilters": ["flow"]}, QuestionInvalid, "no object"),
        (
            {"propertyFilters": [{"propertyName": "flow", "operator": "~", "value": {}}]},
            QuestionInvalid,
            "operator",
        ),
        (
            {"propertyFilters": [{"propertyName": "flow", "operator": "=", "value": {}}]},
            QuestionInvalid,
            "single value",
        ),
    ],
)
def test_what_breaks_the_contract_is_refused_with_a_reason(
    more: dict[str, Any], error: type[ConnectorError], said: str
) -> None:
    with pytest.raises(error, match=said):
        asked(**more)


def test_a_page_has_two_hundred_values_unless_fewer_are_asked_for() -> None:
    assert [asked(maxResults=limit).limit for limit in (None, 0, 1, 200)] == [200, 200, 1, 200]


def test_a_token_is_good_for_its_question_whatever_the_size_of_its_pages() -> None:
    token = write_token(asked(maxResults=5).digest, Position(1, 2, 3))
    assert asked(maxResults=7, nextToken=token).position == Position(1, 2, 3)
    with pytest.raises(QuestionInvalid):
        asked(orderByTime="DESCENDING", nextToken=token)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000000Z"),
        ("2026-01-01 02:00:00.25+0200", "2026-01-01T00:00:00.250000Z"),
        ("2026-01-01T00:00:00.123456789", "2026-01-01T00:00:00.123456789Z"),
    ],
)
def test_times_keep_their_nanoseconds(text: str, written: str) -> None:
    assert write_time(read_time(text)) == written


def test_seconds_of_the_tables_keep_their_microseconds() -> None:
    assert nanoseconds_of(MIDNIGHT + 0.123456) == MIDNIGHT * 10**9 + 123_456_000
