"""HTTP APIs, usage plans and the domains of user pools are made by CloudFormation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from twin_local.engine.engine import Engine

Deploy = Callable[..., dict[str, Any]]
Template = dict[str, Any]
PERMIT = "arn:aws:lambda:us-east-1:123456789012:function:f"


def thing(kind: str, **properties: Any) -> Template:  # noqa: ANN401
    return {"Type": f"AWS::{kind}", "Properties": properties}


def ref(name: str) -> Template:
    return {"Ref": name}


def call(engine: Engine, service: str, operation: str, **parameters: Any) -> Any:  # noqa: ANN401
    return engine.clients.call(service, operation, parameters)


def http_api(path: str, **api: Any) -> Template:  # noqa: ANN401
    return {
        "A": thing("ApiGatewayV2::Api", Name="a", ProtocolType="HTTP", **api),
        "I": thing(
            "ApiGatewayV2::Integration",
            ApiId=ref("A"),
            IntegrationType="AWS_PROXY",
            IntegrationUri=PERMIT,
            PayloadFormatVersion="2.0",
        ),
        "R": thing(
            "ApiGatewayV2::Route",
            ApiId=ref("A"),
            RouteKey=f"GET {path}",
            Target={"Fn::Sub": "integrations/${I}"},
        ),
        "S": thing("ApiGatewayV2::Stage", ApiId=ref("A"), StageName="$default", AutoDeploy=True),
    }


def test_an_http_api_has_its_parts_and_changes_in_place(deploy: Deploy, engine: Engine) -> None:
    outputs = {"Id": ref("A"), "Url": {"Fn::GetAtt": ["A", "ApiEndpoint"]}, "Route": ref("R")}
    cors = {"AllowOrigins": ["https://x"], "MaxAge": 60}
    made = deploy(http_api("/a", CorsConfiguration=cors), outputs)
    assert made["Url"].startswith(f"https://{made['Id']}.execute-api.")
    api = call(engine, "apigatewayv2", "GetApi", ApiId=made["Id"])
    assert api["CorsConfiguration"]["AllowOrigins"] == ["https://x"]
    changed = deploy(http_api("/b"), outputs)
    assert (changed["Id"], changed["Route"]) == (made["Id"], made["Route"])
    route = call(engine, "apigatewayv2", "GetRoute", ApiId=made["Id"], RouteId=made["Route"])
    assert route["RouteKey"] == "GET /b"
    assert not call(engine, "apigatewayv2", "GetApi", ApiId=made["Id"]).get("CorsConfiguration")


def test_a_usage_plan_has_its_key(deploy: Deploy, engine: Engine) -> None:
    resources = {
        "P": thing("ApiGateway::UsagePlan", UsagePlanName="p", Throttle={"RateLimit": 5.0}),
        "K": thing("ApiGateway::ApiKey", Name="k", Enabled=True, Value="v" * 20),
        "L": thing(
            "ApiGateway::UsagePlanKey",
            KeyId=ref("K"),
            KeyType="API_KEY",
            UsagePlanId=ref("P"),
        ),
    }
    made = deploy(resources, {"Plan": ref("P"), "Key": ref("K")})
    found = call(
        engine, "apigateway", "GetUsagePlanKey", usagePlanId=made["Plan"], keyId=made["Key"]
    )
    assert found["value"] == "v" * 20


def test_a_pool_has_a_domain_scopes_and_triggers(deploy: Deploy, engine: Engine) -> None:
    scopes = [{"ScopeName": "read", "ScopeDescription": "r"}]
    resources = {
        "P": thing("Cognito::UserPool", LambdaConfig={"PreSignUp": PERMIT}),
        "D": thing("Cognito::UserPoolDomain", UserPoolId=ref("P"), Domain="demo-of-types"),
        "R": thing(
            "Cognito::UserPoolResourceServer",
            UserPoolId=ref("P"),
            Identifier="api",
            Name="api",
            Scopes=scopes,
        ),
    }
    made = deploy(resources, {"Pool": ref("P"), "Domain": ref("D"), "Server": ref("R")})
    assert (made["Domain"], made["Server"]) == ("demo-of-types", "api")
    pool = call(engine, "cognito-idp", "DescribeUserPool", UserPoolId=made["Pool"])["UserPool"]
    assert pool["LambdaConfig"] == {"PreSignUp": PERMIT}
    assert pool["Domain"] == "demo-of-types"


def test_a_firewall_guards_a_stage_and_changes_its_limit(
    deploy: Deploy, engine: Engine, stack: str
) -> None:
    seen = {"CloudWatchMetricsEnabled": True, "MetricName": "m", "SampledRequestsEnabled": True}
    guarded = "arn:aws:apigateway:us-east-1::/restapis/abc/stages/api"

    def resources(limit: int) -> Template:
        statement = {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": limit}}
        rule = {
            "Name": "rate",
            "Priority": 0,
            "Action": {"Block": {}},
            "Statement": statement,
            "VisibilityConfig": seen,
        }
        arn = {"Fn::GetAtt": ["Acl", "Arn"]}
        return {
            "Acl": thing(
                "WAFv2::WebACL",
                Scope="REGIONAL",
                DefaultAction={"Allow": {}},
                Rules=[rule],
                VisibilityConfig=seen,
            ),
            "Guards": thing("WAFv2::WebACLAssociation", WebACLArn=arn, ResourceArn=guarded),
            "Logging": thing(
                "WAFv2::LoggingConfiguration",
                ResourceArn=arn,
                LogDestinationConfigs=[
                    "arn:aws:logs:us-east-1:123456789012:log-group:aws-waf-logs-a"
                ],
            ),
        }

    out = {"Id": {"Fn::GetAtt": ["Acl", "Id"]}, "Ref": ref("Acl")}
    first = deploy(resources(100), out)
    assert deploy(resources(200), out) == first
    name, identifier, scope = first["Ref"].split("|")
    assert (identifier, scope) == (first["Id"], "REGIONAL")
    acl = call(engine, "wafv2", "GetWebACL", Name=name, Id=identifier, Scope=scope)["WebACL"]
    assert acl["Rules"][0]["Statement"]["RateBasedStatement"]["Limit"] == 200
    found = call(engine, "wafv2", "GetWebACLForResource", ResourceArn=guarded)["WebACL"]
    assert found["Id"] == identifier
    engine.destroy_stack(stack)
