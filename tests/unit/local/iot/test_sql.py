"""The SQL of topic rules: what is read, what is refused, and what it means."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin_local.execution.iot.sql.errors import SqlError
from twin_local.execution.iot.sql.parser import parse_statement
from twin_local.execution.iot.sql.selection import select, subject_of
from twin_local.execution.iot.sql.syntax import (
    Attribute,
    Column,
    Compare,
    Connect,
    Constant,
    Not,
    Statement,
    Topic,
)
from twin_local.execution.iot.sql.templates import parse_template
from twin_local.execution.iot_bus import Message

NESTED = {"a": {"b": {"c": 5}}, "type": "T", "text": "12", "flag": True, "none": None, "list": [1]}


def message(payload: object, topic: str = "site/pump/speed") -> Message:
    return Message(topic=topic, payload=json.dumps(payload).encode(), time=1_700_000_000.25)


def apply(sql: str, payload: object = NESTED, topic: str = "site/pump/speed") -> Any:  # noqa: ANN401
    received = message(payload, topic)
    selected = select(parse_statement(sql), subject_of(received), received.payload)
    return None if selected is None else json.loads(selected)


def passes(condition: str, payload: object = NESTED) -> bool:
    return apply(f"SELECT * FROM '#' WHERE {condition}", payload) is not None


def test_a_statement_is_read_whole() -> None:
    sql = (
        "select a.b AS x, topic(2) AS y from '$aws/things/+/shadow/#'"
        " where NOT a = 1 or b <= 'it''s'"
    )
    assert parse_statement(sql) == Statement(
        everything=False,
        columns=(Column(Attribute(("a", "b")), "x"), Column(Topic(2), "y")),
        topic_filter="$aws/things/+/shadow/#",
        where=Connect(
            "OR",
            Not(Compare("=", Attribute(("a",)), Constant(1))),
            Compare("<=", Attribute(("b",)), Constant("it's")),
        ),
    )


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "UPDATE x",
        "SELECT * FROM a",
        "SELECT FROM 'a'",
        "SELECT * 'a'",
        "SELECT *, FROM 'a'",
        "SELECT a AS FROM 'a'",
        "SELECT 1 FROM 'a'",
        "SELECT topic(0) AS t FROM 'a'",
        "SELECT topic(a) AS t FROM 'a'",
        "SELECT timestamp(1) AS t FROM 'a'",
        "SELECT newuuid() AS u FROM 'a'",
        "SELECT a + AS b FROM 'a'",
        "SELECT a + 1 FROM 'a'",
        "SELECT floor(1, 2) AS b FROM 'a'",
        "SELECT list[0] AS b FROM 'a'",
        "SELECT (SELECT VALUE a FROM b) AS c FROM 'a'",
        "SELECT * FROM 'a' WHERE a IN [1, 2]",
        "SELECT * FROM 'a' WHERE a = 'open",
        "SELECT * FROM 'a' WHERE a == 1",
        "SELECT * FROM 'a' WHERE a = 1 = 2",
        "SELECT * FROM 'a' WHERE (a = 1",
        "SELECT * FROM 'a' WHERE a = 1e",
        "SELECT * FROM 'a/b+'",
        "SELECT * FROM ''",
        "SELECT * FROM 'a'; DROP",
        "SELECT * FROM 'a', 'b'",
    ],
)
def test_what_is_not_run_is_refused_with_its_place(sql: str) -> None:
    with pytest.raises(SqlError, match="at character"):
        parse_statement(sql)


@given(st.text(alphabet="SELCTFROMWHab*.,()'\"<>=-+% 019_$/{}", max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        statement = parse_statement(f"SELECT {text} FROM 'a'")
    except SqlError:
        return
    assert statement.everything or statement.columns


@pytest.mark.parametrize(
    ("sql", "selected"),
    [
        ("SELECT * FROM '#'", NESTED),
        ("SELECT a.b.c FROM '#'", {"c": 5}),
        ("SELECT a.b AS inner, none FROM '#'", {"inner": {"c": 5}, "none": None}),
        ("SELECT missing, a.b.c.d, type FROM '#'", {"type": "T"}),
        ("SELECT *, 'x' AS type FROM '#'", NESTED | {"type": "x"}),
        (
            "SELECT topic() AS t, topic(3) AS l, topic(9) AS no FROM '#'",
            {"t": "site/pump/speed", "l": "speed"},
        ),
        (
            "SELECT timestamp() AS at, -1.5 AS n, null AS z FROM '#'",
            {"at": 1_700_000_000_250, "n": -1.5, "z": None},
        ),
        ("SELECT flag AND a.b.c > 4 AS on FROM '#'", {"on": True}),
        (
            "SELECT 1 + 2 * 3 - 4 AS a, 7 % 4 / 2 AS b, (1 + 2) * -3 AS c FROM '#'",
            {"a": 3, "b": 1.5, "c": -9},
        ),
        (
            "SELECT floor(-1.5) AS f, ceil(1.2) AS c, round(2.5) AS r, abs(-2) AS a FROM '#'",
            {"f": -2, "c": 2, "r": 3, "a": 2},
        ),
        (
            "SELECT text * 2 AS n, text + 1 AS t, type + text AS u FROM '#'",
            {
                "n": 24,
                "t": "121",
                "u": "T12",
            },
        ),
        (
            "SELECT 1 / 0 AS a, missing + 1 AS b, flag * 2 AS c, floor(type) AS d,"
            " type + flag AS e, 1 % 0 AS f FROM '#'",
            {},
        ),
    ],
)
def test_what_a_statement_selects(sql: str, selected: dict[str, Any]) -> None:
    assert apply(sql) == selected


@pytest.mark.parametrize(
    "condition",
    [
        "type = 'T'",
        'type = "T"',
        "type <> 'U'",
        "a.b.c >= 5 AND a.b.c <= 5.0",
        "text > 9",
        "'10' > 9 AND NOT '9' > 10",
        "flag",
        "NOT type = 'U'",
        "none = null",
        "flag <> 1",
        "list <> 1",
        "a = a AND list = list",
        "false OR 'TRUE'",
        "topic(2) = 'pump'",
        "type = 'U' AND flag OR a.b.c = 5",
        "NOT (type = 'U' AND flag)",
    ],
)
def test_a_condition_that_holds(condition: str) -> None:
    assert passes(condition)


@pytest.mark.parametrize(
    "condition",
    [
        "type = 'U'",
        "type = 't'",
        "missing = 1",
        "missing <> 1",
        "NOT missing = 1",
        "missing = 1 OR flag",
        "flag = 1",
        "type > 1",
        "flag > 0",
        "a.b.c",
        "type",
        "NOT a.b.c",
        "none > 0",
        "type = 'U' AND (flag OR a.b.c = 5)",
    ],
)
def test_a_condition_that_does_not_hold(condition: str) -> None:
    assert not passes(condition)


def test_a_payload_that_is_not_json_has_no_attributes() -> None:
    received = Message(topic="a", payload=b"\xff", time=0.0)
    subject = subject_of(received)
    whole = parse_statement("SELECT * FROM 'a'")
    assert select(whole, subject, received.payload) == b"\xff"
    assert select(parse_statement("SELECT x FROM 'a' WHERE x = 1"), subject, b"\xff") is None
    named = parse_statement("SELECT *, topic() AS t FROM 'a'")
    assert select(named, subject, received.payload) == b'{"t":"a"}'


def test_whole_numbers_are_integers() -> None:
    received = Message(topic="a", payload=b'{"n": 10.0, "d": 1.5}', time=0.0)
    selected = select(parse_statement("SELECT n, d FROM 'a'"), subject_of(received), b"")
    assert selected == b'{"n":10,"d":1.5}'


def test_the_time_of_a_message_in_seconds_and_nanoseconds() -> None:
    seconds = parse_template("${floor(timestamp() / 1E3)}")
    nanoseconds = parse_template("${(timestamp() % 1E3) * 1E6}")
    subject = subject_of(message(NESTED))
    assert seconds.fill(subject) == "1700000000"
    assert nanoseconds.fill(subject) == "250000000"


def test_a_template_is_filled_from_the_message() -> None:
    template = parse_template("$$aws/${topic(2)}/${a.b.c}-${missing}${list}")
    assert template.fill(subject_of(message(NESTED))) == "$$aws/pump/5-[1]"


@pytest.mark.parametrize("text", ["${", "a/${}", "${topic(2)", "${upper(a)}", "${a b}"])
def test_a_template_that_cannot_be_filled_is_refused(text: str) -> None:
    with pytest.raises(SqlError):
        parse_template(text)
