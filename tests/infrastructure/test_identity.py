"""What a site with identity providers, programs and groups gets in its user pool."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized

Resource = dict[str, Any]
CUSTOM = {"custom:idp_groups", "custom:clearance"}


def of_site(synthesized: Synthesized, site: str, kind: str) -> list[Resource]:
    """Return the properties of all resources of a type in a site."""
    return [
        resource["Properties"]
        for path, template in synthesized.templates()
        if path.parent.name == f"assembly-{site}"
        for resource in template.get("Resources", {}).values()
        if resource["Type"] == f"AWS::Cognito::{kind}"
    ]


def clients(synthesized: Synthesized, site: str) -> dict[str, Resource]:
    """Return the app clients of a site: of passwords, of single sign-on, and programs by name."""
    found = {}
    for client in of_site(synthesized, site, "UserPoolClient"):
        flows = client.get("AllowedOAuthFlows", [])
        name = "sso" if flows == ["code"] else client.get("ClientName", "password")
        found[name] = client
    return found


def configuration(synthesized: Synthesized, site: str) -> str:
    """Return what the template says of the console's `config.json`."""
    [experience] = [
        template
        for path, template in synthesized.templates()
        if path.parent.name == f"assembly-{site}" and "Experience" in path.name
    ]
    return json.dumps(experience["Resources"])


def test_a_site_without_providers_has_neither_domain_nor_custom_attributes(
    synthesized: Synthesized,
) -> None:
    for kind in ("UserPoolDomain", "UserPoolResourceServer", "UserPoolIdentityProvider"):
        assert of_site(synthesized, "demo", kind) == []
    [pool] = of_site(synthesized, "demo", "UserPool")
    assert "Schema" not in pool
    assert set(clients(synthesized, "demo")) == {"password"}


def test_groups_are_the_roles_and_those_that_the_pool_can_have(synthesized: Synthesized) -> None:
    groups = {
        group["GroupName"]: group["Precedence"]
        for group in of_site(synthesized, "federated", "UserPoolGroup")
    }
    roles = {"admin": 0, "engineer": 1, "operator": 2, "viewer": 3}
    assert groups == {**roles, "7f3c-01": 5, "plant-operators": 6}


def test_only_single_sign_on_may_write_what_providers_say(synthesized: Synthesized) -> None:
    found = clients(synthesized, "federated")
    assert set(found["sso"]["WriteAttributes"]) >= CUSTOM | {"email", "email_verified"}
    assert not CUSTOM & set(found["password"]["WriteAttributes"])
    assert "email_verified" not in found["password"]["WriteAttributes"]
    # A token with this scope would let people write whatever their client may.
    assert "aws.cognito.signin.user.admin" not in found["sso"]["AllowedOAuthScopes"]
    assert found["sso"]["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]


def test_single_sign_on_is_a_public_client_that_comes_back_to_the_console(
    synthesized: Synthesized,
) -> None:
    client = clients(synthesized, "federated")["sso"]
    assert client["GenerateSecret"] is False
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["SupportedIdentityProviders"] == ["entra", "keycloak"]
    origin, own = client["CallbackURLs"]
    assert "DomainName" in json.dumps(origin)
    assert own == "https://twin.example.com/"
    assert client["LogoutURLs"] == client["CallbackURLs"]


def test_a_secret_is_in_no_template(synthesized: Synthesized) -> None:
    providers = {
        one["ProviderName"]: one
        for one in of_site(synthesized, "federated", "UserPoolIdentityProvider")
    }
    details = providers["keycloak"]["ProviderDetails"]
    assert details["client_secret"] == "{{resolve:secretsmanager:plant/keycloak:SecretString}}"
    assert providers["keycloak"]["AttributeMapping"]["custom:idp_groups"] == "groups"
    assert providers["entra"]["ProviderDetails"]["MetadataURL"].startswith("https://")


@pytest.mark.parametrize(("name", "role"), [("historian", "viewer"), ("mes", "operator")])
def test_a_program_has_its_own_secret_and_the_scope_of_its_role(
    synthesized: Synthesized, name: str, role: str
) -> None:
    client = clients(synthesized, "federated")[f"machine-{name}"]
    assert client["GenerateSecret"] is True
    assert client["ExplicitAuthFlows"] == ["ALLOW_REFRESH_TOKEN_AUTH"]
    assert client["AllowedOAuthFlows"] == ["client_credentials"]
    [scope] = client["AllowedOAuthScopes"]
    assert f"/{role}" in json.dumps(scope)
    assert "CallbackURLs" not in client


def test_the_authorizer_knows_every_client(synthesized: Synthesized) -> None:
    [environment] = [
        resource["Properties"]["Environment"]["Variables"]
        for path, template in synthesized.templates()
        if path.parent.name == "assembly-federated"
        for resource in template.get("Resources", {}).values()
        if resource["Type"] == "AWS::Lambda::Function"
        and resource["Properties"].get("Handler") == "api_authorize.handler.handler"
    ]
    people = json.dumps(environment["USER_POOL_CLIENT_IDS"])
    assert "Console" in people
    assert "SingleSignOn" in people
    programs = json.dumps(environment["MACHINE_CLIENTS"])
    assert "historian" in programs
    assert "mes" in programs


def test_a_second_factor_can_be_required(synthesized: Synthesized) -> None:
    [pool] = of_site(synthesized, "federated", "UserPool")
    assert pool["MfaConfiguration"] == "ON"
    [pool] = of_site(synthesized, "demo", "UserPool")
    assert pool["MfaConfiguration"] == "OPTIONAL"


def test_a_site_without_passwords_has_no_client_for_them(synthesized: Synthesized) -> None:
    assert set(clients(synthesized, "sso-only")) == {"sso"}


def test_the_console_may_talk_to_the_domain_that_signs_in(synthesized: Synthesized) -> None:
    domain = "https://plant-twin.auth.eu-central-1.amazoncognito.com"
    assert domain in configuration(synthesized, "federated")
    assert "amazoncognito" not in configuration(synthesized, "demo")


def test_only_key_functions_reach_the_keys(synthesized: Synthesized) -> None:
    users = {
        resource["Properties"]["Handler"]
        for path, template in synthesized.templates()
        if path.parent.name == "assembly-demo"
        for resource in template.get("Resources", {}).values()
        if resource["Type"] == "AWS::Lambda::Function"
        and "ACCESS_KEYS_TABLE" in json.dumps(resource["Properties"].get("Environment", {}))
    }
    keyed = {"access_explain", "access_keys", "api_authorize"}
    assert users == {f"{package}.handler.handler" for package in keyed}
