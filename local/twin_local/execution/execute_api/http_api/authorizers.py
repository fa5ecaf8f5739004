"""Who may use a route: JWT, Lambda and IAM authorization.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control.html
"""

from __future__ import annotations

import json
import logging
import re
from typing import Any

from moto.apigatewayv2.models import Authorizer
from moto.awslambda.exceptions import UnknownFunctionException

from twin_local.execution.access.function_policies import InvocationDenied
from twin_local.execution.execute_api.http_api.call import (
    HttpCall,
    forbidden,
    server_error,
    unauthorized,
)
from twin_local.execution.execute_api.http_api.events import event_of
from twin_local.execution.execute_api.http_api.tokens import TokenRules
from twin_local.execution.execute_api.policies import Decision, decide
from twin_local.execution.execute_api.result_cache import ResultCache
from twin_local.execution.execute_api.signed import NotAuthorized, SignedCalls
from twin_local.execution.functions.executor import Throttled
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.functions.lookup import function_of_integration

LOG = logging.getLogger(__name__)
SOURCE = re.compile(r"\$(request\.(?:header|querystring)|context|stageVariables)\.(.+)")


class RouteAuthorizers:
    """Decides calls; what it returns is the `authorizer` of the request context."""

    def __init__(self, *, invoker: Invoker, tokens: TokenRules, signed: SignedCalls) -> None:
        self._invoker = invoker
        self._tokens = tokens
        self._signed = signed
        self._cache = ResultCache()

    def authorize(self, call: HttpCall) -> dict[str, Any]:
        """Return the authorizer context of an allowed call.

        Raises:
            HttpApiError: the call is not allowed, or the authorizer failed.
        """
        kind = call.route.authorization_type or "NONE"
        if kind == "NONE":
            return {}
        if kind == "AWS_IAM":
            return self._check_signed(call)
        authorizer = call.api.authorizers.get(call.route.authorizer_id or "")
        if authorizer is None:
            raise server_error()
        identity = self._identity(call, authorizer)
        if kind == "JWT":
            return {"jwt": self._tokens.check(call, authorizer, identity)}
        return self._ask(call, authorizer, identity)

    def _check_signed(self, call: HttpCall) -> dict[str, Any]:
        try:
            signer = self._signed.require(call.request, call.route_arn)
        except NotAuthorized as error:
            raise forbidden() from error
        return {"iam": {**signer, "accountId": call.account}}

    def _identity(self, call: HttpCall, authorizer: Authorizer) -> list[str]:
        """Return the identity values; 401 when one is missing."""
        sources: Any = authorizer.identity_source or []
        named = [sources] if isinstance(sources, str) else list(sources)
        values = [value_of(call, source) for source in named]
        if not all(values):
            raise unauthorized()
        return values

    def _ask(self, call: HttpCall, authorizer: Authorizer, identity: list[str]) -> dict[str, Any]:
        ttl_s = float(authorizer.auth_result_ttl or 0)
        key = (call.api.api_id, call.stage.name, authorizer.id, *identity)
        result = self._cache.get(key) if identity and ttl_s else None
        if result is None:
            result = self._run(call, authorizer, identity)
            if identity:
                self._cache.put(key, result, ttl_s)
        if not _allows(result, authorizer, call.route_arn):
            raise forbidden()
        return {"lambda": result.get("context") or {}}

    def _run(self, call: HttpCall, authorizer: Authorizer, identity: list[str]) -> dict[str, Any]:
        arn = function_of_integration(call.fill(authorizer.authorizer_uri or ""))
        caller = authorizer.auth_creds_arn or call.caller_of(f"authorizers/{authorizer.id}")
        if arn is None:
            raise server_error()
        try:
            answer = self._invoker.call(arn, _event(call, authorizer, identity), caller)
        except (InvocationDenied, UnknownFunctionException, Throttled) as error:
            LOG.error("%s: the authorizer is not invoked: %s", call.api.api_id, error)
            raise server_error() from error
        result = json.loads(answer.payload)
        if answer.error and result.get("errorMessage") == "Unauthorized":
            raise unauthorized()
        if answer.error or not isinstance(result, dict):
            raise server_error()
        return result


def value_of(call: HttpCall, source: str) -> str:
    """Return what an identity source selects, "" when it is not there."""
    found = SOURCE.fullmatch(source)
    if found is None:
        return ""
    place, name = found.groups()
    if place == "request.header":
        return call.request.header(name)
    if place == "request.querystring":
        return call.request.parameter(name)
    if place == "stageVariables":
        return str((call.stage.stage_variables or {}).get(name, ""))
    known = {
        "routeKey": call.route.route_key,
        "httpMethod": call.request.method,
        "path": call.raw_path,
        "stage": call.stage.name,
        "identity.sourceIp": call.request.source_ip,
    }
    return str(known.get(name, ""))


def _event(call: HttpCall, authorizer: Authorizer, identity: list[str]) -> dict[str, Any]:
    version = authorizer.auth_payload_format_version or "2.0"
    event = event_of(call, {}, version)
    for name in ("body", "isBase64Encoded"):
        event.pop(name, None)
    if version == "1.0":
        joined = ",".join(identity)
        own = {"methodArn": call.route_arn, "identitySource": joined, "authorizationToken": joined}
        return {**event, "type": "REQUEST", **own}
    return {**event, "type": "REQUEST", "routeArn": call.route_arn, "identitySource": identity}


def _allows(result: dict[str, Any], authorizer: Authorizer, arn: str) -> bool:
    if authorizer.enable_simple_response:
        if not isinstance(result.get("isAuthorized"), bool):
            raise server_error()
        return bool(result["isAuthorized"])
    if not result.get("principalId"):
        raise server_error()
    return decide(result.get("policyDocument") or {}, arn) is Decision.ALLOW
