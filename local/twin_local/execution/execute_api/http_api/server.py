"""Serve HTTP APIs: stage → preflight → route → throttle → authorize → integrate → respond."""

from __future__ import annotations

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import replace
from typing import Any

from moto.apigatewayv2.models import Api, Integration, Stage
from moto.awslambda.exceptions import UnknownFunctionException

from twin_local.execution.access.function_policies import InvocationDenied
from twin_local.execution.execute_api.gateway_responses import HttpAnswer
from twin_local.execution.execute_api.http_api import answers, cors, routing
from twin_local.execution.execute_api.http_api.authorizers import RouteAuthorizers
from twin_local.execution.execute_api.http_api.call import (
    DEFAULT,
    HttpApiError,
    HttpCall,
    server_error,
)
from twin_local.execution.execute_api.http_api.events import event_of
from twin_local.execution.execute_api.request import Address, HttpRequest
from twin_local.execution.execute_api.throttling import Throttle, limit_of
from twin_local.execution.functions.executor import Throttled
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.functions.lookup import function_of_integration

LOG = logging.getLogger(__name__)
MAXIMUM_BODY_BYTES = 10 * 1024 * 1024
INTEGRATION_LIMIT_MS = 30_000
"""API Gateway: a payload is at most 10 MB and an integration takes at most 30 s."""


class HttpApis:
    """Answers requests to HTTP APIs of an account."""

    def __init__(
        self,
        *,
        account: str,
        invoker: Invoker,
        authorizers: RouteAuthorizers,
        threads: ThreadPoolExecutor,
    ) -> None:
        self._account = account
        self._invoker = invoker
        self._authorizers = authorizers
        self._threads = threads
        self._throttle = Throttle()

    def answer(self, api: Api, address: Address, request: HttpRequest) -> HttpAnswer:
        """Run a request through an API."""
        settings: Any = api.cors_configuration  # moto says that it is a text
        if (preflight := cors.preflight(settings, request)) is not None:
            return preflight
        try:
            answer = self._answer(api, address, request)
        except HttpApiError as error:
            answer = answers.refusal(error)
        answer = cors.apply(settings, request, answer)
        return replace(answer, headers=(*answer.headers, ("Apigw-Requestid", request.request_id)))

    def _answer(self, api: Api, address: Address, request: HttpRequest) -> HttpAnswer:
        call = self._route(api, address, request)
        self._limit(call)
        authorizer = self._authorizers.authorize(call)
        integration = _integration(call)
        version = integration.payload_format_version or "1.0"
        result = self._invoke(call, integration, event_of(call, authorizer, version))
        return answers.http_answer(result, version)

    def _route(self, api: Api, address: Address, request: HttpRequest) -> HttpCall:
        if len(request.body) > MAXIMUM_BODY_BYTES:
            raise HttpApiError(413, "Request Entity Too Large")
        stage, path = _stage(api, address)
        found = routing.find(api, request.method, path) if stage and stage.auto_deploy else None
        if stage is None or found is None:
            raise HttpApiError(404, "Not Found")
        return HttpCall(
            request=replace(request, path=path),
            account=self._account,
            region=address.region,
            api=api,
            stage=stage,
            route=found[0],
            path_parameters=found[1],
        )

    def _limit(self, call: HttpCall) -> None:
        settings = {
            **(call.stage.default_route_settings or {}),
            **(call.stage.route_settings or {}).get(call.route.route_key, {}),
        }
        limit = limit_of(settings.get("throttlingRateLimit"), settings.get("throttlingBurstLimit"))
        key = (call.api.api_id, call.stage.name, call.route.route_key)
        if limit is not None and not self._throttle.admit(key, limit):
            raise HttpApiError(429, "Too Many Requests")

    def _invoke(self, call: HttpCall, integration: Integration, event: dict[str, Any]) -> Any:
        uri = call.fill(integration.integration_uri or "")
        arn = function_of_integration(uri) or uri
        caller = call.caller.acting_as(integration.credentials_arn)
        running = self._threads.submit(self._invoker.call, arn, event, caller)
        limit_s = float(integration.timeout_in_millis or INTEGRATION_LIMIT_MS) / 1000
        try:
            answer = running.result(timeout=limit_s)
        except FutureTimeout as error:
            raise HttpApiError(503, "Service Unavailable") from error
        except Throttled as error:
            raise HttpApiError(503, "Service Unavailable") from error
        except (InvocationDenied, UnknownFunctionException) as error:
            LOG.error("%s: %s", call.route.route_key, error)
            raise server_error() from error
        if answer.error:
            raise server_error()
        return json.loads(answer.payload)


def _stage(api: Api, address: Address) -> tuple[Stage | None, str]:
    """Return the stage of an address and the path below it: a name first, else the default."""
    if (named := api.stages.get(address.stage)) is not None:
        return named, address.path
    return api.stages.get(DEFAULT), address.whole


def _integration(call: HttpCall) -> Integration:
    target = str(call.route.target or "")
    found = call.api.integrations.get(target.removeprefix("integrations/"))
    if found is None:
        raise server_error()
    return found
