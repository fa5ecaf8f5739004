"""Tokens of pages: read back for the same question, refused for every other one."""

from __future__ import annotations

import base64
import json

import pytest
from botocore.exceptions import ClientError
from hypothesis import given
from hypothesis import strategies as st

from twin_runtime.errors import QueryInvalid
from twin_runtime.page_token import Question, known_position, read_token, write_token

RUNS: Question = {"list": "runs"}
LEVEL: Question = {"list": "history", "alias": "/demo/T-101/level", "start": "1", "end": None}
POSITIONS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(POSITIONS)
def test_token_is_read_back_as_it_was_written(position: object) -> None:
    assert read_token(LEVEL, write_token(LEVEL, position)) == position


@pytest.mark.parametrize(
    "other",
    [
        RUNS,
        {**LEVEL, "alias": "/demo/P-101/speed"},
        {**LEVEL, "start": "2"},
        {**LEVEL, "end": "9"},
    ],
)
def test_token_of_another_question_is_refused(other: Question) -> None:
    with pytest.raises(QueryInvalid) as caught:
        read_token(other, write_token(LEVEL, [1, 2]))
    assert (caught.value.status, caught.value.where) == (400, "next_token")


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode()


@pytest.mark.parametrize(
    "token",
    [
        "!",
        "é",
        "abc",
        encoded(None),
        encoded({}),
        encoded([1]),
        encoded(["0" * 16, 1]),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
        base64.urlsafe_b64encode(b"\xff\xfe").decode(),
    ],
)
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(QueryInvalid):
        read_token(RUNS, token)


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "Query")


def test_position_that_the_store_refuses_is_the_caller_s_mistake() -> None:
    with pytest.raises(QueryInvalid), known_position("token"):
        raise refused("ValidationException")


@pytest.mark.parametrize(
    ("token", "code"), [(None, "ValidationException"), ("token", "ThrottlingException")]
)
def test_other_refusals_stay_what_they_are(token: str | None, code: str) -> None:
    with pytest.raises(ClientError), known_position(token):
        raise refused(code)
