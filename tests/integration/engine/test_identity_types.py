"""Identity providers end up in the user pool, with secrets that no template has."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from twin_local.engine.engine import Engine
from twin_local.engine.errors import StackFailedError

Deploy = Callable[..., dict[str, Any]]
Template = dict[str, Any]


def call(engine: Engine, service: str, operation: str, **parameters: Any) -> Any:  # noqa: ANN401
    return engine.clients.call(service, operation, parameters)


def provider(secret: str, issuer: str = "https://id.example") -> Template:
    return {
        "Type": "AWS::Cognito::UserPoolIdentityProvider",
        "Properties": {
            "UserPoolId": {"Ref": "P"},
            "ProviderName": "keycloak",
            "ProviderType": "OIDC",
            "ProviderDetails": {"oidc_issuer": issuer, "client_id": "t", "client_secret": secret},
            "AttributeMapping": {"email": "email", "custom:idp_groups": "groups"},
        },
    }


def template(secret: str, issuer: str = "https://id.example") -> Template:
    return {
        "P": {"Type": "AWS::Cognito::UserPool", "Properties": {}},
        "I": provider(secret, issuer),
    }


OUTPUTS = {"Pool": {"Ref": "P"}, "Provider": {"Ref": "I"}}


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("hush", "{{resolve:secretsmanager:NAME:SecretString}}"),
        ("hush", "{{resolve:secretsmanager:NAME}}"),
        (json.dumps({"client": "hush"}), "{{resolve:secretsmanager:NAME:SecretString:client}}"),
    ],
)
def test_a_secret_is_read_when_it_is_needed_and_the_stack_keeps_its_name(
    deploy: Deploy, engine: Engine, stack: str, text: str, reference: str
) -> None:
    name = f"{stack}-secret"
    call(engine, "secretsmanager", "CreateSecret", Name=name, SecretString=text)
    written = reference.replace("NAME", name)
    made = deploy(template(written), OUTPUTS)
    assert made["Provider"] == "keycloak"
    known = {"UserPoolId": made["Pool"], "ProviderName": "keycloak"}
    found = call(engine, "cognito-idp", "DescribeIdentityProvider", **known)["IdentityProvider"]
    assert found["ProviderDetails"]["client_secret"] == "hush"
    assert found["AttributeMapping"]["custom:idp_groups"] == "groups"
    kept = engine.store.resources(stack)["I"]
    assert kept.properties["ProviderDetails"]["client_secret"] == written
    assert kept.effective["ProviderDetails"]["client_secret"] == written


def test_a_provider_changes_in_place_and_goes(deploy: Deploy, engine: Engine, stack: str) -> None:
    made = deploy(template("first"), OUTPUTS)
    deploy(template("second", "https://other.example"), OUTPUTS)
    known = {"UserPoolId": made["Pool"], "ProviderName": "keycloak"}
    found = call(engine, "cognito-idp", "DescribeIdentityProvider", **known)["IdentityProvider"]
    assert found["ProviderDetails"]["oidc_issuer"] == "https://other.example"
    assert found["ProviderDetails"]["client_secret"] == "second"
    deploy({"P": template("")["P"]}, {"Pool": {"Ref": "P"}})
    listed = call(engine, "cognito-idp", "ListIdentityProviders", UserPoolId=made["Pool"])
    assert listed["Providers"] == []


@pytest.mark.parametrize(
    ("reference", "problem"),
    [
        ("{{resolve:secretsmanager:none-such:SecretString}}", "ResourceNotFoundException"),
        ("{{resolve:ssm-secure:/a/b:1}}", "references are to"),
    ],
)
def test_a_reference_that_leads_nowhere_fails_the_stack(
    deploy: Deploy, reference: str, problem: str
) -> None:
    with pytest.raises(StackFailedError, match=problem):
        deploy(template(reference), OUTPUTS)


def test_a_pool_gets_custom_attributes_later_and_stays_the_same(
    deploy: Deploy, engine: Engine
) -> None:
    pool: Template = {"Type": "AWS::Cognito::UserPool", "Properties": {"UserPoolName": "people"}}
    before = deploy({"P": pool}, {"Pool": {"Ref": "P"}})["Pool"]
    attribute = {"Name": "idp_groups", "AttributeDataType": "String", "Mutable": True}
    properties = {**pool["Properties"], "Schema": [attribute]}
    after = deploy({"P": {**pool, "Properties": properties}}, {"Pool": {"Ref": "P"}})["Pool"]
    assert after == before
    found = call(engine, "cognito-idp", "DescribeUserPool", UserPoolId=after)["UserPool"]
    assert "custom:idp_groups" in {one["Name"] for one in found["SchemaAttributes"]}
