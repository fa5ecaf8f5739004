"""Amazon Managed Grafana as a provisioner uses it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from tests.integration.services.contracts import model_of
from twin_local import moto_extension
from twin_local.services.grafana.service import Grafana
from twin_local.services.settings import configure

if TYPE_CHECKING:
    from mypy_boto3_grafana import ManagedGrafanaClient

GIVEN: Any = {
    "accountAccessType": "CURRENT_ACCOUNT",
    "authenticationProviders": ["SAML"],
    "permissionType": "CUSTOMER_MANAGED",
    "workspaceRoleArn": "arn:aws:iam::123456789012:role/grafana",
    "workspaceDataSources": ["SITEWISE", "TWINMAKER"],
    "workspaceName": "plant",
}


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Iterator[ManagedGrafanaClient]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "local")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "local")
    moto_extension.install()
    with mock_aws():
        yield boto3.client("grafana", region_name="us-east-1")
    configure(state_folder=None)


def make(client: ManagedGrafanaClient, **more: Any) -> str:  # noqa: ANN401
    return client.create_workspace(**{**GIVEN, **more})["workspace"]["id"]


def test_a_workspace_is_made_changed_and_removed(client: ManagedGrafanaClient) -> None:
    made = client.create_workspace(**GIVEN, clientToken="once")["workspace"]
    assert made["status"] == "CREATING"
    again = client.create_workspace(**GIVEN, clientToken="once")["workspace"]
    assert again["id"] == made["id"]
    where: Any = {"workspaceId": made["id"]}
    found = client.describe_workspace(**where)["workspace"]
    assert (found["status"], found["name"]) == ("ACTIVE", "plant")
    assert found["authentication"]["samlConfigurationStatus"] == "NOT_CONFIGURED"
    subnets: Any = {"securityGroupIds": ["sg-1"], "subnetIds": ["subnet-1", "subnet-2"]}
    client.update_workspace(**where, workspaceDescription="d", vpcConfiguration=subnets)
    client.update_workspace(**where, removeVpcConfiguration=True)
    (listed,) = client.list_workspaces()["workspaces"]
    assert listed.get("description") == "d"
    assert "vpcConfiguration" not in client.describe_workspace(**where)["workspace"]
    client.delete_workspace(**where)
    with pytest.raises(client.exceptions.ResourceNotFoundException) as caught:
        client.describe_workspace(**where)
    assert caught.value.response.get("resourceType") == "workspace"


def test_a_workspace_under_change_is_left_alone(client: ManagedGrafanaClient) -> None:
    now = [1_000.0]
    configure(state_folder=None, now=lambda: now[0], transition_seconds=5)
    where: Any = {"workspaceId": make(client)}
    assert client.describe_workspace(**where)["workspace"]["status"] == "CREATING"
    with pytest.raises(client.exceptions.ConflictException):
        client.delete_workspace(**where)
    now[0] += 5
    assert client.delete_workspace(**where)["workspace"]["status"] == "DELETING"
    now[0] += 5
    assert client.list_workspaces()["workspaces"] == []


def test_an_upgrade_cannot_be_taken_back(client: ManagedGrafanaClient) -> None:
    where: Any = {"workspaceId": make(client, grafanaVersion="10.4")}
    later = client.list_versions(**where)["grafanaVersions"]
    assert "10.4" not in later
    configuration = json.dumps({"plugins": {"pluginAdminEnabled": True}})
    client.update_workspace_configuration(
        **where, configuration=configuration, grafanaVersion=later[0]
    )
    found = client.describe_workspace_configuration(**where)
    assert (found["configuration"], found["grafanaVersion"]) == (configuration, later[0])
    with pytest.raises(client.exceptions.ValidationException):
        client.update_workspace_configuration(
            **where, configuration=configuration, grafanaVersion="10.4"
        )
    with pytest.raises(client.exceptions.ValidationException, match="no JSON"):
        client.update_workspace_configuration(**where, configuration="{no")


def test_service_accounts_have_tokens_that_are_shown_once(client: ManagedGrafanaClient) -> None:
    where: Any = {"workspaceId": make(client)}
    account = client.create_workspace_service_account(
        **where, name="provisioner", grafanaRole="ADMIN"
    )["id"]
    with pytest.raises(client.exceptions.ConflictException):
        client.create_workspace_service_account(**where, name="provisioner", grafanaRole="VIEWER")
    of_account: Any = {**where, "serviceAccountId": account}
    token = client.create_workspace_service_account_token(
        **of_account, name="short", secondsToLive=60
    )["serviceAccountToken"]
    assert token["key"].startswith("glsa_")
    (listed,) = client.list_workspace_service_account_tokens(**of_account)["serviceAccountTokens"]
    assert (listed["id"], (listed["expiresAt"] - listed["createdAt"]).seconds) == (token["id"], 60)
    assert "key" not in listed
    client.delete_workspace_service_account(**of_account)
    assert client.list_workspace_service_accounts(**where)["serviceAccounts"] == []
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.list_workspace_service_account_tokens(**of_account)


def test_keys_permissions_and_authentication(client: ManagedGrafanaClient) -> None:
    where: Any = {"workspaceId": make(client)}
    key: Any = {**where, "keyName": "k", "keyRole": "ADMIN", "secondsToLive": 60}
    assert client.create_workspace_api_key(**key)["key"].startswith("glak_")
    with pytest.raises(client.exceptions.ConflictException):
        client.create_workspace_api_key(**key)
    client.delete_workspace_api_key(**where, keyName="k")
    user: Any = {"id": "u-1", "type": "SSO_USER"}
    give: Any = {"action": "ADD", "role": "EDITOR", "users": [user]}
    take: Any = {"action": "REVOKE", "role": "ADMIN", "users": [user]}
    answer = client.update_permissions(**where, updateInstructionBatch=[give, take])
    assert [one["causedBy"]["action"] for one in answer["errors"]] == ["REVOKE"]
    (permission,) = client.list_permissions(**where, userId="u-1")["permissions"]
    assert permission == {"user": user, "role": "EDITOR"}
    saml: Any = {"idpMetadata": {"url": "https://idp.example"}, "roleValues": {"admin": ["a"]}}
    found = client.update_workspace_authentication(
        **where, authenticationProviders=["SAML"], samlConfiguration=saml
    )["authentication"]
    assert found["saml"]["status"] == "CONFIGURED"
    assert client.describe_workspace_authentication(**where)["authentication"] == found


def test_tags_and_the_quota(client: ManagedGrafanaClient) -> None:
    configure(state_folder=None, quotas={"grafana-workspaces": 1})
    arn = f"arn:aws:grafana:us-east-1:123456789012:/workspaces/{make(client, tags={'a': '1'})}"
    client.tag_resource(resourceArn=arn, tags={"b": "2"})
    client.untag_resource(resourceArn=arn, tagKeys=["a"])
    assert client.list_tags_for_resource(resourceArn=arn)["tags"] == {"b": "2"}
    with pytest.raises(client.exceptions.ServiceQuotaExceededException) as caught:
        make(client)
    assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 402
    with pytest.raises(client.exceptions.ValidationException):
        client.describe_workspace(workspaceId="nothing")


def test_all_but_licences_is_served() -> None:
    served = Grafana(account="1", region="r").operations()
    missing = set(model_of("grafana").operation_names) - served
    assert missing == {"AssociateLicense", "DisassociateLicense"}
