"""What roles may do with assets, whoever makes them: CloudFormation or the loader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Stack, Validations
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template
from cdk_nag import AwsSolutionsChecks

from twin.compile import compile_sitewise
from twin.definition import load_site
from twin_constructs.iot import grants
from twin_constructs.iot.asset_catalogue import AssetCatalogue

ALIASES = {"StringLike": {"iotsitewise:propertyAlias": ["/demo/*"]}}
Statements = list[dict[str, Any]]


class Site:
    """The assets of the demo site and a role that may write and describe them."""

    def __init__(self, root: Path, folder: Path, *, with_instances: bool) -> None:
        definition = load_site(root / "sites" / "demo.yaml")
        settings = json.loads((root / "cdk.json").read_text(encoding="utf-8"))
        context = {**settings["context"], "@aws-cdk/core:failSynthOnValidationErrors": False}
        app = App(outdir=str(folder), context=context)
        environment = Environment(account=definition.account, region=definition.region)
        stack = Stack(app, "Stack", env=environment)
        self.plan = compile_sitewise(definition)
        catalogue = AssetCatalogue(
            stack,
            "Assets",
            site=definition.name,
            plan=self.plan,
            with_instances=with_instances,
        )
        role = iam.Role(stack, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        grants.write_values(role, catalogue.asset_scope())
        grants.describe_properties(role, catalogue.asset_scope())
        Validations.of(app).add_plugins(AwsSolutionsChecks(app))
        app.synth()
        self.template = Template.from_stack(stack)
        self.report = json.loads((folder / "validation-report.json").read_text(encoding="utf-8"))
        self.arn = f":iotsitewise:{definition.region}:{definition.account}:"

    def statements(self, action: str) -> Statements:
        """Return the statements of the role that allow an action."""
        [policy] = self.template.find_resources("AWS::IAM::Policy").values()
        found: Statements = policy["Properties"]["PolicyDocument"]["Statement"]
        return [one for one in found if f"iotsitewise:{action}" in one["Action"]]


@pytest.fixture(scope="module")
def named(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site whose assets CloudFormation makes."""
    return Site(repository_root, tmp_path_factory.mktemp("cdk"), with_instances=True)


@pytest.fixture(scope="module")
def loaded(repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The site whose assets the loader makes."""
    return Site(repository_root, tmp_path_factory.mktemp("cdk"), with_instances=False)


def test_assets_of_cloudformation_are_named_by_the_tree_below_their_roots(named: Site) -> None:
    assets = named.template.find_resources("AWS::IoTSiteWise::Asset")
    assert len(assets) == len(named.plan.assets)
    [top] = [asset.name for asset in named.plan.assets if asset.id == "PS-1"]
    [root] = [key for key, one in assets.items() if one["Properties"]["AssetName"] == top]
    root_id = {"Fn::GetAtt": [root, "AssetId"]}
    [statement] = named.statements("DescribeAssetProperty")
    assert json.dumps(statement["Resource"]).endswith(f'{named.arn}asset/*"]]}}')
    paths = [["/", root_id], ["/", root_id, "/*"]]
    assert statement["Condition"] == {
        "StringLike": {
            "iotsitewise:assetHierarchyPath": [{"Fn::Join": ["", path]} for path in paths]
        }
    }


def test_assets_of_the_loader_are_named_by_the_tree_below_their_roots(loaded: Site) -> None:
    loaded.template.resource_count_is("AWS::IoTSiteWise::Asset", 0)
    loaded.template.resource_count_is("AWS::IoTSiteWise::AssetModel", len(loaded.plan.all_models))
    [root] = [asset.uuid for asset in loaded.plan.assets if asset.id == "PS-1"]
    [statement] = loaded.statements("DescribeAssetProperty")
    assert json.dumps(statement["Resource"]).endswith(f'{loaded.arn}asset/*"]]}}')
    assert statement["Condition"] == {
        "StringLike": {"iotsitewise:assetHierarchyPath": [f"/{root}", f"/{root}/*"]}
    }


@pytest.mark.parametrize("site", ["named", "loaded"])
def test_a_call_by_alias_reaches_the_streams_of_the_site_only(
    site: str, request: pytest.FixtureRequest
) -> None:
    found: Site = request.getfixturevalue(site)
    streams = [
        one
        for one in found.statements("BatchPutAssetPropertyValue")
        if f"{found.arn}time-series/*" in json.dumps(one["Resource"])
    ]
    assert [one["Condition"] for one in streams] == [ALIASES]
    assert len(found.statements("BatchPutAssetPropertyValue")) == 2


@pytest.mark.parametrize("site", ["named", "loaded"])
def test_every_wildcard_has_its_reason(site: str, request: pytest.FixtureRequest) -> None:
    found: Site = request.getfixturevalue(site)
    assert found.report["pluginReports"]
    open_findings = [
        violation["ruleName"]
        for plugin in found.report["pluginReports"]
        for violation in plugin["violations"]
    ]
    assert open_findings == []
