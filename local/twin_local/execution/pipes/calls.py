"""Calls that a pipe makes in its role: enrichments, and targets that take a whole batch."""

from __future__ import annotations

import json
from collections.abc import Sequence

from botocore.exceptions import BotoCoreError, ClientError

from twin_local.execution.arns import parse
from twin_local.execution.in_process import client
from twin_local.execution.pipes.batch import PipeFailed
from twin_local.execution.types import Json

FIRE_AND_FORGET = "FIRE_AND_FORGET"


def ask(arn: str, events: Sequence[Json], role: str) -> Json:
    """Invoke a function or an Express workflow with a batch, and return what it answers.

    Raises:
        PipeFailed: it refused or failed.
    """
    called = parse(arn)
    try:
        if called.service == "lambda":
            return _invoke(arn, events, role, "RequestResponse")
        answer = client("stepfunctions", called.region, role).start_sync_execution(
            stateMachineArn=arn, input=json.dumps(events)
        )
    except (ClientError, BotoCoreError) as error:
        raise PipeFailed(f"{arn}: {error}") from error
    if answer["status"] != "SUCCEEDED":
        raise PipeFailed(f"{arn}: {answer.get('error')}: {answer.get('cause')}")
    return _read(answer.get("output"))


def tell(arn: str, events: Sequence[Json], role: str) -> None:
    """Invoke a function asynchronously, or start an execution, with a batch.

    Raises:
        PipeFailed: it refused.
    """
    called = parse(arn)
    try:
        if called.service == "lambda":
            _invoke(arn, events, role, "Event")
            return
        client("stepfunctions", called.region, role).start_execution(
            stateMachineArn=arn, input=json.dumps(events)
        )
    except (ClientError, BotoCoreError) as error:
        raise PipeFailed(f"{arn}: {error}") from error


def _invoke(arn: str, events: Sequence[Json], role: str, kind: str) -> Json:
    answer = client("lambda", parse(arn).region, role).invoke(
        FunctionName=arn, InvocationType=kind, Payload=json.dumps(list(events)).encode()
    )
    payload = answer["Payload"].read().decode()
    if "FunctionError" in answer:
        raise PipeFailed(f"{arn}: {payload}")
    return _read(payload)


def _read(text: str | None) -> Json:
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
