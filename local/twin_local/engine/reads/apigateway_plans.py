"""How usage plans and API keys of Amazon API Gateway are read back."""

from __future__ import annotations

from twin_local.engine.reads.read import Read, Reads

OPERATIONS: Reads = {
    ("apigateway", "CreateApiKey"): (
        Read(
            "GetApiKey",
            {"apiKey": "{a.id}", "includeValue": True},
            unread={"generateDistinctId": "it only says how the id is made"},
        ),
    ),
    ("apigateway", "CreateUsagePlan"): (Read("GetUsagePlan", {"usagePlanId": "{a.id}"}),),
    ("apigateway", "CreateUsagePlanKey"): (
        Read("GetUsagePlanKey", {"usagePlanId": "{q.usagePlanId}", "keyId": "{q.keyId}"}),
        Read(
            "GetUsagePlanKey",
            {"usagePlanId": "{q.usagePlanId}", "keyId": "{q.keyId}"},
            root="type",
            into="keyType",
        ),
    ),
}
