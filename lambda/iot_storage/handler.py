"""Called by CloudFormation for the custom resource of a site's storage.

Deleting the resource leaves the account's storage as it is: what is stored must not be lost with a
stack. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from iot_storage.response import Answer, send
from iot_storage.update import apply
from twin.errors import TwinError
from twin.storage.configuration import WantedStorage
from twin_runtime import clients
from twin_runtime.logging import logger

Context = Any
"""The context of Lambda, which has no type of its own here."""


def handler(event: Mapping[str, Any], context: Context) -> None:
    """Do what CloudFormation asks for, and answer it whatever happens: it would wait an hour."""
    send(event, _answer(event, seconds=context.get_remaining_time_in_millis() / 1000))


def _answer(event: Mapping[str, Any], *, seconds: float) -> Answer:
    if event["RequestType"] == "Delete":
        return Answer(reason="the storage of the account stays as it is")
    try:
        wanted = WantedStorage.from_properties(event["ResourceProperties"])
        state = apply(clients.iotsitewise(), wanted, seconds=seconds)
    except (TwinError, ClientError, BotoCoreError, ValueError) as error:
        logger().error("storage not set", extra={"error": str(error)})
        return Answer(failed=True, reason=str(error))
    return Answer(data={"State": state})
