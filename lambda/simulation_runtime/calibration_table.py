"""Calibrations in DynamoDB: records, their lists, and the lock that lets one a model go on.

`calibration#<id>` is the record, listed newest first with all others; `model#<id>` has a copy for
the list of the model, `lock` for the one that goes on, and `watch` (`WatchTable`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from twin.recalibration.calibration import ENDED, Calibration
from twin.recalibration.errors import CalibrationInProgress, CalibrationUnknown
from twin_runtime.listing import newest_items

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

LISTING = "calibrations"
CONFLICTS = {"ConditionalCheckFailed", "TransactionConflict"}


@dataclass(frozen=True)
class CalibrationPage:
    """One page of calibrations, newest first."""

    calibrations: tuple[Calibration, ...]
    next_token: str | None


class CalibrationTable:
    """The table of one site's calibrations."""

    def __init__(self, client: DynamoDBClient, name: str) -> None:
        self._client, self._name = client, name

    def add(self, calibration: Calibration) -> Calibration:
        """Write a new calibration and take its model's lock; one that exists is returned as it is.

        Raises:
            CalibrationInProgress: another calibration of the model has not ended.
        """
        holder = self._holder(calibration.model_id)
        if holder not in (None, calibration.calibration_id) and not self._has_ended(holder):
            if known := self._known(calibration.calibration_id):
                return known
            raise _in_progress(holder)
        parts = [
            *self._writes(calibration, "attribute_not_exists(pk)", {}),
            self._lock(calibration, holder),
        ]
        if self._transact(parts):
            return calibration
        if known := self._known(calibration.calibration_id):
            return known
        raise _in_progress(self._holder(calibration.model_id))

    def add_ended(self, calibration: Calibration) -> Calibration:
        """Write a calibration that was refused before it began, unless it is there."""
        written = self._transact(self._writes(calibration, "attribute_not_exists(pk)", {}))
        return calibration if written else self.find(calibration.calibration_id)

    def save(self, calibration: Calibration, *, before: Calibration) -> bool:
        """Write the next state; return False where it is no more in the state of `before`.

        One that has ended gives its model's lock up by the same transaction.
        """
        names = {":before": {"S": before.state}}
        parts = self._writes(calibration, "calibration_state = :before", names)
        if calibration.has_ended and self._holder(calibration.model_id) == before.calibration_id:
            parts.append(self._unlock(calibration))
        return self._transact(parts)

    def find(self, calibration_id: str) -> Calibration:
        """Return a calibration.

        Raises:
            CalibrationUnknown: there is none of that id.
        """
        known = self._known(calibration_id)
        if known is None:
            raise CalibrationUnknown(
                "there is no such calibration",
                found=calibration_id,
                expected="an id of GET /calibrations",
            )
        return known

    def page(self, model_id: str | None, *, limit: int, token: str | None) -> CalibrationPage:
        """Return one page of all calibrations, or of those of a model, newest first.

        Raises:
            QueryInvalid: the token is not of this list.
        """
        listing = LISTING if model_id is None else f"{LISTING}#{model_id}"
        page = newest_items(self._client, self._name, listing, limit=limit, token=token)
        return CalibrationPage(tuple(map(_calibration, page.items)), page.next_token)

    def _known(self, calibration_id: str) -> Calibration | None:
        item = self._item(f"calibration#{calibration_id}", "calibration")
        return None if item is None else _calibration(item)

    def _holder(self, model_id: str) -> str | None:
        item = self._item(f"model#{model_id}", "lock")
        return None if item is None else str(item["holder"]["S"])

    def _has_ended(self, calibration_id: str | None) -> bool:
        """Tell whether the holder of a lock is over: its record was written, the lock was not."""
        known = self._known(calibration_id or "")
        return known is None or known.state in ENDED

    def _item(self, partition: str, position: str) -> Mapping[str, Any] | None:
        answer = self._client.get_item(
            TableName=self._name,
            Key={"pk": {"S": partition}, "sk": {"S": position}},
            ConsistentRead=True,
        )
        return answer.get("Item")

    def _writes(
        self, calibration: Calibration, condition: str, values: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        place = f"{calibration.requested_at:017.6f}#{calibration.calibration_id}"
        record = {
            "calibration_state": {"S": calibration.state},
            "calibration": {"S": json.dumps(asdict(calibration))},
            "gsk": {"S": place},
        }
        own = {
            "pk": {"S": f"calibration#{calibration.calibration_id}"},
            "sk": {"S": "calibration"},
            "gpk": {"S": LISTING},
        }
        of_model = {
            "pk": {"S": f"model#{calibration.model_id}"},
            "sk": {"S": f"calibration#{place}"},
            "gpk": {"S": f"{LISTING}#{calibration.model_id}"},
        }
        checked = {"ConditionExpression": condition} | (
            {"ExpressionAttributeValues": dict(values)} if values else {}
        )
        return [
            {"Put": {"TableName": self._name, "Item": {**own, **record}, **checked}},
            {"Put": {"TableName": self._name, "Item": {**of_model, **record}}},
        ]

    def _lock(self, calibration: Calibration, holder: str | None) -> dict[str, Any]:
        free = "attribute_not_exists(pk)" if holder is None else "holder = :holder"
        values = {} if holder is None else {":holder": {"S": holder}}
        item = {
            **_lock_key(calibration.model_id),
            "holder": {"S": calibration.calibration_id},
        }
        put: dict[str, Any] = {
            "TableName": self._name,
            "Item": item,
            "ConditionExpression": free,
        }
        return {"Put": put | ({"ExpressionAttributeValues": values} if values else {})}

    def _unlock(self, calibration: Calibration) -> dict[str, Any]:
        return {
            "Delete": {
                "TableName": self._name,
                "Key": _lock_key(calibration.model_id),
                "ConditionExpression": "holder = :holder",
                "ExpressionAttributeValues": {":holder": {"S": calibration.calibration_id}},
            }
        }

    def _transact(self, parts: Any) -> bool:  # noqa: ANN401 - requests as DynamoDB takes them
        """Write all parts or none; return False where a condition did not hold."""
        try:
            self._client.transact_write_items(TransactItems=parts)
        except self._client.exceptions.TransactionCanceledException as error:
            found = {one.get("Code") for one in error.response["CancellationReasons"]}
            if not found & CONFLICTS:
                raise
            return False
        return True


def _in_progress(holder: str | None) -> CalibrationInProgress:
    return CalibrationInProgress(
        "the model is being calibrated",
        found=f"calibration {holder}",
        expected="its end, or a request to cancel it",
        where="model_id",
    )


def _lock_key(model_id: str) -> dict[str, Any]:
    return {"pk": {"S": f"model#{model_id}"}, "sk": {"S": "lock"}}


def _calibration(item: Mapping[str, Any]) -> Calibration:
    return Calibration.from_mapping(json.loads(item["calibration"]["S"]))
