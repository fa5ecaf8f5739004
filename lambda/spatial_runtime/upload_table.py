"""Uploads in the catalogue table: one item per upload, one that finds an open one again.

Keys: `upload#<id>` holds the upload; `open#<digest>` holds the id of the last upload that one user
opened for one place and size, so that a client that was cut off goes on where it stopped.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from twin.spatial.errors import UploadUnknown
from twin.spatial.upload import KEEP_SECONDS, Upload, UploadState
from twin.spatial.upload_plan import UploadPlan

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class UploadTable:
    """The uploads of one site."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client = client
        self._name = name

    def add(self, upload: Upload) -> None:
        """Write a new upload, and that it is the one to go on with."""
        pointer: Any = {
            **_open_key(upload.created_by, upload.plan),
            "upload_id": {"S": upload.upload_id},
            "delete_after": {"N": str(int(upload.expires_at))},
        }
        self._client.transact_write_items(
            TransactItems=[
                {
                    "Put": {
                        "TableName": self._name,
                        "Item": upload_item(upload),
                        "ConditionExpression": "attribute_not_exists(pk)",
                    }
                },
                {"Put": {"TableName": self._name, "Item": pointer}},
            ]
        )

    def add_member(self, upload: Upload) -> bool:
        """Write the new upload of a member of an archive; tell whether there was none."""
        try:
            self._client.put_item(
                TableName=self._name,
                Item=upload_item(upload),
                ConditionExpression="attribute_not_exists(pk)",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def find(self, upload_id: str) -> Upload:
        """Return an upload.

        Raises:
            UploadUnknown: there is none of this id.
        """
        found = self.find_or_none(upload_id)
        if found is None:
            raise UploadUnknown("no upload has this id", found=ascii(upload_id)[:80])
        return found

    def find_or_none(self, upload_id: str) -> Upload | None:
        """Return an upload, or None where there is none of this id."""
        answer = self._client.get_item(
            TableName=self._name, Key=upload_key(upload_id), ConsistentRead=True
        )
        return _upload(answer["Item"]) if "Item" in answer else None

    def find_open(self, subject: str, plan: UploadPlan, *, now: float) -> Upload | None:
        """Return the upload that a user has open for a file of this size and place, or None."""
        answer = self._client.get_item(
            TableName=self._name, Key=_open_key(subject, plan), ConsistentRead=True
        )
        if "Item" not in answer:
            return None
        upload = self.find(answer["Item"]["upload_id"]["S"])
        same = replace(upload.plan, sha256=plan.sha256) == plan
        return upload if same and upload.seen_at(now).state == "OPEN" else None

    def move(
        self, upload: Upload, *, states: Sequence[UploadState], executions: Sequence[str] = ()
    ) -> bool:
        """Replace an upload that is in one of `states`; tell whether it was.

        Where `executions` are given it must also be of one of them.
        """
        condition, values = _one_of("upload_state", states)
        if executions:
            of_execution, more = _one_of("execution", executions)
            condition, values = f"{condition} AND {of_execution}", {**values, **more}
        try:
            self._client.put_item(
                TableName=self._name,
                Item=upload_item(upload),
                ConditionExpression=condition,
                ExpressionAttributeValues=values,
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _one_of(attribute: str, texts: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """Return the condition that an attribute is one of some texts, with its values."""
    values = {f":{attribute}{index}": {"S": text} for index, text in enumerate(texts)}
    return f"{attribute} IN ({', '.join(values)})", values


def upload_item(upload: Upload) -> Any:  # noqa: ANN401 - an item as DynamoDB takes it
    """Return the item of an upload."""
    return {
        **upload_key(upload.upload_id),
        "upload_state": {"S": upload.state},
        "execution": {"S": upload.execution},
        "delete_after": {"N": str(int(upload.created_at) + KEEP_SECONDS)},
        "record": {"S": json.dumps(asdict(upload))},
    }


def upload_key(upload_id: str) -> Any:  # noqa: ANN401 - a key as DynamoDB takes it
    """Return the key of an upload."""
    return {"pk": {"S": f"upload#{upload_id}"}, "sk": {"S": "upload"}}


def _open_key(subject: str, plan: UploadPlan) -> Any:  # noqa: ANN401 - a key as DynamoDB takes it
    place = (subject, plan.database_id, plan.asset_key, plan.path, plan.checksum)
    text = json.dumps([*place, plan.size_bytes])
    return {
        "pk": {"S": f"open#{hashlib.sha256(text.encode()).hexdigest()}"},
        "sk": {"S": "open"},
    }


def _upload(item: Mapping[str, Any]) -> Upload:
    record = json.loads(item["record"]["S"])
    return Upload(**record | {"plan": UploadPlan(**record["plan"])})
