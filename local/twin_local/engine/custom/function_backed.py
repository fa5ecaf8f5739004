"""Custom resources of a function: what `ServiceToken` names makes, changes and removes them.

The function puts its answer to the address in the request, as it does to CloudFormation's bucket.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from twin_local.engine.clients import Clients, OperationError
from twin_local.engine.custom.answer_box import AnswerBox
from twin_local.engine.errors import TemplateError
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.resource_state import Physical, Place

BY_CLOUDFORMATION = frozenset({"ServiceTimeout"})
"""Properties that the function does not see."""

PREFIX, PLAIN = "Custom::", "AWS::CloudFormation::CustomResource"
ANSWER_SECONDS = 10.0
"""How long an answer may be on its way after the function has ended."""

RequestType = Literal["Create", "Update", "Delete"]


def is_function_backed(resource_type: str) -> bool:
    """Tell whether a type is one that only a function can provide."""
    return resource_type == PLAIN or resource_type.startswith(PREFIX)


@dataclass(frozen=True)
class FunctionBacked:
    """Provides the resources of one type by the functions that they name."""

    resource_type: str
    clients: Clients

    def check(self, place: Place, logical_id: str, properties: Properties) -> None:
        """Refuse a resource without a function; only the function knows the other properties."""
        if "ServiceToken" not in properties:
            raise TemplateError(
                f"{place.stack}/{logical_id} ({self.resource_type}) names no function",
                expected="ServiceToken, the ARN of one",
                where=f"{place.stack}/{logical_id}",
            )

    def replaces(self, place: Place, before: Physical, properties: Properties) -> tuple[str, ...]:
        """Replace nothing beforehand: the function decides by the id that it answers."""
        return ()

    def create(self, place: Place, logical_id: str, properties: Properties) -> Physical:
        """Have the function make the resource."""
        answer = self._ask("Create", place, logical_id, properties)
        return Physical(
            logical_id=logical_id,
            type=self.resource_type,
            reference=str(answer["PhysicalResourceId"]),
            properties=properties,
            effective=properties,
            attributes=_data(answer),
        )

    def update(self, place: Place, before: Physical, properties: Properties) -> Physical:
        """Have the function change the resource; another id means that it made a new one."""
        answer = self._ask("Update", place, before.logical_id, properties, before=before)
        after = replace(
            before,
            reference=str(answer["PhysicalResourceId"]),
            properties=properties,
            effective=properties,
            attributes=_data(answer),
            attempted=None,
        )
        if after.reference != before.reference:
            self.delete(place, before)
        return after

    def delete(self, place: Place, physical: Physical) -> None:
        """Have the function remove the resource."""
        self._ask("Delete", place, physical.logical_id, physical.properties, physical=physical)

    def _ask(
        self,
        kind: RequestType,
        place: Place,
        logical_id: str,
        properties: Properties,
        *,
        before: Physical | None = None,
        physical: Physical | None = None,
    ) -> Mapping[str, Json]:
        known = before or physical
        with AnswerBox() as box:
            event = {
                "RequestType": kind,
                "ResponseURL": box.url,
                "StackId": place.stack_id,
                "RequestId": str(uuid.uuid4()),
                "ResourceType": self.resource_type,
                "LogicalResourceId": logical_id,
                "ServiceToken": properties["ServiceToken"],
                "ResourceProperties": _seen(properties),
            }
            if known is not None:
                event["PhysicalResourceId"] = known.reference
            if before is not None:
                event["OldResourceProperties"] = _seen(before.properties)
            self._invoke(str(properties["ServiceToken"]), event)
            answer = box.wait(ANSWER_SECONDS)
        return self._judged(kind, answer)

    def _invoke(self, function: str, event: Properties) -> None:
        payload = json.dumps(event).encode()
        told = self.clients.call("lambda", "Invoke", {"FunctionName": function, "Payload": payload})
        if "FunctionError" in told:
            reason = told["Payload"].read().decode(errors="replace")
            raise OperationError(self.resource_type, "FunctionError", reason)

    def _judged(self, kind: RequestType, answer: Mapping[str, Json] | None) -> Mapping[str, Json]:
        if answer is None:
            message = "the function ended without an answer to ResponseURL"
            raise OperationError(self.resource_type, "NoAnswer", message)
        if answer.get("Status") != "SUCCESS":
            raise OperationError(self.resource_type, f"{kind}Failed", str(answer.get("Reason")))
        return answer


def _data(answer: Mapping[str, Json]) -> dict[str, Json]:
    data = answer.get("Data")
    return dict(data) if isinstance(data, dict) else {}


def _seen(properties: Properties) -> Properties:
    """Return properties as functions see them: CloudFormation makes texts of all plain values."""
    return {
        name: _text(value) for name, value in properties.items() if name not in BY_CLOUDFORMATION
    }


def _text(value: Json) -> Json:
    if isinstance(value, dict):
        return {name: _text(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_text(one) for one in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None else str(value)
