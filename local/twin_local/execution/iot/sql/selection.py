"""Apply a statement to a message."""

from __future__ import annotations

from twin_local.execution.iot.json_values import encode
from twin_local.execution.iot.sql.evaluation import UNDEFINED, Subject, evaluate, read_payload
from twin_local.execution.iot.sql.syntax import Statement
from twin_local.execution.iot_bus import Message


def subject_of(message: Message) -> Subject:
    """Return a message as expressions see it."""
    return Subject(message.topic, read_payload(message.payload), int(message.time * 1000))


def select(statement: Statement, subject: Subject, payload: bytes) -> bytes | None:
    """Return the payload for the actions, None where the condition does not hold.

    `SELECT *` alone hands on any payload as it came, JSON or not.
    """
    if statement.where is not None and evaluate(statement.where, subject) is not True:
        return None
    if statement.everything and not statement.columns:
        return payload
    selected = {}
    if statement.everything and isinstance(subject.payload, dict):
        selected.update(subject.payload)
    for column in statement.columns:
        value = evaluate(column.expression, subject)
        if value is not UNDEFINED:
            selected[column.name] = value
    return encode(selected)
