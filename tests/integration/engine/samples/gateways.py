"""HTTP APIs, usage plans, user pools and their providers."""

from __future__ import annotations

from tests.integration.engine.samples.parts import ACCOUNT, Template, ref, thing

GATEWAYS: Template = {
    "Api": thing(
        "ApiGatewayV2::Api",
        Name="sample",
        ProtocolType="HTTP",
        Description="a sample",
        CorsConfiguration={"AllowOrigins": ["https://sample.example"], "MaxAge": 60},
    ),
    "Users": thing("Cognito::UserPool", UserPoolName="sample"),
    "Client": thing("Cognito::UserPoolClient", UserPoolId=ref("Users"), ClientName="sample"),
    "Domain": thing("Cognito::UserPoolDomain", UserPoolId=ref("Users"), Domain="sample-domain"),
    "Scopes": thing(
        "Cognito::UserPoolResourceServer",
        UserPoolId=ref("Users"),
        Identifier="sample",
        Name="sample",
        Scopes=[{"ScopeName": "read", "ScopeDescription": "reading"}],
    ),
    "Provider": thing(
        "Cognito::UserPoolIdentityProvider",
        UserPoolId=ref("Users"),
        ProviderName="sample",
        ProviderType="OIDC",
        ProviderDetails={
            "oidc_issuer": "https://sample.example",
            "client_id": "sample",
            "client_secret": "sample",
            "authorize_scopes": "openid",
            "attributes_request_method": "GET",
        },
        AttributeMapping={"email": "email"},
    ),
    "Tokens": thing(
        "ApiGatewayV2::Authorizer",
        ApiId=ref("Api"),
        Name="tokens",
        AuthorizerType="JWT",
        IdentitySource=["$request.header.Authorization"],
        JwtConfiguration={
            "Audience": [ref("Client")],
            "Issuer": {"Fn::GetAtt": ["Users", "ProviderURL"]},
        },
    ),
    "Integration": thing(
        "ApiGatewayV2::Integration",
        ApiId=ref("Api"),
        IntegrationType="AWS_PROXY",
        IntegrationUri=f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:sample",
        PayloadFormatVersion="2.0",
        TimeoutInMillis=9000,
    ),
    "Route": thing(
        "ApiGatewayV2::Route",
        ApiId=ref("Api"),
        RouteKey="GET /sample/{proxy+}",
        AuthorizationType="JWT",
        AuthorizerId=ref("Tokens"),
        Target={"Fn::Sub": "integrations/${Integration}"},
    ),
    "Stage": thing(
        "ApiGatewayV2::Stage",
        ApiId=ref("Api"),
        StageName="sample",
        AutoDeploy=True,
        DefaultRouteSettings={"ThrottlingRateLimit": 50.0, "ThrottlingBurstLimit": 20},
    ),
    "Plan": thing(
        "ApiGateway::UsagePlan",
        UsagePlanName="sample",
        Throttle={"RateLimit": 5.0, "BurstLimit": 2},
        Quota={"Limit": 1000, "Period": "DAY"},
    ),
    "Key": thing("ApiGateway::ApiKey", Name="sample", Enabled=True, Value="v" * 20),
    "PlanKey": thing(
        "ApiGateway::UsagePlanKey", KeyId=ref("Key"), KeyType="API_KEY", UsagePlanId=ref("Plan")
    ),
}
