"""Grafana workspaces and TwinMaker's sync jobs and tags, by template."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from twin_local.engine.clients import OperationError
from twin_local.engine.engine import Engine

Deploy = Callable[..., dict[str, Any]]
Template = dict[str, Any]
TRUST = {"Version": "2012-10-17", "Statement": []}
ROLE: Template = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}


def thing(kind: str, **properties: Any) -> Template:  # noqa: ANN401
    return {"Type": f"AWS::{kind}", "Properties": properties}


def ref(name: str) -> Template:
    return {"Ref": name}


def att(name: str, attribute: str) -> Template:
    return {"Fn::GetAtt": [name, attribute]}


def test_a_grafana_workspace_is_made_and_changed_in_place(
    deploy: Deploy, engine: Engine, stack: str
) -> None:
    def resources(**changes: Any) -> Template:  # noqa: ANN401
        workspace = thing(
            "Grafana::Workspace",
            AccountAccessType="CURRENT_ACCOUNT",
            AuthenticationProviders=["SAML"],
            PermissionType="CUSTOMER_MANAGED",
            RoleArn=att("R", "Arn"),
            **{"Name": "plant", "DataSources": ["SITEWISE"], **changes},
        )
        return {"R": ROLE, "W": workspace}

    outputs = {"Id": ref("W"), "Endpoint": att("W", "Endpoint"), "Status": att("W", "Status")}
    vpc = {"SecurityGroupIds": ["sg-1"], "SubnetIds": ["subnet-1", "subnet-2"]}
    tags = [{"Key": "site", "Value": "demo"}]
    made = deploy(resources(VpcConfiguration=vpc, Tags=tags, PluginAdminEnabled=True), outputs)
    assert made["Status"] == "ACTIVE"
    assert made["Endpoint"].startswith(made["Id"])
    where = {"workspaceId": made["Id"]}
    settings = call(engine, "DescribeWorkspaceConfiguration", **where)["configuration"]
    assert json.loads(settings) == {"plugins": {"pluginAdminEnabled": True}}
    saml = {"IdpMetadata": {"Url": "https://idp.example"}, "RoleValues": {"Admin": ["admins"]}}
    changed = deploy(resources(Name="plant-2", SamlConfiguration=saml), outputs)
    assert changed["Id"] == made["Id"]
    found = call(engine, "DescribeWorkspace", **where)["workspace"]
    assert found["name"] == "plant-2"
    assert found["authentication"]["samlConfigurationStatus"] == "CONFIGURED"
    assert "vpcConfiguration" not in found
    assert found.get("tags", {}) == {}
    engine.destroy_stack(stack)
    with pytest.raises(OperationError, match="no workspace"):
        call(engine, "DescribeWorkspace", **where)


def test_a_sync_job_and_tags_of_a_twin(deploy: Deploy, engine: Engine, stack: str) -> None:
    def resources(tag: str) -> Template:
        workspace = thing(
            "IoTTwinMaker::Workspace",
            WorkspaceId=stack,
            Role=att("R", "Arn"),
            S3Location="arn:aws:s3:::files",
            Tags={tag: "1"},
        )
        job = thing(
            "IoTTwinMaker::SyncJob",
            WorkspaceId=ref("W"),
            SyncSource="SITEWISE",
            SyncRole=att("R", "Arn"),
        )
        return {"R": ROLE, "W": workspace, "Job": job}

    outputs = {"Arn": att("W", "Arn"), "Job": att("Job", "Arn")}
    for tag in ("one", "two"):
        found = deploy(resources(tag), outputs)
        assert found["Job"].endswith("/sync-job/SITEWISE")
        kept = engine.clients.call(
            "iottwinmaker", "ListTagsForResource", {"resourceARN": found["Arn"]}
        )
        assert kept["tags"] == {tag: "1"}
    engine.destroy_stack(stack)


def call(engine: Engine, operation: str, **parameters: Any) -> Any:  # noqa: ANN401
    return engine.clients.call("grafana", operation, parameters)
