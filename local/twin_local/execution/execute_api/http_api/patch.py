"""Refuse what HTTP APIs have and is not served here, and change stages, which moto cannot."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from moto.apigatewayv2.exceptions import APIGatewayV2Error
from moto.apigatewayv2.models import Api
from moto.apigatewayv2.responses import ApiGatewayV2Response
from moto.cognitoidp.models import cognitoidp_backends

from twin_local.execution.execute_api.http_api.tokens import ISSUER
from twin_local.execution.patching import before, extend

HttpAnswer = tuple[int, dict[str, str], str]
STAGE_MEMBERS = {
    "accessLogSettings": "access_log_settings",
    "autoDeploy": "auto_deploy",
    "defaultRouteSettings": "default_route_settings",
    "description": "description",
    "routeSettings": "route_settings",
    "stageVariables": "stage_variables",
}
MAPPINGS = ("requestParameters", "responseParameters", "templateSelectionExpression")
ROUTE_KEY = re.compile(r"\$default|(ANY|GET|PUT|POST|PATCH|DELETE|HEAD|OPTIONS) /[^\s]*")


def install() -> None:
    """Wrap the operations that make something, and add UpdateStage."""
    _before("create_api", _check_api)
    _before("create_integration", _check_integration)
    _before("update_integration", _check_integration)
    _before("create_authorizer", _check_authorizer)
    _before("create_route", _check_route)
    extend(ApiGatewayV2Response, "update_stage", _update_stage)


def _before(name: str, check: Any) -> None:
    """Have `check` see the response and the members that were given."""
    before(
        ApiGatewayV2Response,
        name,
        lambda response: check(response, json.loads(response.body or "{}")),
    )


def _check_api(response: ApiGatewayV2Response, given: dict[str, Any]) -> None:
    if given.get("protocolType") == "WEBSOCKET":
        raise _not_here("WebSocket APIs are")


def _check_integration(response: ApiGatewayV2Response, given: dict[str, Any]) -> None:
    kind = given.get("integrationType", "AWS_PROXY")
    if kind != "AWS_PROXY" or given.get("integrationSubtype") or given.get("connectionId"):
        raise _not_here(f"integrations of type {kind} other than with a function are")
    if any(given.get(name) for name in MAPPINGS):
        raise _not_here("parameter mapping is")


def _check_authorizer(response: ApiGatewayV2Response, given: dict[str, Any]) -> None:
    if given.get("authorizerType") != "JWT":
        return
    issuer = str((given.get("jwtConfiguration") or {}).get("issuer") or "").rstrip("/")
    found = ISSUER.fullmatch(issuer)
    pools = cognitoidp_backends[response.current_account]
    if found is None or found["pool"] not in pools[found["region"]].user_pools:
        message = f"Caught exception when connecting to {issuer}/.well-known/openid-configuration"
        raise _bad(f"{message} for issuer {issuer}. Issuers here are the user pools.")


def _check_route(response: ApiGatewayV2Response, given: dict[str, Any]) -> None:
    key = str(given.get("routeKey") or "")
    if not ROUTE_KEY.fullmatch(key):
        raise _bad("The provided route key is not formatted properly for HTTP protocol.")
    api = _api(response, -2)
    if any(route.route_key == key for route in api.routes.values()):
        error = APIGatewayV2Error(
            "ConflictException", f"Route with key {key} already exists for this API"
        )
        error.code = 409
        raise error


def _update_stage(response: ApiGatewayV2Response) -> HttpAnswer:
    stage = _api(response, -3).get_stage(unquote(response.path.split("/")[-1]))
    for name, value in json.loads(response.body or "{}").items():
        if name in STAGE_MEMBERS:
            setattr(stage, STAGE_MEMBERS[name], value)
    stage.updated = datetime.now()
    return 200, {}, json.dumps(stage.to_json())


def _api(response: ApiGatewayV2Response, place: int) -> Api:
    return response.apigatewayv2_backend.get_api(response.path.split("/")[place])


def _bad(message: str) -> APIGatewayV2Error:
    return APIGatewayV2Error("BadRequestException", message)


def _not_here(what: str) -> APIGatewayV2Error:
    message = f"apigatewayv2: {what} not implemented by the embedded AWS"
    error = APIGatewayV2Error("NotImplementedException", message)
    error.code = 501
    return error
