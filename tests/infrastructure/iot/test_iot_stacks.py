"""What the IoT and edge stacks promise an auditor."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import App, Environment, Stage, Validations
from aws_cdk.assertions import Match, Template
from cdk_nag import AwsSolutionsChecks, HIPAASecurityChecks, NIST80053R5Checks, PCIDSS321Checks

from stacks.edge import EdgeStack
from stacks.foundation import FoundationStack
from stacks.identity import IdentityStack
from stacks.iot import IotStack
from twin.compile import compile_site
from twin.definition import SiteDefinition, load_site
from twin_local.nucleus.recipe import read_recipe

PACKS = (AwsSolutionsChecks, NIST80053R5Checks, HIPAASecurityChecks, PCIDSS321Checks)


@pytest.fixture(scope="module")
def definition(repository_root: Path) -> SiteDefinition:
    return load_site(repository_root / "sites" / "demo.yaml")


class Site:
    """The two stacks and what they stand on, synthesized once."""

    def __init__(self, definition: SiteDefinition, context: dict[str, Any], folder: Path) -> None:
        document = compile_site(definition)
        self.app = App(
            outdir=str(folder),
            context={**context, "@aws-cdk/core:failSynthOnValidationErrors": False},
        )
        stage = Stage(
            self.app,
            "demo",
            env=Environment(account=definition.account, region=definition.region),
        )
        foundation = FoundationStack(stage, "Foundation")
        identity = IdentityStack(stage, "Identity", access=definition.access, document=document)
        self.iot = IotStack(
            stage,
            "Iot",
            definition=definition,
            document=document,
            bus=foundation.bus,
            pool=identity.pool,
            access_logs=foundation.access_logs,
        )
        self.edge = EdgeStack(
            stage,
            "Edge",
            document=document,
            assets=self.iot.assets,
            publisher=definition.publisher,
        )
        Validations.of(self.app).add_plugins(*(pack(self.app) for pack in PACKS))
        self.app.synth()


@pytest.fixture(scope="module")
def site(
    definition: SiteDefinition, repository_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Site:
    settings = json.loads((repository_root / "cdk.json").read_text())
    return Site(definition, settings["context"], tmp_path_factory.mktemp("cdk"))


@pytest.fixture(scope="module")
def iot(site: Site) -> Template:
    return Template.from_stack(site.iot)


@pytest.fixture(scope="module")
def edge(site: Site) -> Template:
    return Template.from_stack(site.edge)


def test_rule_packs_have_no_open_findings(site: Site) -> None:
    report = json.loads((Path(site.app.outdir) / "validation-report.json").read_text())
    assert len(report["pluginReports"]) >= len(PACKS)
    assert [v for plugin in report["pluginReports"] for v in plugin.get("violations", [])] == []


def models_of_assets(iot: Template) -> list[str]:
    """Return the logical ids of the models that assets are made of: no interface, no component."""
    models = iot.find_resources("AWS::IoTSiteWise::AssetModel")
    return [name for name, one in models.items() if "AssetModelType" not in one["Properties"]]


def test_every_type_is_a_model_and_every_asset_has_its_aliases(
    iot: Template, definition: SiteDefinition
) -> None:
    assert len(models_of_assets(iot)) == len(definition.twin.types)
    iot.resource_count_is("AWS::IoTSiteWise::Asset", len(definition.twin.assets))
    aliases = [
        item["Alias"]
        for asset in iot.find_resources("AWS::IoTSiteWise::Asset").values()
        for item in asset["Properties"]["AssetProperties"]
    ]
    assert len(aliases) == len(set(aliases))
    document = compile_site(definition)
    assert set(aliases) == {s.alias for s in document.signals} | {
        a.state_alias for a in document.alarms
    }


def test_every_model_has_a_rule_of_its_own_that_may_invoke_the_router(iot: Template) -> None:
    rules = iot.find_resources("AWS::IoT::TopicRule").values()
    notifications = [
        rule
        for rule in rules
        if "PropertyValueUpdate" in json.dumps(rule["Properties"]["TopicRulePayload"]["Sql"])
    ]
    assert len(notifications) == len(models_of_assets(iot))
    for rule in rules:
        assert "CloudwatchLogs" in rule["Properties"]["TopicRulePayload"]["ErrorAction"]


def test_rules_may_log_what_they_could_not_hand_over(iot: Template) -> None:
    role = {
        rule["Properties"]["TopicRulePayload"]["ErrorAction"]["CloudwatchLogs"]["RoleArn"][
            "Fn::GetAtt"
        ][0]
        for rule in iot.find_resources("AWS::IoT::TopicRule").values()
    }
    policies = [
        policy["Properties"]["PolicyDocument"]["Statement"]
        for policy in iot.find_resources("AWS::IAM::Policy").values()
        if {one["Ref"] for one in policy["Properties"]["Roles"]} == role
    ]
    allowed = {
        action
        for statements in policies
        for statement in statements
        for action in _listed(statement["Action"])
    }
    assert allowed == {"logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"}


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def test_tables_are_encrypted_restorable_and_kept(iot: Template) -> None:
    iot.all_resources_properties(
        "AWS::DynamoDB::Table",
        {
            "SSESpecification": {"SSEEnabled": True},
            "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
        },
    )
    iot.all_resources("AWS::DynamoDB::Table", {"DeletionPolicy": "Retain"})


def actions_of(template: Template) -> set[str]:
    actions: set[str] = set()
    for policy in template.find_resources("AWS::IAM::Policy").values():
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
            given = statement["Action"]
            actions |= {given} if isinstance(given, str) else set(given)
    return actions


def test_functions_and_the_device_have_no_wildcard_actions(iot: Template, edge: Template) -> None:
    wildcards = {a for a in actions_of(iot) if "*" in a and not a.startswith("s3:")}
    assert wildcards == set()
    assert {a for a in actions_of(edge) if "*" in a} == set()


def test_device_policy_names_its_own_thing_only(edge: Template) -> None:
    (policy,) = edge.find_resources("AWS::IoT::Policy").values()
    for statement in policy["Properties"]["PolicyDocument"]["Statement"]:
        actions = statement["Action"]
        assert "iot:*" not in actions
        if any(action.startswith("iot:") and "Assume" not in action for action in actions):
            assert all("demo-edge" in json.dumps(arn) for arn in statement["Resource"])


def test_component_versions_follow_their_content_and_their_recipes_are_valid(
    edge: Template,
) -> None:
    edge.resource_count_is("AWS::GreengrassV2::ComponentVersion", 3)
    for component in edge.find_resources("AWS::GreengrassV2::ComponentVersion").values():
        recipe = read_recipe(component["Properties"]["InlineRecipe"])
        (artifact,) = recipe.artifacts
        digest = artifact.uri.rpartition("/")[2].removesuffix(".zip")
        assert recipe.version == f"1.0.{int(digest[:7], 16)}"
        assert digest in recipe.run


def test_deployment_targets_the_thing_with_exactly_these_components(edge: Template) -> None:
    edge.has_resource_properties(
        "AWS::GreengrassV2::Deployment",
        {
            "Components": {
                f"twin.demo.{name}": {"ComponentVersion": Match.string_like_regexp(r"^1\.0\.\d+$")}
                for name in ("collector", "publisher", "commander")
            }
        },
    )


def test_twin_graph_has_every_asset_bound_to_its_sitewise_asset(
    iot: Template, definition: SiteDefinition
) -> None:
    entities = iot.find_resources("AWS::IoTTwinMaker::Entity").values()
    assert {e["Properties"]["EntityId"] for e in entities} == set(definition.twin.assets)
    for entity in entities:
        telemetry = entity["Properties"]["Components"]["telemetry"]
        assert telemetry["ComponentTypeId"] == "com.amazon.iotsitewise.connector"
        assert "Fn::GetAtt" in telemetry["Properties"]["sitewiseAssetId"]["Value"]["StringValue"]
