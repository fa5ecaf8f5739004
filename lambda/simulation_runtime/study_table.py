"""Studies in DynamoDB: one item a study in the table of runs, listed newest first.

A record changes only as the one that was read: `revision` counts its changes, so that a step of the
workflow and somebody who cancels do not undo each other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from twin.simulation.study_errors import StudyChanged, StudyUnknown
from twin.simulation.study_run import StudyRun
from twin_runtime.listing import newest_items

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LISTING = "studies"
ATTEMPTS = 5
"""How often a change is made again to what others changed meanwhile."""

Change = Callable[[StudyRun], StudyRun | None]
"""Return the changed study, or None where there is nothing to change."""


@dataclass(frozen=True)
class StudyPage:
    """One page of studies, newest first."""

    studies: tuple[StudyRun, ...]
    next_token: str | None


class StudyTable:
    """The studies of one site, and the idempotency keys that they were asked for with."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client, self._name = client, name

    def add(self, study: StudyRun) -> StudyRun:
        """Write a new study; where it exists already, return it as it is."""
        try:
            self._client.put_item(
                TableName=self._name,
                Item=_item(study, 1),
                ConditionExpression="attribute_not_exists(pk)",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return self.find(study.study_id)
        return study

    def find(self, study_id: str) -> StudyRun:
        """Return a study.

        Raises:
            StudyUnknown: there is none of that id.
        """
        return self._read(study_id)[0]

    def change(self, study_id: str, change: Change) -> tuple[StudyRun, bool]:
        """Change a study as it is now; return it, and whether there was anything to change.

        Raises:
            StudyUnknown: there is none of that id.
            StudyChanged: others changed it again and again meanwhile.
        """
        for _ in range(ATTEMPTS):
            study, revision = self._read(study_id)
            changed = change(study)
            if changed is None:
                return study, False
            if self._replace(changed, revision):
                return changed, True
        raise StudyChanged(
            "others change the study", found=study_id, expected="the same request a little later"
        )

    def page(self, *, limit: int, token: str | None) -> StudyPage:
        """Return one page of studies, newest first.

        Raises:
            QueryInvalid: the token is not of this list.
        """
        page = newest_items(self._client, self._name, LISTING, limit=limit, token=token)
        return StudyPage(tuple(_study(item) for item in page.items), page.next_token)

    def claim_key(self, key_id: str, study_id: str) -> str:
        """Keep what an idempotency key was first used for; return the id of that study."""
        key: Any = {"pk": {"S": f"study-key#{key_id}"}, "sk": {"S": "study-key"}}
        try:
            self._client.put_item(
                TableName=self._name,
                Item={**key, "study_id": {"S": study_id}},
                ConditionExpression="attribute_not_exists(pk)",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            answer = self._client.get_item(TableName=self._name, Key=key, ConsistentRead=True)
            return answer["Item"]["study_id"]["S"]
        return ""

    def _read(self, study_id: str) -> tuple[StudyRun, int]:
        answer = self._client.get_item(
            TableName=self._name, Key=_key(study_id), ConsistentRead=True
        )
        if "Item" not in answer:
            raise StudyUnknown(
                "there is no such study", found=study_id, expected="an id of GET /studies"
            )
        return _study(answer["Item"]), int(answer["Item"]["revision"]["N"])

    def _replace(self, study: StudyRun, revision: int) -> bool:
        try:
            self._client.put_item(
                TableName=self._name,
                Item=_item(study, revision + 1),
                ConditionExpression="revision = :read",
                ExpressionAttributeValues={":read": {"N": str(revision)}},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _key(study_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"study#{study_id}"}, "sk": {"S": "study"}}


def _item(study: StudyRun, revision: int) -> dict[str, Any]:
    return {
        **_key(study.study_id),
        "gpk": {"S": LISTING},
        "gsk": {"S": f"{study.requested_at:017.6f}#{study.study_id}"},
        "revision": {"N": str(revision)},
        "study": {"S": json.dumps(asdict(study))},
    }


def _study(item: Mapping[str, Any]) -> StudyRun:
    return StudyRun.from_mapping(json.loads(item["study"]["S"]))
