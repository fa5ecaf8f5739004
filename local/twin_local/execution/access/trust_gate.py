"""Refuse calls that hand a service a role which does not trust it, where AWS does so at once.

Lambda, Step Functions, SageMaker and EventBridge Scheduler assume a role when they are given it;
the others when they use it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from moto.core.utils import get_service_model

from twin_local.execution.access.answers import ErrorAnswer, application
from twin_local.execution.access.calls import (
    SERVICE_OF_SIGNING_NAME,
    CallUnknown,
    read_call,
    read_operation,
    read_signer,
)
from twin_local.execution.access.decisions import Decisions, RoleNotTrusting
from twin_local.execution.access.passed_roles import PASSED, passed_roles
from twin_local.execution.presigned import PREFLIGHT
from twin_local.execution.types import Environ, WsgiApplication


@dataclass(frozen=True)
class Wording:
    """How a service says that it cannot assume a role; `{role}` is its ARN."""

    code: str
    text: str


WORDINGS: Mapping[str, Wording] = {
    "lambda": Wording(
        "InvalidParameterValueException",
        "The role defined for the function cannot be assumed by Lambda.",
    ),
    "sagemaker": Wording(
        "ValidationException",
        "Could not assume role {role}. Please ensure that the role exists and allows principal"
        " 'sagemaker.amazonaws.com' to assume the role.",
    ),
    "scheduler": Wording(
        "ValidationException",
        "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
    ),
    "stepfunctions": Wording(
        "AccessDeniedException",
        "Neither the global service principal states.amazonaws.com, nor the regional one is"
        " authorized to assume the provided role.",
    ),
}


@dataclass(frozen=True)
class TrustGate:
    """Looks at the roles of calls, whoever signs them."""

    decisions: Decisions

    def select(self, environ: Environ) -> WsgiApplication | None:
        """Return an application that refuses, None for all that may pass."""
        signer = read_signer(environ)
        if signer is None or environ["REQUEST_METHOD"] == PREFLIGHT:
            return None
        service = SERVICE_OF_SIGNING_NAME.get(signer.service, signer.service)
        wording = WORDINGS.get(service)
        if wording is None or (service, read_operation(environ, service)) not in PASSED:
            return None
        try:
            call = read_call(environ, signer, self.decisions.account)
        except CallUnknown:  # moto says what is wrong with it
            return None
        for passed in passed_roles(call):
            try:
                self.decisions.require_trust(passed.arn, passed.caller)
            except RoleNotTrusting:
                text = wording.text.format(role=passed.arn)
                protocol = str(get_service_model(service).protocol)
                return application(ErrorAnswer(service, protocol, text, wording.code, 400))
        return None
