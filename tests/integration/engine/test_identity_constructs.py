"""What a site with identity providers and programs has in its user pool is deployed whole."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from aws_cdk import App, Environment, Stack
from aws_cdk.assertions import Template

from twin.definition.access import AccessDefinition
from twin_constructs.identity.clients import sso_client
from twin_constructs.identity.directory import UserDirectory
from twin_local.engine.engine import Engine

Deploy = Callable[..., dict[str, Any]]
REGION, ORIGIN = "us-east-1", "https://console.example"


def access(secret: str) -> AccessDefinition:
    provider = {
        "issuer": "https://id.example.com",
        "client_id": "twin",
        "client_secret_name": secret,
        "group_attribute": "groups",
    }
    return AccessDefinition.model_validate(
        {
            "groups": {"plant-ops": "operator", "Twin Admins": "admin"},
            "user_attributes": ["clearance"],
            "machine_clients": {"historian": "viewer"},
            "identity_providers": {
                "oidc": {"keycloak": provider},
                "saml": {"entra": {"metadata_url": "https://login.example.com/metadata.xml"}},
            },
            "sign_in": {"domain": "deployed-twin", "mfa": "required"},
        }
    )


def resources(definition: AccessDefinition) -> dict[str, Any]:
    stack = Stack(App(), "Identity", env=Environment(account="111111111111", region=REGION))
    directory = UserDirectory(stack, "Users", access=definition)
    sso_client(stack, "Sso", pool=directory.pool, access=definition, origins=[ORIGIN])
    found: dict[str, Any] = Template.from_stack(stack).to_json()["Resources"]
    return found


def test_everything_is_in_the_user_pool(deploy: Deploy, engine: Engine, stack: str) -> None:
    def call(operation: str, **parameters: Any) -> Any:  # noqa: ANN401 - any answer
        return engine.clients.call("cognito-idp", operation, parameters)

    secret = f"{stack}-keycloak"
    parameters = {"Name": secret, "SecretString": "hush"}
    engine.clients.call("secretsmanager", "CreateSecret", parameters)
    made = resources(access(secret))
    [pool_name] = [name for name, one in made.items() if one["Type"] == "AWS::Cognito::UserPool"]
    pool = {"UserPoolId": deploy(made, {"Pool": {"Ref": pool_name}})["Pool"]}
    attributes = call("DescribeUserPool", **pool)["UserPool"]["SchemaAttributes"]
    assert {"custom:idp_groups", "custom:clearance"} <= {one["Name"] for one in attributes}
    known = call("DescribeUserPoolDomain", Domain="deployed-twin")["DomainDescription"]
    assert known["UserPoolId"] == pool["UserPoolId"]
    groups = {one["GroupName"] for one in call("ListGroups", **pool)["Groups"]}
    assert groups == {"viewer", "operator", "engineer", "admin", "plant-ops"}
    provider = call("DescribeIdentityProvider", **pool, ProviderName="keycloak")
    details = provider["IdentityProvider"]["ProviderDetails"]
    assert details["client_secret"] == "hush"
    clients = {
        client["ClientName"]: call("DescribeUserPoolClient", **pool, ClientId=client["ClientId"])
        for client in call("ListUserPoolClients", **pool)["UserPoolClients"]
    }
    program = clients["machine-historian"]["UserPoolClient"]
    assert program["AllowedOAuthScopes"] == ["twin/viewer"]
    assert program["ClientSecret"]
    [sso] = [
        one["UserPoolClient"]
        for one in clients.values()
        if one["UserPoolClient"].get("AllowedOAuthFlows") == ["code"]
    ]
    assert sso["CallbackURLs"] == [f"{ORIGIN}/"]
    assert sso["SupportedIdentityProviders"] == ["entra", "keycloak"]
