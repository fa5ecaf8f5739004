"""Serve APIs; of REST APIs: address → route → authorize → validate → integrate → respond."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as FutureTimeout
from http import HTTPStatus
from typing import Any

from moto.apigateway.models import Integration, RestAPI, apigateway_backends
from moto.apigatewayv2.models import apigatewayv2_backends
from moto.awslambda.exceptions import UnknownFunctionException

from twin_local.execution.access.function_policies import InvocationDenied
from twin_local.execution.execute_api import gateway_responses as answers
from twin_local.execution.execute_api import mock
from twin_local.execution.execute_api.authorizers import Authorizers
from twin_local.execution.execute_api.gateway_responses import GatewayError, HttpAnswer, render
from twin_local.execution.execute_api.http_api.authorizers import RouteAuthorizers
from twin_local.execution.execute_api.http_api.server import HttpApis
from twin_local.execution.execute_api.method_settings import limit_of_method
from twin_local.execution.execute_api.proxy import http_answer, proxy_event
from twin_local.execution.execute_api.request import Address, Call, HttpRequest, raw_path, read
from twin_local.execution.execute_api.routing import match, method_of
from twin_local.execution.execute_api.throttling import Throttle
from twin_local.execution.execute_api.usage_plans import UsagePlans
from twin_local.execution.execute_api.validation import validate
from twin_local.execution.functions.executor import Throttled
from twin_local.execution.functions.invoker import Invoker
from twin_local.execution.functions.lookup import function_of_integration
from twin_local.execution.types import Environ, StartResponse, WsgiApplication

LOG = logging.getLogger(__name__)
HOST = re.compile(r"([a-z0-9]+)\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?::\d+)?", re.IGNORECASE)
PATH = "/_aws/execute-api/"
INTEGRATION_LIMIT_S = 29.0
MAXIMUM_BODY_BYTES = 10 * 1024 * 1024
"""API Gateway: a payload is at most 10 MB and an integration takes at most 29 s."""

CONCURRENT_CALLS = 32


class ExecuteApi:
    """Answers requests to the REST APIs of one account."""

    def __init__(
        self,
        *,
        account: str,
        region: str,
        invoker: Invoker,
        authorizers: Authorizers,
        routes: RouteAuthorizers,
    ) -> None:
        self._account = account
        self._region = region
        self._invoker = invoker
        self._authorizers = authorizers
        self._threads = ThreadPoolExecutor(CONCURRENT_CALLS, thread_name_prefix="execute-api")
        self._throttle = Throttle()
        self._plans = UsagePlans(self._throttle)
        self._http_apis = HttpApis(
            account=account, invoker=invoker, authorizers=routes, threads=self._threads
        )

    def select(self, environ: Environ) -> WsgiApplication | None:
        """Return the application of a request to an API; None for any other request."""
        address = self._address(environ)
        if address is None:
            return None

        def application(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
            request = read(environ, address.path)
            answer = self.answer(address, request)
            status = f"{answer.status} {_reason(answer.status)}"
            length = ("Content-Length", str(len(answer.body)))
            start_response(status, [*answer.headers, length])
            return [] if request.method == "HEAD" else [answer.body]

        return application

    def answer(self, address: Address, request: HttpRequest) -> HttpAnswer:
        """Run a request through the API."""
        http_apis = apigatewayv2_backends[self._account][address.region].apis
        if (http_api := http_apis.get(address.api_id)) is not None:
            return self._http_apis.answer(http_api, address, request)
        api = apigateway_backends[self._account][address.region].apis.get(address.api_id)
        try:
            answer = self._answer(api, address, request)
        except GatewayError as error:
            return render(error, api, request)
        own = (("x-amzn-RequestId", request.request_id), ("x-amz-apigw-id", request.request_id))
        return HttpAnswer(answer.status, answer.body, (*answer.headers, *own))

    def close(self) -> None:
        """Stop taking calls."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _address(self, environ: Environ) -> Address | None:
        path = raw_path(environ)
        if path.startswith(PATH):
            api_id, _, rest = path[len(PATH) :].partition("/")
            region = self._region
        elif found := HOST.fullmatch(environ.get("HTTP_HOST", "")):
            api_id, region = found.groups()
            rest = path.lstrip("/")
        else:
            return None
        stage, _, below = rest.partition("/")
        return Address(
            api_id=api_id, region=region, stage=stage, path=f"/{below}", whole=f"/{rest}"
        )

    def _answer(self, api: RestAPI | None, address: Address, request: HttpRequest) -> HttpAnswer:
        call = self._route(api, address, request)
        self._limit(call)
        authorizer = self._authorizers.authorize(call)
        self._plans.admit(call, authorizer)
        validate(call)
        integration = call.method.method_integration
        if integration is None:
            raise answers.bad_integration()
        kind = integration.integration_type
        if kind == "MOCK":
            return mock.answer(call, integration)
        if kind == "AWS_PROXY":
            return self._call_function(call, integration, authorizer)
        LOG.error("%s: integrations of type %s are not run here", call.resource.get_path(), kind)
        message = f"integration type {kind} is not implemented by the embedded AWS"
        raise GatewayError("API_CONFIGURATION_ERROR", 501, "NotImplementedException", message)

    def _limit(self, call: Call) -> None:
        found = limit_of_method(call)
        if found is None:
            return
        place, limit = found
        if not self._throttle.admit((call.api.id, call.stage.name, place), limit):
            raise answers.throttled()

    def _route(self, api: RestAPI | None, address: Address, request: HttpRequest) -> Call:
        stage = api.stages.get(address.stage) if api else None
        if api is None or stage is None:
            raise GatewayError("ACCESS_DENIED", 403, "ForbiddenException", "Forbidden")
        if len(request.body) > MAXIMUM_BODY_BYTES:
            message = "Request Entity Too Large"
            raise GatewayError("REQUEST_TOO_LARGE", 413, "RequestTooLargeException", message)
        found = match(api, address.path)
        method = method_of(found[0], request.method) if found else None
        if found is None or method is None:
            raise answers.missing_route()
        return Call(
            request=request,
            api=api,
            stage=stage,
            resource=found[0],
            method=method,
            path_parameters=found[1],
        )

    def _call_function(
        self, call: Call, integration: Integration, authorizer: dict[str, Any]
    ) -> HttpAnswer:
        arn = function_of_integration(_substitute(call, integration.uri))
        if arn is None:
            raise answers.bad_integration()
        limit_s = float(integration.timeout_in_millis or INTEGRATION_LIMIT_S * 1000) / 1000
        path = call.resource.get_path()
        place = f"{call.stage.name}/{call.request.method}{path}"
        caller = call.service_caller(place).acting_as(integration.credentials)
        event = proxy_event(call, authorizer)
        running = self._threads.submit(self._invoker.call, arn, event, caller)
        try:
            answer = running.result(timeout=limit_s)
        except FutureTimeout as error:
            raise answers.integration_timeout() from error
        except Throttled as error:
            raise answers.throttled() from error
        except (InvocationDenied, UnknownFunctionException) as error:
            LOG.error("%s: %s", path, error)
            message = "Internal server error"
            raise GatewayError(
                "API_CONFIGURATION_ERROR", 500, "InternalServerErrorException", message
            ) from error
        if answer.error:
            raise answers.bad_integration()
        return http_answer(call, json.loads(answer.payload))


def _substitute(call: Call, uri: str) -> str:
    for name, value in call.stage.variables.items():
        uri = uri.replace(f"${{stageVariables.{name}}}", value)
    return uri


def _reason(status: int) -> str:
    return HTTPStatus(status).phrase if status in set(HTTPStatus) else "Status"
