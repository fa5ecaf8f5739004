"""One effect of one request: answers kept, refusals forgotten, dead requests released."""

from __future__ import annotations

import json
import random
import time
from dataclasses import replace
from typing import Any

import pytest

from tests.integration.spatial.plane import SpatialPlane
from twin.access.principal import Principal
from twin.errors import TwinError
from twin_runtime import clients
from twin_runtime.errors import IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress
from twin_runtime.http import Answer, Request
from twin_runtime.idempotency import KEEP_SECONDS, LEASE_SECONDS, answer_once

ANA = Principal("ana", "Ana", "engineer")
REQUEST = Request(
    "createAsset", {"database_id": "site"}, {}, '{"a": 1}', ANA, {"idempotency-key": "key-1"}
)


class Counter:
    """An operation that says how often it was done."""

    def __init__(self) -> None:
        self.done = 0

    def __call__(self, _request: Request) -> Answer:
        self.done += 1
        return Answer(201, {"done": self.done, "text": "Ä"}, {"etag": '"1"'})


def once(request: Request, operation: Any) -> Answer:  # noqa: ANN401 - any operation
    return answer_once(request, clients.dynamodb(), "catalog", operation)


def test_the_stored_answer_is_given_again(plane: SpatialPlane) -> None:
    counter = Counter()

    assert once(REQUEST, counter) == once(REQUEST, counter)
    assert counter.done == 1


def test_a_request_without_a_key_is_done_each_time(plane: SpatialPlane) -> None:
    counter = Counter()
    plain = replace(REQUEST, headers={})
    once(plain, counter)
    once(plain, counter)

    assert counter.done == 2


def test_keys_of_other_callers_and_operations_are_others(plane: SpatialPlane) -> None:
    counter = Counter()
    for request in (
        REQUEST,
        replace(REQUEST, caller=Principal("ben", "Ben", "engineer")),
        replace(REQUEST, operation_id="createDatabase"),
    ):
        once(request, counter)

    assert counter.done == 3


def test_another_request_with_the_same_key_is_refused(plane: SpatialPlane) -> None:
    once(REQUEST, Counter())
    for other in (
        replace(REQUEST, body='{"a": 2}'),
        replace(REQUEST, path={"database_id": "north"}),
    ):
        with pytest.raises(IdempotencyKeyReused):
            once(other, Counter())


def test_a_request_that_is_being_answered_is_not_done_again(plane: SpatialPlane) -> None:
    def twice(request: Request) -> Answer:
        with pytest.raises(RequestInProgress):
            once(request, Counter())
        return Answer(200, {})

    assert once(REQUEST, twice).status == 200


def test_a_refused_request_may_be_sent_again(plane: SpatialPlane) -> None:
    def refuse(_request: Request) -> Answer:
        raise TwinError("no")

    with pytest.raises(TwinError, match="no"):
        once(REQUEST, refuse)
    assert once(replace(REQUEST, body="{}"), Counter()).body["done"] == 1


def test_a_request_whose_function_died_is_released_later(
    plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_request: Request) -> Answer:
        raise MemoryError

    with pytest.raises(MemoryError):
        once(REQUEST, die)
    with pytest.raises(RequestInProgress):
        once(REQUEST, Counter())
    later = time.time() + LEASE_SECONDS + 2
    monkeypatch.setattr(time, "time", lambda: later)
    assert once(REQUEST, Counter()).status == 201


def test_an_answer_is_forgotten_after_a_day(
    plane: SpatialPlane, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = Counter()
    once(REQUEST, counter)
    later = time.time() + KEEP_SECONDS + 2
    monkeypatch.setattr(time, "time", lambda: later)
    once(REQUEST, counter)

    assert counter.done == 2


@pytest.mark.parametrize("key", ["", "x" * 1000, "a\nb", "ä"])
def test_a_key_that_is_none_is_refused(plane: SpatialPlane, key: str) -> None:
    with pytest.raises(IdempotencyKeyInvalid):
        once(replace(REQUEST, headers={"idempotency-key": key}), Counter())


def test_an_answer_too_large_to_keep_is_given_and_not_kept(plane: SpatialPlane) -> None:
    text = json.dumps([random.random() for _ in range(50_000)])
    answer = once(REQUEST, lambda _request: Answer(200, {"text": text}))

    assert len(answer.body["text"]) == len(text)
    assert once(REQUEST, Counter()).body["done"] == 1
