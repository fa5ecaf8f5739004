"""Data connectors: Lambda functions that are asked for, and given, the values of properties.

https://docs.aws.amazon.com/iot-twinmaker/latest/guide/data-connector-interfaces.html
A connector runs under the role of its workspace.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeAlias

from botocore.client import BaseClient
from botocore.exceptions import ClientError

from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.exceptions import (
    AccessDeniedException,
    ConnectorFailureException,
    ConnectorTimeoutException,
)

Clients: TypeAlias = Callable[[str, str | None], BaseClient]
"""From the name of a service and a role, or None for nobody's, to a client of it."""

DENIED = frozenset({"AccessDenied", "AccessDeniedException"})
TIMED_OUT = "Sandbox.Timedout"


class Connectors:
    """Invokes the functions of component types."""

    def __init__(self, clients: Clients) -> None:
        self._clients = clients

    def ask(self, arn: str, question: Json, *, role: str) -> Json:
        """Return what a connector answers.

        Raises:
            AccessDeniedException: the role may not invoke it.
            ConnectorFailureException: it failed, or its answer is no JSON object.
            ConnectorTimeoutException: it did not answer in time.
        """
        client = self._clients("lambda", role or None)
        payload = json.dumps(question).encode()
        try:
            answer = client.invoke(FunctionName=arn, Payload=payload)  # type: ignore[attr-defined]
        except ClientError as error:
            raise failure(error, f"the connector {arn}") from error
        body = answer["Payload"].read()
        if answer.get("FunctionError"):
            raise _function_failure(arn, body)
        return _object(arn, body)


def failure(error: ClientError, what: str) -> AccessDeniedException | ConnectorFailureException:
    """Return the error to raise where a call for a connector was refused."""
    code, message = error.response["Error"]["Code"], error.response["Error"]["Message"]
    if code in DENIED:
        return AccessDeniedException(message)
    return ConnectorFailureException(f"{what} failed: {code}: {message}")


def _function_failure(
    arn: str, body: bytes
) -> ConnectorFailureException | ConnectorTimeoutException:
    said = _object(arn, body)
    kind, message = said.get("errorType", "Unknown"), said.get("errorMessage", "")
    if kind == TIMED_OUT:
        return ConnectorTimeoutException(f"the connector {arn} did not answer: {message}")
    return ConnectorFailureException(f"the connector {arn} failed: {kind}: {message}")


def _object(arn: str, body: bytes) -> Json:
    try:
        found = json.loads(body)
    except ValueError as error:
        raise ConnectorFailureException(f"the connector {arn} answered no JSON") from error
    if not isinstance(found, dict):
        raise ConnectorFailureException(f"the connector {arn} answered no object")
    return found
