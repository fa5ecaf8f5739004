"""One effect of one request, however often it comes: the `Idempotency-Key` header.

The answer is kept for a day under the caller and the key, and given again to the same request
(https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/). A request that is
refused is forgotten, so that it may be corrected and sent once more; one whose function died is
held for `LEASE_SECONDS`.

Item: `idempotency#<caller>#<digest of operation and key>` / `idempotency`.
"""

from __future__ import annotations

import hashlib
import json
import re
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from twin.api.parameters.common import IDEMPOTENCY_PATTERN
from twin.errors import TwinError
from twin_runtime.errors import IdempotencyKeyInvalid, IdempotencyKeyReused, RequestInProgress
from twin_runtime.http import Answer, Body, Request

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

HEADER = "idempotency-key"
"""What a route that takes a key names among its headers."""

KEEP_SECONDS = 24 * 3600
LEASE_SECONDS = 120
"""How long an unanswered request holds its key: longer than any function behind the API runs."""

MAXIMUM_BYTES = 350_000
"""Of a packed answer: an item of DynamoDB has at most 400 KB."""


def answer_once(
    request: Request,
    client: DynamoDBClient,
    table: str,
    operation: Callable[[Request], Body | Answer],
) -> Answer:
    """Do an operation, or answer what it answered before to the same request with the same key.

    A request without a key is simply done. The table removes items by `delete_after`.

    Raises:
        IdempotencyKeyInvalid: the key is empty, too long or not printable.
        IdempotencyKeyReused: the key came before, with another request.
        RequestInProgress: the same request is being answered.
        TwinError: what the operation raises; the key is free again then.
    """
    text = request.headers.get(HEADER)
    if text is None:
        return _as_answer(operation(request))
    entry = _Entry(client, table, _key(request, text), _digest(request))
    stored = entry.claim(now=time.time())
    if stored is not None:
        return stored
    try:
        answer = _as_answer(operation(request))
    except TwinError:
        entry.release()
        raise
    entry.keep(answer, now=time.time())
    return answer


@dataclass(frozen=True)
class _Entry:
    """What is kept of one request."""

    client: DynamoDBClient
    table: str
    key: Any
    digest: str

    def claim(self, *, now: float) -> Answer | None:
        """Take the key; return the answer that was kept under it."""
        try:
            self.client.put_item(
                TableName=self.table,
                Item=self._item(now + LEASE_SECONDS, answer=None),
                ConditionExpression="attribute_not_exists(pk) OR delete_after < :now",
                ExpressionAttributeValues={":now": {"N": str(int(now))}},
            )
        except self.client.exceptions.ConditionalCheckFailedException:
            return self._kept(now=now)
        return None

    def keep(self, answer: Answer, *, now: float) -> None:
        """Keep an answer; one that is too large is forgotten, and done again if asked again."""
        packed = zlib.compress(
            json.dumps([answer.status, answer.body, dict(answer.headers)]).encode()
        )
        if len(packed) > MAXIMUM_BYTES:
            self.release()
            return
        self.client.put_item(
            TableName=self.table, Item=self._item(now + KEEP_SECONDS, answer=packed)
        )

    def release(self) -> None:
        """Forget the request."""
        self.client.delete_item(TableName=self.table, Key=self.key)

    def _kept(self, *, now: float) -> Answer | None:
        item = self.client.get_item(TableName=self.table, Key=self.key, ConsistentRead=True)
        if "Item" not in item:  # released between the two calls
            return self.claim(now=now)
        kept = item["Item"]
        if kept["request"]["S"] != self.digest:
            raise IdempotencyKeyReused(
                "this idempotency key belongs to another request",
                expected="the same request, or a new key",
                where=HEADER,
            )
        if "answer" not in kept:
            raise RequestInProgress(
                "the same request is being answered",
                expected="the same request a little later",
                where=HEADER,
            )
        status, body, headers = json.loads(zlib.decompress(bytes(kept["answer"]["B"])))
        return Answer(status, body, headers)

    def _item(self, until: float, *, answer: bytes | None) -> Any:  # noqa: ANN401 - an item
        item = {
            **self.key,
            "request": {"S": self.digest},
            "delete_after": {"N": str(int(until))},
        }
        return item if answer is None else {**item, "answer": {"B": answer}}


def _as_answer(answer: Body | Answer) -> Answer:
    return answer if isinstance(answer, Answer) else Answer(200, answer)


def _key(request: Request, text: str) -> Any:  # noqa: ANN401 - a key as DynamoDB takes it
    if not re.fullmatch(IDEMPOTENCY_PATTERN, text):
        raise IdempotencyKeyInvalid(
            "the idempotency key is not valid",
            found=ascii(text)[:80],
            expected=f"a UUID, or another text that is {IDEMPOTENCY_PATTERN}",
            where=HEADER,
        )
    digest = hashlib.sha256(f"{request.operation_id}\0{text}".encode()).hexdigest()
    owner = request.authenticated.subject
    return {"pk": {"S": f"idempotency#{owner}#{digest}"}, "sk": {"S": "idempotency"}}


def _digest(request: Request) -> str:
    """Return the digest of what makes two requests the same."""
    parts = [request.operation_id, dict(request.path), dict(request.query), request.body]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
