"""Find a function by ARN, name, alias or version in moto's Lambda state."""

from __future__ import annotations

import re

from moto.awslambda.models import LambdaFunction, lambda_backends

from twin_local.execution.arns import Arn

_INVOCATION_ARN = re.compile(r"functions/(arn:[^/]+)/invocations$")


def find(arn: Arn) -> LambdaFunction:
    """Return the function of an ARN, with or without a qualifier.

    Raises:
        moto.awslambda.exceptions.UnknownFunctionException: there is none.
    """
    backend = lambda_backends[arn.account][arn.region]
    parts = arn.resource.split(":")
    qualifier = parts[2] if len(parts) > 2 and parts[2] != "$LATEST" else None
    return backend.get_function(parts[1], qualifier)


def function_of_integration(uri: str) -> str | None:
    """Return the function ARN in an API Gateway integration URI; None for another integration."""
    found = _INVOCATION_ARN.search(uri or "")
    return found.group(1) if found else None
