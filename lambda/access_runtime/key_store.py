"""API keys in DynamoDB.

Item: `key#<key id>` / `key`; the index `by-owner` lists the keys of the site (`gpk` = `keys`) by
owner and time (`gsk` = `<subject>#<time>#<key id>`). What ended is removed by `delete_after` a
quarter later: until then a list shows why a program is refused.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from twin.access.api_key import DAY_S, ApiKey
from twin.access.principal import Limits
from twin.api.routes import Role
from twin_runtime.page_token import foreign_token, known_position, read_token, write_token

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

INDEX = "by-owner"
LISTING = "keys"
SHOWN_S = 90 * DAY_S
POSITION = ("pk", "sk", "gsk")


@dataclass(frozen=True)
class KeyPage:
    """One page of keys, newest first within each owner."""

    keys: tuple[ApiKey, ...]
    next_token: str | None


@dataclass(frozen=True)
class KeyStore:
    """The keys of a site."""

    client: DynamoDBClient
    table: str

    def get(self, key_id: str) -> ApiKey | None:
        """Return a key, as it is at this moment."""
        answer = self.client.get_item(TableName=self.table, Key=_key(key_id), ConsistentRead=True)
        return _read(answer["Item"]) if "Item" in answer else None

    def add(self, key: ApiKey) -> None:
        """Store a new key; an id is never used twice."""
        self.client.put_item(
            TableName=self.table,
            Item=_item(key),
            ConditionExpression="attribute_not_exists(pk)",
        )

    def revoke(self, key_id: str, *, by: str, now: float) -> ApiKey:
        """Take a key back and return it; one that was taken back before stays as it was."""
        answer = self.client.update_item(
            TableName=self.table,
            Key=_key(key_id),
            UpdateExpression="SET revoked_at = if_not_exists(revoked_at, :now),"
            " revoked_by = if_not_exists(revoked_by, :by)",
            ConditionExpression="attribute_exists(pk)",
            ExpressionAttributeValues={":now": _number(now), ":by": {"S": by}},
            ReturnValues="ALL_NEW",
        )
        return _read(answer["Attributes"])

    def note_use(self, key_id: str, day: str) -> None:
        """Keep the day on which a key was used last; a key that is gone stays gone."""
        try:
            self.client.update_item(
                TableName=self.table,
                Key=_key(key_id),
                UpdateExpression="SET last_used_day = :day",
                ConditionExpression="attribute_exists(pk)",
                ExpressionAttributeValues={":day": {"S": day}},
            )
        except self.client.exceptions.ConditionalCheckFailedException:
            return

    def page(self, owner: str | None, *, limit: int, token: str | None) -> KeyPage:
        """Return one page of the keys of an owner, of all owners for None.

        Raises:
            QueryInvalid: the token is not of this list.
        """
        question = {"list": LISTING, "owner": owner}
        start: Any = {"ExclusiveStartKey": _start(question, token)} if token else {}
        condition, values = "gpk = :listing", {":listing": {"S": LISTING}}
        if owner is not None:
            condition += " AND begins_with(gsk, :owner)"
            values[":owner"] = {"S": f"{owner}#"}
        with known_position(token):
            answer = self.client.query(
                TableName=self.table,
                IndexName=INDEX,
                KeyConditionExpression=condition,
                ExpressionAttributeValues=values,
                ScanIndexForward=False,
                Limit=limit,
                **start,
            )
        last = answer.get("LastEvaluatedKey")
        position = [last[name]["S"] for name in POSITION] if last else None
        return KeyPage(
            tuple(_read(item) for item in answer["Items"]),
            None if position is None else write_token(question, position),
        )


def _start(question: Mapping[str, str | None], token: str) -> dict[str, Any]:
    position = read_token(question, token)
    if not isinstance(position, list) or [type(part) for part in position] != [str] * len(POSITION):
        raise foreign_token()
    if not all(position):
        raise foreign_token()
    keys = dict(zip(POSITION, position, strict=True))
    return {name: {"S": text} for name, text in {**keys, "gpk": LISTING}.items()}


def _key(key_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"key#{key_id}"}, "sk": {"S": "key"}}


def _number(value: float) -> dict[str, Any]:
    return {"N": f"{value:.3f}"}


def _item(key: ApiKey) -> dict[str, Any]:
    limits = key.limits
    item = {
        **_key(key.key_id),
        "gpk": {"S": LISTING},
        "gsk": {"S": f"{key.owner}#{key.created_at:017.6f}#{key.key_id}"},
        "key_id": {"S": key.key_id},
        "title": {"S": key.title},
        "digest": {"S": key.digest},
        "owner": {"S": key.owner},
        "owner_name": {"S": key.owner_name},
        "role": {"S": limits.role},
        "created_at": _number(key.created_at),
        "expires_at": _number(key.expires_at),
        "delete_after": {"N": str(int(key.expires_at + SHOWN_S))},
    }
    for name, values in (("databases", limits.databases), ("operations", limits.operations)):
        if values is not None:
            item[name] = {"L": [{"S": value} for value in values]}
    return item


def _read(item: Mapping[str, Any]) -> ApiKey:
    return ApiKey(
        key_id=item["key_id"]["S"],
        title=item["title"]["S"],
        digest=item["digest"]["S"],
        owner=item["owner"]["S"],
        owner_name=item["owner_name"]["S"],
        limits=Limits(
            cast("Role", item["role"]["S"]), _names(item, "databases"), _names(item, "operations")
        ),
        created_at=float(item["created_at"]["N"]),
        expires_at=float(item["expires_at"]["N"]),
        last_used_day=item["last_used_day"]["S"] if "last_used_day" in item else None,
        revoked_at=float(item["revoked_at"]["N"]) if "revoked_at" in item else None,
        revoked_by=item["revoked_by"]["S"] if "revoked_by" in item else None,
    )


def _names(item: Mapping[str, Any], name: str) -> tuple[str, ...] | None:
    return tuple(one["S"] for one in item[name]["L"]) if name in item else None
