"""Amazon API Gateway, HTTP APIs."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry

SELF = {"ApiId": "{id}"}
API = {"ApiId": "{p.ApiId}"}
ROUTE = {**API, "RouteId": "{id}"}
INTEGRATION = {**API, "IntegrationId": "{id}"}
AUTHORIZER = {**API, "AuthorizerId": "{id}"}
STAGE = {**API, "StageName": "{id}"}

ENTRIES: Table = {
    "AWS::ApiGatewayV2::Api": TypeEntry(
        service="apigatewayv2",
        ref="{r.ApiId}",
        create=(Call("CreateApi"),),
        update=(
            Call("UpdateApi", fixed=SELF, cleared={"Description": "", "Version": ""}),
            Call(
                "UpdateApi",
                takes=("CorsConfiguration",),
                fixed=SELF,
                undo=Call("DeleteCorsConfiguration", fixed=SELF),
            ),
            # A tag that leaves the template stays: here tags are one object, not a list.
            Call(
                "TagResource",
                takes=("Tags",),
                fixed={"ResourceArn": "arn:aws:apigateway:{region}::/apis/{id}"},
            ),
        ),
        delete=(Call("DeleteApi", fixed=SELF),),
        attributes={"ApiEndpoint": "{r.ApiEndpoint}", "ApiId": "{id}"},
    ),
    "AWS::ApiGatewayV2::Authorizer": TypeEntry(
        service="apigatewayv2",
        ref="{r.AuthorizerId}",
        create=(Call("CreateAuthorizer"),),
        update=(Call("UpdateAuthorizer", fixed=AUTHORIZER),),
        delete=(Call("DeleteAuthorizer", fixed=AUTHORIZER),),
        attributes={"AuthorizerId": "{id}"},
    ),
    "AWS::ApiGatewayV2::Integration": TypeEntry(
        service="apigatewayv2",
        ref="{r.IntegrationId}",
        create=(Call("CreateIntegration"),),
        update=(Call("UpdateIntegration", fixed=INTEGRATION),),
        delete=(Call("DeleteIntegration", fixed=INTEGRATION),),
        attributes={"IntegrationId": "{id}"},
    ),
    "AWS::ApiGatewayV2::Route": TypeEntry(
        service="apigatewayv2",
        ref="{r.RouteId}",
        create=(Call("CreateRoute"),),
        update=(Call("UpdateRoute", fixed=ROUTE),),
        delete=(Call("DeleteRoute", fixed=ROUTE),),
        attributes={"RouteId": "{id}"},
    ),
    "AWS::ApiGatewayV2::Stage": TypeEntry(
        service="apigatewayv2",
        ref="{p.StageName}",
        create=(Call("CreateStage"),),
        update=(
            Call(
                "UpdateStage",
                fixed=STAGE,
                cleared={
                    "DefaultRouteSettings": {},
                    "Description": "",
                    "RouteSettings": {},
                    "StageVariables": {},
                },
            ),
        ),
        delete=(Call("DeleteStage", fixed=STAGE),),
        inert={
            "AccessLogSettings": "access logs are not written here",
            "Tags": "tags of stages are not kept, and nothing here reads them",
        },
    ),
}
