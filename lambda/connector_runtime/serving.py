"""Answer TwinMaker, or fail with a text that says why: it shows that text to who asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from twin.connectors.answers import Answer, answer
from twin.connectors.errors import SourceRefused, SourceUnavailable
from twin.connectors.source import Source
from twin.errors import TwinError
from twin_runtime.logging import logger

BUSY = frozenset(
    {"ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"}
)


class ConnectorFailure(Exception):
    """A request was not answered; TwinMaker passes the text on in a ConnectorFailureException."""


def serve(
    event: Mapping[str, Any], context: object, *, key_property: str, source: Callable[[], Source]
) -> Answer:
    """Answer one request.

    Raises:
        ConnectorFailure: it cannot be answered; the text says why and under which id it is logged.
    """
    correlation_id = str(getattr(context, "aws_request_id", "unknown"))
    try:
        return answer(event, source(), key_property=key_property)
    except TwinError as error:
        raise _told(error, event, correlation_id) from error
    except (BotoCoreError, ClientError) as error:
        raise _told(_of_aws(error), event, correlation_id) from error


def _told(error: TwinError, event: Mapping[str, Any], correlation_id: str) -> ConnectorFailure:
    about = {
        name: event.get(name) for name in ("workspaceId", "entityId", "componentName", "nextToken")
    }
    logger().error(
        "request not answered",
        extra={"correlation_id": correlation_id, "error": error.to_dict(), "request": about},
    )
    return ConnectorFailure(f"{error} (correlation id {correlation_id})")


def _of_aws(error: BotoCoreError | ClientError) -> TwinError:
    if isinstance(error, ClientError) and error.response["Error"]["Code"] not in BUSY:
        return SourceRefused("the source refused the connector", found=str(error))
    return SourceUnavailable("the source cannot answer now", found=str(error))
