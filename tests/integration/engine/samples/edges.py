"""APIs, distributions, networks, things and firewalls."""

from __future__ import annotations

from tests.integration.engine.samples.parts import (
    ACCOUNT,
    DOCUMENT,
    SEEN,
    Template,
    att,
    ref,
    thing,
)

EDGES: Template = {
    "Kind": thing("IoT::ThingType", ThingTypeName="sample-kind"),
    "Group": thing("IoT::ThingGroup", ThingGroupName="sample-group"),
    "Thing": thing(
        "IoT::Thing", ThingName="sample-thing", AttributePayload={"Attributes": {"hall": "7"}}
    ),
    "Policy": thing("IoT::Policy", PolicyName="sample-policy", PolicyDocument=DOCUMENT),
    "Attached": thing(
        "IoT::PolicyPrincipalAttachment",
        "Policy",
        PolicyName="sample-policy",
        Principal=att("Group", "Arn"),
    ),
    "Authorizer": thing(
        "IoT::Authorizer",
        AuthorizerName="sample-authorizer",
        AuthorizerFunctionArn=f"arn:aws:lambda:us-east-1:{ACCOUNT}:function:tokens",
        EnableCachingForHttp=True,
        SigningDisabled=True,
        Status="ACTIVE",
    ),
    "Api": thing("ApiGateway::RestApi", Name="samples"),
    "Model": thing(
        "ApiGateway::Model",
        RestApiId=ref("Api"),
        Name="Body",
        Description="a body",
        ContentType="application/json",
        Schema={"type": "object"},
    ),
    "Account": thing("ApiGateway::Account", CloudWatchRoleArn=f"arn:aws:iam::{ACCOUNT}:role/logs"),
    "Caching": thing(
        "CloudFront::CachePolicy",
        CachePolicyConfig={
            "Name": "samples",
            "Comment": "a comment",
            "DefaultTTL": 60,
            "MaxTTL": 600,
            "MinTTL": 1,
            "ParametersInCacheKeyAndForwardedToOrigin": {
                "EnableAcceptEncodingGzip": True,
                "EnableAcceptEncodingBrotli": True,
                "CookiesConfig": {"CookieBehavior": "none"},
                "HeadersConfig": {"HeaderBehavior": "none"},
                "QueryStringsConfig": {"QueryStringBehavior": "none"},
            },
        },
    ),
    "Forwarding": thing(
        "CloudFront::OriginRequestPolicy",
        OriginRequestPolicyConfig={
            "Name": "samples",
            "CookiesConfig": {"CookieBehavior": "none"},
            "HeadersConfig": {"HeaderBehavior": "whitelist", "Headers": ["Accept"]},
            "QueryStringsConfig": {"QueryStringBehavior": "all"},
        },
    ),
    "Vpc": thing("EC2::VPC", CidrBlock="10.9.0.0/16"),
    "Net": thing("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.9.1.0/24"),
    "Wall": thing("EC2::SecurityGroup", GroupDescription="samples", VpcId=ref("Vpc")),
    "In": thing(
        "EC2::SecurityGroupIngress",
        GroupId=ref("Wall"),
        IpProtocol="tcp",
        FromPort=443,
        ToPort=443,
        CidrIp="10.9.0.0/16",
        Description="from inside",
    ),
    "Out": thing(
        "EC2::SecurityGroupEgress",
        GroupId=ref("Wall"),
        IpProtocol="tcp",
        FromPort=5432,
        ToPort=5432,
        CidrIp="10.9.0.0/16",
    ),
    "Routes": thing("EC2::RouteTable", VpcId=ref("Vpc")),
    "Wafs": thing(
        "WAFv2::WebACL",
        Name="samples",
        Scope="REGIONAL",
        DefaultAction={"Allow": {}},
        Description="a web ACL",
        Rules=[
            {
                "Name": "rate",
                "Priority": 0,
                "Action": {"Block": {}},
                "Statement": {"RateBasedStatement": {"AggregateKeyType": "IP", "Limit": 100}},
                "VisibilityConfig": SEEN,
            }
        ],
        VisibilityConfig=SEEN,
    ),
    "Guarded": thing(
        "WAFv2::WebACLAssociation",
        WebACLArn={"Fn::GetAtt": ["Wafs", "Arn"]},
        ResourceArn="arn:aws:apigateway:us-east-1::/restapis/samples/stages/api",
    ),
    "WafLog": thing(
        "WAFv2::LoggingConfiguration",
        ResourceArn={"Fn::GetAtt": ["Wafs", "Arn"]},
        LogDestinationConfigs=[f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:aws-waf-logs-a"],
    ),
    "Endpoint": thing(
        "EC2::VPCEndpoint",
        VpcId=ref("Vpc"),
        ServiceName="com.amazonaws.us-east-1.s3",
        VpcEndpointType="Gateway",
        RouteTableIds=[ref("Routes")],
    ),
}
