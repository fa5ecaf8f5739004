"""What an error action receives (AWS IoT developer guide: "Error handling (error action)")."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from twin_local.execution.iot.json_values import encode
from twin_local.execution.iot_bus import Message


@dataclass(frozen=True)
class Failure:
    """An action that could not be performed."""

    action: str
    resource: str
    reason: str


def report(rule: str, message: Message, failures: Sequence[Failure]) -> bytes:
    """Return the one message that tells of all failed actions of a rule.

    It has no `clientId` where a service published, not an MQTT connection.
    """
    client = {} if message.client_id is None else {"clientId": message.client_id}
    return encode(
        {
            "ruleName": rule,
            "topic": message.topic,
            "cloudwatchTraceId": str(uuid.uuid4()),
            **client,
            "base64OriginalPayload": base64.b64encode(message.payload).decode(),
            "failures": [
                {
                    "failedAction": failure.action,
                    "failedResource": failure.resource,
                    "errorMessage": failure.reason,
                }
                for failure in failures
            ],
        }
    )
