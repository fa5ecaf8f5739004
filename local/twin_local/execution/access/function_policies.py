"""Resource-based policies of Lambda functions: which service may invoke one, and on whose behalf.

A service that has no role to act as (API Gateway, Cognito, EventBridge rules, S3, SNS, AWS IoT)
may invoke what a statement of the function's policy allows to its principal.
https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from moto.awslambda.models import LambdaFunction, lambda_backends

from twin_local.execution.arns import Arn, parse
from twin_local.iam.errors import PolicyError
from twin_local.iam.evaluation import AccessRequest, decide
from twin_local.iam.patterns import Context
from twin_local.iam.policy import Statement, read_policy

INVOKE = "lambda:InvokeFunction"


class InvocationDenied(Exception):
    """The policy of a function does not let a service invoke it; the text is AWS's."""


@dataclass(frozen=True)
class ServiceCaller:
    """A service that invokes a function for a resource of an account.

    Attributes:
        principal: such as `events.amazonaws.com`.
        source_arn: of the resource in whose name it is done.
        source_account: whose resource that is.
    """

    principal: str
    source_arn: str
    source_account: str

    @property
    def context(self) -> Context:
        """Return the condition keys of its calls."""
        return {
            "aws:sourcearn": [self.source_arn],
            "aws:sourceaccount": [self.source_account],
            "aws:principalisawsservice": ["true"],
            "aws:principalservicename": [self.principal],
            "aws:securetransport": ["true"],
        }


def require(caller: ServiceCaller, function_arn: str) -> None:
    """Require that a service may invoke a function, with or without a qualifier.

    Raises:
        InvocationDenied: no statement of its policy allows it, or one denies it.
    """
    arn = parse(function_arn)
    try:
        statements = tuple(_statements(arn, caller))
        decision = decide(AccessRequest(INVOKE, unqualified(arn), caller.context), statements)
    except PolicyError as error:
        raise InvocationDenied(f"the policy of {arn.text} cannot be evaluated: {error}") from error
    if not decision.is_allowed:
        raise InvocationDenied(
            f"User: {caller.principal} is not authorized to perform: {INVOKE} on resource:"
            f" {arn.text} because no resource-based policy allows the {INVOKE} action"
        )


def unqualified(arn: Arn) -> str:
    """Return the ARN that policies name: `$LATEST` is the function without a qualifier."""
    return arn.text.removesuffix(":$LATEST")


def _statements(arn: Arn, caller: ServiceCaller) -> Iterator[Statement]:
    """Yield the statements that name the service; each function has one list for all versions."""
    function = _function(arn)
    if function is None:
        return
    document = {"Statement": [one for one in function.policy.statements if _names(one, caller)]}
    yield from read_policy(json.dumps(document), name=arn.text)


def _function(arn: Arn) -> LambdaFunction | None:
    lambdas = lambda_backends[arn.account][arn.region]._lambdas
    found: LambdaFunction | None = lambdas._functions.get(arn.resource.split(":")[1], {}).get(
        "latest"
    )
    return found


def _names(statement: Mapping[str, Any], caller: ServiceCaller) -> bool:
    principal = statement.get("Principal")
    if not isinstance(principal, Mapping):
        return principal == "*"
    services = principal.get("Service", ())
    named = [services] if isinstance(services, str) else list(services)
    return caller.principal in named or principal.get("AWS") == "*"
