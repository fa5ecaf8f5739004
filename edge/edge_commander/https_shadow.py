"""The shadow over HTTPS, by polling: works on every nucleus and through every proxy."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError
from botocore.parsers import ResponseParserError

from edge_commander.ports import ShadowRefused, ShadowUnavailable
from twin.commands.shadow import (
    SHADOW_NAME,
    Desired,
    Reported,
    read_desired,
    reported_document,
)

if TYPE_CHECKING:
    from mypy_boto3_iot_data import IoTDataPlaneClient

_NEVER_TAKEN = frozenset({"InvalidRequestException", "RequestEntityTooLargeException"})


class HttpsShadow:
    """The shadow `commands` of one thing."""

    def __init__(self, client: IoTDataPlaneClient, thing_name: str) -> None:
        self._client = client
        self._thing_name = thing_name

    def desired(self) -> dict[str, Desired]:
        """Return what the cloud wants; nothing where no command was ever sent."""
        try:
            return read_desired(self._document())
        except ClientError as error:
            if error.response["Error"]["Code"] == "ResourceNotFoundException":
                return {}
            raise ShadowUnavailable(str(error)) from error
        except (BotoCoreError, ResponseParserError, OSError) as error:
            raise ShadowUnavailable(str(error)) from error
        except (ValueError, AttributeError) as error:
            # What a proxy puts in between is not a shadow document.
            raise ShadowUnavailable(f"the answer is not a shadow document: {error}") from error

    def report(self, command_id: str, reported: Reported) -> None:
        """Tell what was done."""
        payload = json.dumps(reported_document(command_id, reported)).encode()
        try:
            self._client.update_thing_shadow(
                thingName=self._thing_name, shadowName=SHADOW_NAME, payload=payload
            )
        except ClientError as error:
            if error.response["Error"]["Code"] in _NEVER_TAKEN:
                raise ShadowRefused(str(error)) from error
            raise ShadowUnavailable(str(error)) from error
        except (BotoCoreError, ResponseParserError) as error:
            raise ShadowUnavailable(str(error)) from error

    def _document(self) -> dict[str, Any]:
        answer = self._client.get_thing_shadow(thingName=self._thing_name, shadowName=SHADOW_NAME)
        document: dict[str, Any] = json.loads(answer["payload"].read())
        return document
