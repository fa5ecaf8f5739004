"""Amazon API Gateway, REST APIs."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry
from twin_local.engine.json_value import Json, Properties

API = {"restApiId": "{p.RestApiId}"}
METHOD = {**API, "resourceId": "{p.ResourceId}", "httpMethod": "{p.HttpMethod}"}
STAGE = {**API, "stageName": "{p.StageName}"}
METHOD_SETTINGS = {
    "CacheDataEncrypted": "caching/dataEncrypted",
    "CacheTtlInSeconds": "caching/ttlInSeconds",
    "CachingEnabled": "caching/enabled",
    "DataTraceEnabled": "logging/dataTrace",
    "LoggingLevel": "logging/loglevel",
    "MetricsEnabled": "metrics/enabled",
    "ThrottlingBurstLimit": "throttling/burstLimit",
    "ThrottlingRateLimit": "throttling/rateLimit",
}
LOG_SETTINGS = {"DestinationArn": "destinationArn", "Format": "format"}


def _patch(path: str, value: Json) -> Properties:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return {"op": "replace", "path": path, "value": text}


def _as_patches(given: Properties, _: Properties) -> Properties:
    """Return plain settings as the patch operations of an Update… operation."""
    return {
        "patchOperations": [
            _patch(f"/{name[0].lower()}{name[1:]}", value) for name, value in given.items()
        ]
    }


def _stage_patches(given: Properties, known: Properties) -> Properties:
    rest = dict(given)
    log, settings = rest.pop("AccessLogSetting", {}), rest.pop("MethodSettings", [])
    variables = rest.pop("Variables", {})
    patches: list[Properties] = _as_patches(rest, known)["patchOperations"]
    for name, value in log.items():
        patches.append(_patch(f"/accessLogSettings/{LOG_SETTINGS.get(name, name)}", value))
    for name, value in variables.items():
        patches.append(_patch(f"/variables/{name}", value))
    for setting in settings:
        patches.extend(_method_patches(dict(setting)))
    return {"patchOperations": patches}


def _method_patches(setting: Properties) -> list[Properties]:
    path = setting.pop("ResourcePath").removeprefix("/").replace("/", "~1")
    method = setting.pop("HttpMethod")
    return [
        _patch(f"/{path}/{method}/{METHOD_SETTINGS.get(name, name)}", value)
        for name, value in setting.items()
    ]


def _integration(given: Properties, _: Properties) -> Properties:
    integration = dict(given["Integration"])
    integration.pop("IntegrationResponses", None)
    return integration


INTEGRATION = Call("PutIntegration", takes=("Integration",), fixed=METHOD, reshape=_integration)
ANSWERS = (
    Call("PutMethodResponse", each="MethodResponses", fixed=METHOD, always=True),
    Call(
        "PutIntegrationResponse",
        each="Integration.IntegrationResponses",
        fixed=METHOD,
        always=True,
    ),
)

ENTRIES: Table = {
    "AWS::ApiGateway::RestApi": TypeEntry(
        service="apigateway",
        name="Name",
        name_limit=1024,
        ref="{r.id}",
        create=(Call("CreateRestApi", names={"ApiKeySourceType": "apiKeySource"}),),
        update=(
            Call(
                "UpdateRestApi",
                takes=("Name", "Description", "DisableExecuteApiEndpoint"),
                fixed={"restApiId": "{id}"},
                reshape=_as_patches,
            ),
        ),
        delete=(Call("DeleteRestApi", fixed={"restApiId": "{id}"}),),
        read=Call("GetRestApi", fixed={"restApiId": "{id}"}),
        attributes={"RestApiId": "{id}", "RootResourceId": "{r.rootResourceId}"},
    ),
    "AWS::ApiGateway::Resource": TypeEntry(
        service="apigateway",
        ref="{r.id}",
        create=(Call("CreateResource"),),
        delete=(Call("DeleteResource", fixed={**API, "resourceId": "{id}"}),),
        attributes={"ResourceId": "{id}"},
    ),
    "AWS::ApiGateway::Method": TypeEntry(
        service="apigateway",
        ref="{p.RestApiId}|{p.ResourceId}|{p.HttpMethod}",
        create=(Call("PutMethod"), INTEGRATION, *ANSWERS),
        update=(
            Call("DeleteMethod", takes=(), always=True, fixed=METHOD),
            Call("PutMethod", always=True),
            Call(
                "PutIntegration",
                takes=("Integration",),
                fixed=METHOD,
                reshape=_integration,
                always=True,
                when="{p.Integration}",
            ),
            *ANSWERS,
        ),
        delete=(Call("DeleteMethod", fixed=METHOD),),
    ),
    "AWS::ApiGateway::Deployment": TypeEntry(
        service="apigateway",
        ref="{r.id}",
        create=(Call("CreateDeployment"),),
        delete=(Call("DeleteDeployment", fixed={**API, "deploymentId": "{id}"}),),
        attributes={"DeploymentId": "{id}"},
    ),
    "AWS::ApiGateway::Stage": TypeEntry(
        service="apigateway",
        ref="{p.StageName}",
        create=(
            Call("CreateStage"),
            Call(
                "UpdateStage",
                takes=("AccessLogSetting", "MethodSettings"),
                fixed=STAGE,
                reshape=_stage_patches,
            ),
        ),
        update=(
            Call(
                "UpdateStage",
                takes=(
                    "AccessLogSetting",
                    "DeploymentId",
                    "Description",
                    "MethodSettings",
                    "TracingEnabled",
                    "Variables",
                ),
                fixed=STAGE,
                reshape=_stage_patches,
            ),
        ),
        delete=(Call("DeleteStage", fixed=STAGE),),
    ),
    "AWS::ApiGateway::Authorizer": TypeEntry(
        service="apigateway",
        ref="{r.id}",
        create=(
            Call("CreateAuthorizer"),
            # moto takes the expression when an authorizer is changed, and forgets it before.
            Call(
                "UpdateAuthorizer",
                takes=("IdentityValidationExpression",),
                fixed={**API, "authorizerId": "{id}"},
                reshape=_as_patches,
            ),
        ),
        update=(
            Call(
                "UpdateAuthorizer",
                takes=(
                    "AuthType",
                    "AuthorizerCredentials",
                    "AuthorizerResultTtlInSeconds",
                    "AuthorizerUri",
                    "IdentitySource",
                    "IdentityValidationExpression",
                    "Name",
                    "Type",
                ),
                fixed={**API, "authorizerId": "{id}"},
                reshape=_as_patches,
            ),
        ),
        delete=(Call("DeleteAuthorizer", fixed={**API, "authorizerId": "{id}"}),),
        attributes={"AuthorizerId": "{id}"},
    ),
    "AWS::ApiGateway::RequestValidator": TypeEntry(
        service="apigateway",
        ref="{r.id}",
        create=(Call("CreateRequestValidator"),),
        update=(
            Call(
                "UpdateRequestValidator",
                takes=("ValidateRequestBody", "ValidateRequestParameters"),
                fixed={**API, "requestValidatorId": "{id}"},
                reshape=_as_patches,
            ),
        ),
        delete=(Call("DeleteRequestValidator", fixed={**API, "requestValidatorId": "{id}"}),),
        attributes={"RequestValidatorId": "{id}"},
    ),
    "AWS::ApiGateway::Model": TypeEntry(
        service="apigateway",
        name="Name",
        name_separator="",
        ref="{p.Name}",
        create=(Call("CreateModel"),),
        update=(
            Call("DeleteModel", takes=(), always=True, fixed={**API, "modelName": "{id}"}),
            Call("CreateModel", always=True),
        ),
        delete=(Call("DeleteModel", fixed={**API, "modelName": "{id}"}),),
    ),
    "AWS::ApiGateway::GatewayResponse": TypeEntry(
        service="apigateway",
        ref="{p.RestApiId}|{p.ResponseType}",
        create=(PUT_RESPONSE := Call("PutGatewayResponse"),),
        update=(PUT_RESPONSE,),
        delete=(Call("DeleteGatewayResponse", fixed={**API, "responseType": "{p.ResponseType}"}),),
        attributes={"Id": "{id}"},
    ),
    "AWS::ApiGateway::Account": TypeEntry(
        service="apigateway",
        ref="{account}",
        create=(
            UPDATE_ACCOUNT := Call(
                "UpdateAccount",
                takes=("CloudWatchRoleArn",),
                reshape=lambda given, _: {
                    "patchOperations": [_patch("/cloudwatchRoleArn", given["CloudWatchRoleArn"])]
                },
            ),
        ),
        update=(UPDATE_ACCOUNT,),
        attributes={"Id": "{account}"},
    ),
}
