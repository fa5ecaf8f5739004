"""Amazon API Gateway, usage plans and API keys of REST APIs."""

from __future__ import annotations

from twin_local.engine.entry import Call, Table, TypeEntry

ENTRIES: Table = {
    "AWS::ApiGateway::ApiKey": TypeEntry(
        service="apigateway",
        name="Name",
        ref="{r.id}",
        create=(Call("CreateApiKey"),),
        delete=(Call("DeleteApiKey", fixed={"apiKey": "{id}"}),),
        attributes={"APIKeyId": "{id}"},
    ),
    "AWS::ApiGateway::UsagePlan": TypeEntry(
        service="apigateway",
        name="UsagePlanName",
        ref="{r.id}",
        create=(Call("CreateUsagePlan", names={"UsagePlanName": "name"}),),
        delete=(Call("DeleteUsagePlan", fixed={"usagePlanId": "{id}"}),),
        attributes={"Id": "{id}"},
    ),
    "AWS::ApiGateway::UsagePlanKey": TypeEntry(
        service="apigateway",
        ref="{p.KeyId}:{p.UsagePlanId}",
        create=(Call("CreateUsagePlanKey"),),
        delete=(
            Call(
                "DeleteUsagePlanKey",
                fixed={"usagePlanId": "{p.UsagePlanId}", "keyId": "{p.KeyId}"},
            ),
        ),
        attributes={"Id": "{id}"},
    ),
}
