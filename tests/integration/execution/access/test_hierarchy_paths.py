"""A policy may name assets by the tree that they stand in, entry by entry."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from tests.integration.execution.access.conftest import Client, Role, refused
from tests.integration.execution.conftest import ACCOUNT, REGION
from twin_local import moto_extension

MakeRole = Callable[[], Role]
PUT, READ = "iotsitewise:BatchPutAssetPropertyValue", "iotsitewise:BatchGetAssetPropertyValue"
KEY = "iotsitewise:assetHierarchyPath"


@dataclass(frozen=True)
class Tree:
    """A root with a child, and another root; an alias each."""

    root: str
    child: str
    stranger: str


@pytest.fixture(scope="module")
def tree(client: Client) -> Tree:
    moto_extension.install()
    sitewise, suffix = client("iotsitewise"), uuid.uuid4().hex[:8]
    measured = {"name": "n", "dataType": "INTEGER", "type": {"measurement": {}}}
    below = sitewise.create_asset_model(
        assetModelName=f"below {suffix}", assetModelProperties=[measured]
    )["assetModelId"]
    above = sitewise.create_asset_model(
        assetModelName=f"above {suffix}",
        assetModelProperties=[measured],
        assetModelHierarchies=[{"name": "has", "childAssetModelId": below}],
    )["assetModelId"]

    def asset(name: str, model: str) -> str:
        made: str = sitewise.create_asset(assetName=f"{name} {suffix}", assetModelId=model)[
            "assetId"
        ]
        described = sitewise.describe_asset(assetId=made)
        sitewise.update_asset_property(
            assetId=made,
            propertyId=described["assetProperties"][0]["id"],
            propertyAlias=f"/{made}",
        )
        return made

    found = Tree(asset("root", above), asset("child", below), asset("stranger", above))
    hierarchy = sitewise.describe_asset(assetId=found.root)["assetHierarchies"][0]["id"]
    sitewise.associate_assets(assetId=found.root, hierarchyId=hierarchy, childAssetId=found.child)
    return found


def below(role: Role, root: str, *actions: str) -> None:
    """Give a role actions on all assets of a tree, and on all data streams, as the stacks do."""
    arn = f"arn:aws:iotsitewise:{REGION}:{ACCOUNT}"
    tree = {"StringLike": {KEY: [f"/{root}", f"/{root}/*"]}}
    statements = [
        {"Effect": "Allow", "Action": actions, "Resource": f"{arn}:asset/*", "Condition": tree},
        {"Effect": "Allow", "Action": actions, "Resource": f"{arn}:time-series/*"},
    ]
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    role.iam.put_role_policy(RoleName=role.name, PolicyName="tree", PolicyDocument=document)


def written(asset: str) -> dict[str, Any]:
    value = {"value": {"integerValue": 7}, "timestamp": {"timeInSeconds": int(time.time())}}
    return {"entryId": asset, "propertyAlias": f"/{asset}", "propertyValues": [value]}


def test_a_tree_is_allowed_and_no_other(role: MakeRole, tree: Tree) -> None:
    writer = role()
    below(writer, tree.root, PUT, READ)
    sitewise = writer.client("iotsitewise")
    answer = sitewise.batch_put_asset_property_value(
        entries=[written(tree.root), written(tree.child), written(tree.stranger)]
    )
    [error] = answer["errorEntries"]
    assert error["entryId"] == tree.stranger
    assert error["errors"][0]["errorCode"] == "AccessDeniedException"
    entries = [{"entryId": one, "propertyAlias": f"/{one}"} for one in (tree.root, tree.child)]
    read = sitewise.batch_get_asset_property_value(entries=entries)
    assert {one["entryId"] for one in read["successEntries"]} == {tree.root, tree.child}


def test_a_call_on_one_asset_is_decided_by_its_place(role: MakeRole, tree: Tree) -> None:
    reader = role()
    below(reader, tree.root, "iotsitewise:GetAssetPropertyValueHistory")
    sitewise = reader.client("iotsitewise")
    sitewise.get_asset_property_value_history(propertyAlias=f"/{tree.child}")
    error = refused(
        lambda: sitewise.get_asset_property_value_history(propertyAlias=f"/{tree.stranger}")
    )
    assert error["Code"] == "AccessDeniedException"


def test_an_asset_that_leaves_the_tree_leaves_the_policy(
    client: Client, role: MakeRole, tree: Tree
) -> None:
    reader, admin = role(), client("iotsitewise")
    below(reader, tree.child, "iotsitewise:DescribeAsset")
    sitewise = reader.client("iotsitewise")
    # The path of a child begins with its root: what stands below a root is not named by itself.
    assert refused(lambda: sitewise.describe_asset(assetId=tree.child))["HTTPStatusCode"] == 403
    hierarchy = admin.describe_asset(assetId=tree.root)["assetHierarchies"][0]["id"]
    link = {"assetId": tree.root, "hierarchyId": hierarchy, "childAssetId": tree.child}
    admin.disassociate_assets(**link)
    assert sitewise.describe_asset(assetId=tree.child)["assetId"] == tree.child
    admin.associate_assets(**link)
