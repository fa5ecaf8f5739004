"""How Amazon API Gateway's HTTP APIs are read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads

API = {"ApiId": "{q.ApiId}"}

OPERATIONS: Reads = {
    ("apigatewayv2", "CreateApi"): (Read("GetApi", {"ApiId": "{a.ApiId}"}),),
    ("apigatewayv2", "CreateAuthorizer"): (
        Read("GetAuthorizer", {**API, "AuthorizerId": "{a.AuthorizerId}"}),
    ),
    ("apigatewayv2", "CreateIntegration"): (
        Read("GetIntegration", {**API, "IntegrationId": "{a.IntegrationId}"}),
    ),
    ("apigatewayv2", "CreateRoute"): (Read("GetRoute", {**API, "RouteId": "{a.RouteId}"}),),
    ("apigatewayv2", "CreateStage"): (Read("GetStage", {**API, "StageName": "{q.StageName}"}),),
}
