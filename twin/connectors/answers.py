"""Answer a request from a source: the same for every connector.

A page ends with its last value, also inside of a record. A filter that keeps little gives a short
page with a token rather than reading for ever.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twin.connectors.errors import EntityUnknown, PropertyUnknown
from twin.connectors.paging import Position, write_token
from twin.connectors.questions import (
    AttributeQuestion,
    Event,
    HistoryQuestion,
    SchemaQuestion,
    Subject,
    read_question,
)
from twin.connectors.source import Row, Source, Window
from twin.connectors.times import write_time
from twin.connectors.values import data_value

Answer = dict[str, Any]
MAXIMUM_ROWS_READ = 5_000
"""So many records are read for a page at most."""


def answer(event: Event, source: Source, *, key_property: str) -> Answer:
    """Answer one request; `key_property` holds a component's key.

    Raises:
        ConnectorError: it cannot be answered.
    """
    question = read_question(event)
    if isinstance(question, SchemaQuestion):
        return _schema(question, source, key_property)
    if isinstance(question, AttributeQuestion):
        return _attributes(question, source, key_property)
    return _history(question, source, key_property)


def _schema(question: SchemaQuestion, source: Source, key_property: str) -> Answer:
    """Answer the series that the component does not have by its type."""
    known = question.subject.properties
    series = source.series(_key(question.subject, source, key_property))
    return {
        "properties": {
            name: {
                "definition": {
                    "dataType": {"type": data_type},
                    "isTimeSeries": True,
                    "isStoredExternally": True,
                }
            }
            for name, data_type in series.items()
            if name not in known
        }
    }


def _attributes(question: AttributeQuestion, source: Source, key_property: str) -> Answer:
    subject = question.subject
    types = {name: subject.data_type(name) for name in question.selected}
    found = source.attributes(_key(subject, source, key_property), question.selected)
    values: Answer = {}
    for name in question.selected:
        if name not in found:
            raise PropertyUnknown(
                "the source has no such attribute", found=name, expected=", ".join(found)
            )
        value = found[name]
        written = None if value is None else data_value(value, types[name])
        if written is not None:
            reference = {
                "entityId": subject.entity_id,
                "componentName": subject.component_name,
                "propertyName": name,
            }
            values[name] = {"propertyReference": reference, "propertyValue": written}
    return {"propertyValues": values}


def _history(question: HistoryQuestion, source: Source, key_property: str) -> Answer:
    subject = question.subject
    of_type = subject.entity_id is None
    key = None if of_type else _key(subject, source, key_property)
    _check_series(question, source, key)
    found: dict[tuple[str, str], Answer] = {}
    page = _Page(question, _rows(question, source, key))
    for row, name, value in page:
        if (row.key, name) not in found:
            found[row.key, name] = {
                "entityPropertyReference": _reference(subject, row, name, key_property),
                "values": [],
            }
        found[row.key, name]["values"].append({"time": write_time(row.time), "value": value})
    answered: Answer = {"propertyValues": list(found.values())}
    if page.rest is not None:
        answered["nextToken"] = write_token(question.digest, page.rest)
    return answered


def _rows(question: HistoryQuestion, source: Source, key: str | None) -> Iterator[Row]:
    start, end, position = question.start, question.end, question.position
    if position is not None:
        start, end = (start, position.time) if question.descending else (position.time, end)
    window = Window(start, end, question.start, question.descending)
    names = dict.fromkeys((*question.selected, *(one.name for one in question.filters)))
    return source.rows(key, tuple(names), window)


class _Page:
    """The values of one page, and in `rest` where the next one begins, if there is one."""

    def __init__(self, question: HistoryQuestion, rows: Iterator[Row]) -> None:
        self._question, self._rows = question, rows
        self._types = {name: question.subject.data_type(name) for name in question.selected}
        self.rest: Position | None = None

    def __iter__(self) -> Iterator[tuple[Row, str, Answer]]:
        told = self._question.position or Position(-1, 0, 0)
        left, time, number, read = self._question.limit, -1, 0, 0
        for row in self._rows:
            number = number + 1 if row.time == time else 0
            time = row.time
            here = time == told.time
            if here and number < told.rows:
                continue
            if read == MAXIMUM_ROWS_READ:
                self.rest = Position(time, number, 0)
                return
            read += 1
            first = told.cells if here and number == told.rows else 0
            for index, (name, value) in enumerate(self._cells(row)):
                if index < first:
                    continue
                if left == 0:
                    self.rest = Position(time, number, index)
                    return
                left -= 1
                yield row, name, value

    def _cells(self, row: Row) -> Iterator[tuple[str, Answer]]:
        if not all(one.passes(row.values.get(one.name)) for one in self._question.filters):
            return
        for name in self._question.selected:
            value = row.values.get(name)
            written = None if value is None else data_value(value, self._types[name])
            if written is not None:
                yield name, written


def _key(subject: Subject, source: Source, key_property: str) -> str:
    key = subject.text(key_property)
    if key is None:
        raise EntityUnknown(
            f"the component {subject.component_name} of {subject.entity_id} has no {key_property}"
        )
    if key not in source.known_keys():
        raise EntityUnknown(
            f"the site has nothing with this {key_property}",
            found=key,
            expected="a key of the deployed site file",
        )
    return key


def _check_series(question: HistoryQuestion, source: Source, key: str | None) -> None:
    keys = source.known_keys() if key is None else (key,)
    known = {name for one in keys for name in source.series(one)}
    for name in (*question.selected, *(one.name for one in question.filters)):
        if name not in known:
            raise PropertyUnknown(
                "there is no such time series", found=name, expected=", ".join(sorted(known))
            )


def _reference(subject: Subject, row: Row, name: str, key_property: str) -> Answer:
    if subject.entity_id is None:
        return {"externalIdProperty": {key_property: row.key}, "propertyName": name}
    return {
        "entityId": subject.entity_id,
        "componentName": subject.component_name,
        "propertyName": name,
    }
