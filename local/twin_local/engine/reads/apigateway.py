"""How Amazon API Gateway is read back."""

from __future__ import annotations

from twin_local.engine.expression import at_path
from twin_local.engine.reads.read import Answer, Read, Reads

API = {"restApiId": "{q.restApiId}"}
METHOD = {**API, "resourceId": "{q.resourceId}", "httpMethod": "{q.httpMethod}"}
STAGE_PATHS = {
    "accessLogSettings/destinationArn": "accessLogSettings.destinationArn",
    "accessLogSettings/format": "accessLogSettings.format",
}
METHOD_PATHS = {
    "caching/enabled": "cachingEnabled",
    "logging/dataTrace": "dataTraceEnabled",
    "logging/loglevel": "loggingLevel",
    "metrics/enabled": "metricsEnabled",
    "throttling/burstLimit": "throttlingBurstLimit",
    "throttling/rateLimit": "throttlingRateLimit",
}


def _patches(found: Answer, names: set[str]) -> Answer:
    """Return members as the patch operations that set them."""
    return {
        "patchOperations": [
            {"op": "replace", "path": f"/{name}", "value": found.get(name)} for name in names
        ]
    }


def _stage(found: Answer) -> Answer:
    """Return a stage's settings as the patch operations that set them."""
    patches = {path: at_path(found, where) for path, where in STAGE_PATHS.items()}
    for method, settings in found.get("methodSettings", {}).items():
        for path, name in METHOD_PATHS.items():
            patches[f"{method}/{path}"] = settings.get(name)
    return {
        "patchOperations": [
            {"op": "replace", "path": f"/{path}", "value": value} for path, value in patches.items()
        ]
    }


OPERATIONS: Reads = {
    ("apigateway", "CreateAuthorizer"): (Read("GetAuthorizer", {**API, "authorizerId": "{a.id}"}),),
    ("apigateway", "CreateDeployment"): (Read("GetDeployment", {**API, "deploymentId": "{a.id}"}),),
    ("apigateway", "CreateModel"): (Read("GetModel", {**API, "modelName": "{q.name}"}),),
    ("apigateway", "CreateRequestValidator"): (
        Read("GetRequestValidator", {**API, "requestValidatorId": "{a.id}"}),
    ),
    ("apigateway", "CreateResource"): (Read("GetResource", {**API, "resourceId": "{a.id}"}),),
    ("apigateway", "CreateRestApi"): (Read("GetRestApi", {"restApiId": "{a.id}"}),),
    ("apigateway", "CreateStage"): (Read("GetStage", {**API, "stageName": "{q.stageName}"}),),
    ("apigateway", "PutGatewayResponse"): (
        Read("GetGatewayResponse", {**API, "responseType": "{q.responseType}"}),
    ),
    ("apigateway", "PutIntegration"): (
        Read("GetIntegration", METHOD),
        Read("GetIntegration", METHOD, root="httpMethod", into="integrationHttpMethod"),
    ),
    ("apigateway", "PutIntegrationResponse"): (
        Read("GetIntegrationResponse", {**METHOD, "statusCode": "{q.statusCode}"}),
    ),
    ("apigateway", "PutMethod"): (Read("GetMethod", METHOD),),
    ("apigateway", "PutMethodResponse"): (
        Read("GetMethodResponse", {**METHOD, "statusCode": "{q.statusCode}"}),
    ),
    ("apigateway", "UpdateAccount"): (
        Read("GetAccount", then=lambda found: _patches(found, {"cloudwatchRoleArn"})),
    ),
    ("apigateway", "UpdateAuthorizer"): (
        Read(
            "GetAuthorizer",
            {**API, "authorizerId": "{q.authorizerId}"},
            then=lambda found: _patches(found, {"identityValidationExpression"}),
        ),
    ),
    ("apigateway", "UpdateStage"): (
        Read("GetStage", {**API, "stageName": "{q.stageName}"}, then=lambda found: _stage(found)),
    ),
}
