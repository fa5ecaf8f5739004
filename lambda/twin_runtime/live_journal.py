"""What the live channel said last, in DynamoDB, for consoles that were away.

Values are not in it: SiteWise has them. An item is found by the quarter of an hour of its id and
forgotten by DynamoDB some time after nobody may ask for it any more.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from twin.live.event_id import EventId
from twin.live.events import Topic
from twin.live.resume import LONGEST_SECONDS

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

BUCKET_SECONDS = 900
EXPIRY_SECONDS = 4 * LONGEST_SECONDS

Message = Mapping[str, object]


class LiveJournal:
    """The table of what was said."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def keep(self, topic: Topic, messages: Sequence[Message]) -> None:
        """Store messages that have their ids; the same one again changes nothing."""
        for message in messages:
            own = EventId.parse(str(message["id"]))
            item: Any = {
                **_key(_bucket(own.seconds), str(own)),
                "topic": {"S": topic},
                "message": {"S": json.dumps(message)},
                "expires_at": {"N": str(int(own.seconds + EXPIRY_SECONDS))},
            }
            self._client.put_item(TableName=self._name, Item=item)

    def between(self, since: float, until: float) -> Iterator[tuple[Topic, Message]]:
        """Yield what was said in a time (seconds since 1970), in the order of the ids."""
        for bucket in range(_bucket(since), _bucket(until) + 1):
            yield from self._read(bucket, EventId.at(since))

    def _read(self, bucket: int, first: EventId) -> Iterator[tuple[Topic, Message]]:
        page: Any = {}
        while True:
            answer = self._client.query(
                TableName=self._name,
                KeyConditionExpression="pk = :bucket AND sk >= :first",
                ExpressionAttributeValues={
                    ":bucket": {"S": f"live#{bucket}"},
                    ":first": {"S": str(first)},
                },
                ConsistentRead=True,
                **page,
            )
            for item in answer["Items"]:
                yield cast("Topic", item["topic"]["S"]), json.loads(item["message"]["S"])
            if not (last := answer.get("LastEvaluatedKey")):
                return
            page = {"ExclusiveStartKey": last}


def _bucket(seconds: float) -> int:
    return int(seconds // BUCKET_SECONDS)


def _key(bucket: int, own: str) -> dict[str, Any]:
    return {"pk": {"S": f"live#{bucket}"}, "sk": {"S": own}}
