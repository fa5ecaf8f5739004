"""Find a function by ARN, name, alias or version in moto's Lambda state."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from moto.awslambda.models import LambdaBackend, LambdaFunction, lambda_backends

from twin_local.execution.arns import Arn

_INVOCATION_ARN = re.compile(r"functions/(arn:[^/]+)/invocations$")


@dataclass(frozen=True)
class Invoked:
    """The function, or version of one, that runs; `arn` is how the caller named it."""

    function: LambdaFunction
    arn: str


def find(arn: Arn) -> LambdaFunction:
    """Return the function of an ARN, with or without a qualifier.

    Raises:
        moto.awslambda.exceptions.UnknownFunctionException: there is none.
    """
    return invoked(arn).function


def invoked(arn: Arn) -> Invoked:
    """Return what runs when an ARN is invoked; of an alias with weights, one of its versions.

    Raises:
        moto.awslambda.exceptions.UnknownFunctionException: there is none.
    """
    backend = lambda_backends[arn.account][arn.region]
    parts = arn.resource.split(":")
    name, qualifier = parts[1], parts[2] if len(parts) > 2 else None
    version = _version(backend, name, qualifier) if qualifier else None
    return Invoked(backend.get_function(name, version), arn.text)


def unqualified(function: LambdaFunction) -> LambdaFunction:
    """Return the function that a version belongs to: it has the settings of all versions."""
    return lambda_backends[function.account_id][function.region].get_function(
        function.function_name
    )


def function_of_integration(uri: str) -> str | None:
    """Return the function ARN in an API Gateway integration URI; None for another integration."""
    found = _INVOCATION_ARN.search(uri or "")
    return found.group(1) if found else None


def _version(backend: LambdaBackend, name: str, qualifier: str) -> str:
    """Return the version of a qualifier: an alias may send a share of the calls to a second one."""
    if name not in backend._lambdas._functions:
        return qualifier
    alias = backend._lambdas._get_function_aliases(name).get(qualifier)
    if alias is None:
        return qualifier
    routing = alias.routing_config
    weights = routing.get("AdditionalVersionWeights") if isinstance(routing, Mapping) else None
    drawn = random.random()
    for version, weight in (weights or {}).items():
        if drawn < float(weight):
            return str(version)
        drawn -= float(weight)
    return str(alias.function_version)
