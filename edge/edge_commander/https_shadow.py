"""The shadow over HTTPS, by polling: works on every nucleus and through every proxy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from edge_commander.ports import ShadowUnavailable
from twin.commands.shadow import (
    SHADOW_NAME,
    Desired,
    Reported,
    read_desired,
    reported_document,
)

if TYPE_CHECKING:
    from mypy_boto3_iot_data import IoTDataPlaneClient


class HttpsShadow:
    """The shadow `commands` of one thing."""

    def __init__(self, client: IoTDataPlaneClient, thing_name: str) -> None:
        self._client = client
        self._thing_name = thing_name

    def desired(self) -> dict[str, Desired]:
        """Return what the cloud wants; nothing where no command was ever sent."""
        try:
            answer = self._client.get_thing_shadow(
                thingName=self._thing_name, shadowName=SHADOW_NAME
            )
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                return {}
            raise ShadowUnavailable(str(error)) from error
        except BotoCoreError as error:
            raise ShadowUnavailable(str(error)) from error
        return read_desired(json.loads(answer["payload"].read()))

    def report(self, command_id: str, reported: Reported) -> None:
        """Tell what was done."""
        payload = json.dumps(reported_document(command_id, reported)).encode()
        try:
            self._client.update_thing_shadow(
                thingName=self._thing_name, shadowName=SHADOW_NAME, payload=payload
            )
        except (BotoCoreError, ClientError) as error:
            raise ShadowUnavailable(str(error)) from error
