"""A TwinMaker workspace of the demo site whose connectors are the functions that are deployed."""

from __future__ import annotations

import io
import json
import uuid
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.integration.execution.conftest import ACCOUNT, REGION, trusting
from tests.tables import create_table
from twin.compile.connectors import ConnectorPlan, compile_connectors
from twin.connectors.connector import Kind, component_type_id
from twin.definition import SiteDefinition, load_site
from twin_constructs.staging import Extra, stage_function
from twin_local import moto_extension

Client = Callable[[str], Any]
FUNCTION_ROLE = "connector-function"


@dataclass
class Graph:
    """The workspace; `read` asks for history, `latest` for attributes."""

    client: Client
    workspace: str
    definition: SiteDefinition

    def read(self, *selected: str, **where: Any) -> Any:
        return self.client("iottwinmaker").get_property_value_history(
            workspaceId=self.workspace, selectedProperties=list(selected), **where
        )

    def latest(self, *selected: str, **where: Any) -> Any:
        return self.client("iottwinmaker").get_property_value(
            workspaceId=self.workspace, selectedProperties=list(selected), **where
        )

    def connect(self, plan: ConnectorPlan, arn: str, asset: str) -> None:
        """Make the types of a connector and the entity of an asset with its components."""
        twinmaker, site = self.client("iottwinmaker"), self.definition.name
        for kind in plan.kinds:
            twinmaker.create_component_type(**_type(self.workspace, site, kind, arn))
        components = {
            one.name: {
                "componentTypeId": component_type_id(site, one.kind),
                "properties": {name: {"value": {"stringValue": text}} for name, text in one.values},
            }
            for one in plan.components
            if one.asset == asset
        }
        twinmaker.create_entity(
            workspaceId=self.workspace, entityId=asset, entityName=asset, components=components
        )


@pytest.fixture(scope="session")
def definition(repository_root: Path) -> SiteDefinition:
    return load_site(repository_root / "sites" / "demo.yaml")


@pytest.fixture(scope="module")
def new_graph(client: Client, definition: SiteDefinition) -> Callable[[], Graph]:
    """Return what makes a workspace whose role may invoke functions named as connectors."""
    moto_extension.install()

    def make() -> Graph:
        name = f"demo-{uuid.uuid4().hex[:8]}"
        functions = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:connector-*"
        role = make_role(client, name, "iottwinmaker", {"lambda:InvokeFunction": [functions]})
        client("iottwinmaker").create_workspace(workspaceId=name, role=role)
        return Graph(client, name, definition)

    return make


@pytest.fixture(scope="module")
def deployed(client: Client) -> Iterator[Callable[..., str]]:
    """Return what deploys a connector's function from its own zip, with a role of its own."""
    made: list[str] = []

    def deploy(
        plan: ConnectorPlan, package: str, allowed: Mapping[str, list[str]], **settings: str
    ) -> str:
        name = f"connector-{plan.connector.name}-{uuid.uuid4().hex[:8]}"
        site = Extra("site.json", plan.site.document.to_json().encode())
        folder = stage_function(
            package, extras=(site, Extra("connector.json", plan.options_json.encode()))
        )
        answer = client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.14",
            Role=make_role(client, name, "lambda", allowed),
            Handler=f"{package}.handler.handler",
            Code={"ZipFile": _zipped(folder)},
            Timeout=29,
            Environment={"Variables": {"CONNECTOR": plan.connector.name, **settings}},
        )
        made.append(name)
        return str(answer["FunctionArn"])

    yield deploy
    for name in made:
        client("lambda").delete_function(FunctionName=name)


@pytest.fixture(scope="module")
def new_table(client: Client) -> Callable[[], str]:
    """Return what makes a table with the index over time."""
    return lambda: make_table(client)


def make_table(client: Client) -> str:
    """Make a table with the index over time, and return its name."""
    name = f"table-{uuid.uuid4().hex[:8]}"
    create_table(client("dynamodb"), name)
    return name


def reading(table: str) -> dict[str, list[str]]:
    """Return what a function that reads a table may do."""
    arn = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{table}"
    return {"dynamodb:Query": [arn, f"{arn}/index/by-time"]}


def plan_of(definition: SiteDefinition, name: str) -> ConnectorPlan:
    """Return the plan of one connector of a site."""
    (plan,) = [one for one in compile_connectors(definition) if one.connector.name == name]
    return plan


def make_role(client: Client, name: str, service: str, allowed: Mapping[str, list[str]]) -> str:
    """Make a role of a service that may do some actions on some resources."""
    iam = client("iam")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trusting(service))["Role"]
    statements = [
        {"Effect": "Allow", "Action": action, "Resource": resources}
        for action, resources in allowed.items()
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    iam.put_role_policy(RoleName=name, PolicyName="allowed", PolicyDocument=document)
    return str(role["Arn"])


def _type(workspace: str, site: str, kind: Kind, arn: str) -> dict[str, Any]:
    definitions = {
        one.name: {
            "dataType": {"type": one.data_type},
            "isTimeSeries": one.kind == "series",
            "isStoredExternally": one.kind != "static",
            "isExternalId": one.is_key,
            "isRequiredInEntity": one.is_key,
        }
        for one in kind.properties
    }
    return {
        "workspaceId": workspace,
        "componentTypeId": component_type_id(site, kind.name),
        "extendsFrom": list(kind.extends),
        "propertyDefinitions": definitions,
        "functions": {name: {"implementedBy": {"lambda": {"arn": arn}}} for name in kind.functions},
    }


def _zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return buffer.getvalue()
