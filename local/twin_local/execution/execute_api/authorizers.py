"""Lambda, Cognito and IAM authorization of a call, with the result cache of Lambda authorizers."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Callable
from typing import Any

from moto.apigateway.models import Authorizer
from moto.awslambda.exceptions import UnknownFunctionException

from twin_local.execution.access.function_policies import InvocationDenied
from twin_local.execution.execute_api import gateway_responses as answers
from twin_local.execution.execute_api.context import request_context
from twin_local.execution.execute_api.policies import Decision, decide
from twin_local.execution.execute_api.request import Call
from twin_local.execution.execute_api.result_cache import ResultCache
from twin_local.execution.execute_api.signed import NotAuthorized, SignedCalls
from twin_local.execution.functions.executor import Answer, Throttled
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.functions.lookup import function_of_integration
from twin_local.execution.signatures import SIGNED
from twin_local.execution.types import Json

LOG = logging.getLogger(__name__)
DEFAULT_TTL_S = 300
LOCATION = re.compile(r"(method\.request\.(header|querystring)|context|stageVariables)\.(.+)")

VerifyToken = Callable[[list[str], str], dict[str, Any] | None]
"""Return the claims of a token of one of the user pools (ARNs), or None."""


class Authorizers:
    """Decides who may call, and what context the integration gets."""

    def __init__(
        self,
        *,
        invoker: Invoker,
        verify: VerifyToken,
        signed: SignedCalls,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._invoker = invoker
        self._verify = verify
        self._signed = signed
        self._cache = ResultCache(clock)

    def authorize(self, call: Call) -> dict[str, Any]:
        """Return the authorizer context of an allowed call.

        Raises:
            GatewayError: the call is not allowed, or the authorizer failed.
        """
        kind = call.method.authorization_type or "NONE"
        if kind == "NONE":
            return {}
        if kind == "AWS_IAM":
            return self._check_signed(call)
        authorizer = call.api.authorizers.get(call.method.authorizer_id or "")
        if authorizer is None:
            raise answers.authorizer_failure()
        if authorizer.type == "COGNITO_USER_POOLS":
            return self._check_claims(call, authorizer)
        return self._ask(call, authorizer)

    def _check_signed(self, call: Call) -> dict[str, Any]:
        if not call.request.header("Authorization").startswith(SIGNED):
            raise answers.missing_route()
        try:
            self._signed.require(call.request, call.arn)
        except NotAuthorized as error:
            raise answers.not_authorized(str(error)) from error
        return {}

    def _check_claims(self, call: Call, authorizer: Authorizer) -> dict[str, Any]:
        header = (authorizer.identity_source or "method.request.header.Authorization").rsplit(".")
        token = call.request.header(header[-1]).removeprefix("Bearer ")
        claims = self._verify(authorizer.provider_arns or [], token) if token else None
        if claims is None:
            raise answers.unauthorized()
        return {"claims": {key: _plain(value) for key, value in claims.items()}}

    def _ask(self, call: Call, authorizer: Authorizer) -> dict[str, Any]:
        identity = self._identity(call, authorizer)
        ttl = authorizer.authorizer_result_ttl
        ttl_s = DEFAULT_TTL_S if ttl is None else int(ttl)
        key = (call.api.id, str(call.stage.name), str(authorizer.id), *identity)
        result = self._cache.get(key) if identity and ttl_s > 0 else None
        if result is None:
            result = self._run(call, authorizer, identity)
            if identity:
                self._cache.put(key, result, ttl_s)
        decision = decide(result.get("policyDocument") or {}, call.arn)
        if decision is not Decision.ALLOW:
            raise answers.access_denied(explicit=decision is Decision.DENY)
        context = {name: _plain(value) for name, value in (result.get("context") or {}).items()}
        return {**context, "principalId": result["principalId"], "integrationLatency": 0}

    def _identity(self, call: Call, authorizer: Authorizer) -> list[str]:
        """Return the identity values; 401 when one is missing or has not the expected form."""
        sources = [part.strip() for part in (authorizer.identity_source or "").split(",")]
        values = [_value_of(call, source) for source in sources if source]
        if not all(values) and authorizer.authorizer_result_ttl != 0:
            raise answers.unauthorized()
        if authorizer.type == "TOKEN" and not all(values):
            raise answers.unauthorized()
        pattern = authorizer.identity_validation_expression
        if authorizer.type == "TOKEN" and pattern and not re.fullmatch(pattern, values[0]):
            raise answers.unauthorized()
        return values

    def _run(self, call: Call, authorizer: Authorizer, identity: list[str]) -> dict[str, Any]:
        arn = function_of_integration(authorizer.authorizer_uri or "")
        if arn is None:
            raise answers.authorizer_failure()
        answer = self._call(arn, call, authorizer, identity)
        result = json.loads(answer.payload)
        if answer.error and result.get("errorMessage") == "Unauthorized":
            raise answers.unauthorized()
        if answer.error or not isinstance(result, dict) or not result.get("principalId"):
            raise answers.authorizer_failure()
        return result

    def _call(self, arn: str, call: Call, authorizer: Authorizer, identity: list[str]) -> Answer:
        place = f"authorizers/{authorizer.id}"
        caller = call.service_caller(place).acting_as(authorizer.authorizer_credentials)
        try:
            return self._invoker.call(arn, _event(call, authorizer, identity), caller)
        except (InvocationDenied, UnknownFunctionException, Throttled) as error:
            LOG.error("%s: the authorizer is not invoked: %s", call.api.id, error)
            raise answers.authorizer_failure() from error


def _value_of(call: Call, source: str) -> str:
    found = LOCATION.fullmatch(source)
    if found is None:
        return ""
    place, kind, name = found.groups()
    if kind == "header":
        return call.request.header(name)
    if kind == "querystring":
        return call.request.parameter(name)
    if place == "stageVariables":
        return str(call.stage.variables.get(name, ""))
    value: Json = request_context(call, {})
    for part in name.split("."):
        value = value.get(part, "") if isinstance(value, dict) else ""
    return str(value)


def _event(call: Call, authorizer: Authorizer, identity: list[str]) -> dict[str, Any]:
    if authorizer.type == "TOKEN":
        return {"type": "TOKEN", "methodArn": call.arn, "authorizationToken": identity[0]}
    from twin_local.execution.execute_api.proxy import proxy_event

    event = proxy_event(call, {})
    for name in ("body", "isBase64Encoded"):
        event.pop(name)
    return {"type": "REQUEST", "methodArn": call.arn, **event}


def _plain(value: Json) -> str:
    """Return a context value as API Gateway passes it on: text."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if isinstance(value, str) else json.dumps(value)
