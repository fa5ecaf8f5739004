"""No rule pack has an open finding, no template a fault, no service is dead."""

from __future__ import annotations

import json
import subprocess
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from aws_cdk import App, Aspects, CfnResource, Stack
from aws_cdk import aws_iot as iot
from aws_cdk import aws_iotsitewise as sitewise
from aws_cdk.assertions import Annotations, Match

from twin.lifecycle import retired
from twin_constructs.lifecycle_guard import LifecycleGuard
from twin_constructs.validation import add_validation

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized

ROOT = Path(__file__).resolve().parents[2]
PACKS = ("AwsSolutions", "NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321")
MAXIMUM_RESOURCES = 500
MAXIMUM_TEMPLATE_BYTES = 1_000_000
SHORTEST_REASON = 40


@pytest.mark.parametrize("pack", PACKS)
def test_the_rule_pack_has_no_open_finding(synthesized: Synthesized, pack: str) -> None:
    reports = [one for one in synthesized.report["pluginReports"] if one["pluginName"] == pack]
    assert reports, "the pack did not run"
    open_findings = [
        (violation["ruleName"], [one["constructPath"] for one in violation["violatingConstructs"]])
        for report in reports
        for violation in report["violations"]
    ]
    assert open_findings == []


def test_no_other_check_of_the_synth_has_a_finding(synthesized: Synthesized) -> None:
    findings = [
        (report["pluginName"], violation["ruleName"], violation["description"])
        for report in synthesized.report["pluginReports"]
        for violation in report["violations"]
    ]
    assert findings == []


def test_a_device_policy_with_a_wildcard_fails_the_synth(tmp_path: Path) -> None:
    app = _checked(tmp_path)
    stack = Stack(app, "Stack")
    statement = {"Effect": "Allow", "Action": ["iot:Connect", "iot:*"], "Resource": "*"}
    document = {"Version": "2012-10-17", "Statement": [statement]}
    iot.CfnPolicy(stack, "Policy", policy_document=document)
    assert _findings(app, tmp_path) == [("IOT_POLICY_NAMES_ITS_ACTIONS", "error")]


def test_a_topic_rule_without_an_error_action_fails_the_synth(tmp_path: Path) -> None:
    app = _checked(tmp_path)
    stack = Stack(app, "Stack")
    payload = {"sql": "SELECT * FROM 'plant'", "actions": []}
    iot.CfnTopicRule(stack, "Rule", topic_rule_payload=payload)
    assert _findings(app, tmp_path) == [("IOT_RULE_KEEPS_WHAT_IT_CANNOT_DELIVER", "error")]


def test_every_acknowledgement_gives_a_reason(synthesized: Synthesized) -> None:
    reasons = [
        violation.get("acknowledgmentReason") or violation.get("reason") or ""
        for report in synthesized.report["pluginReports"]
        for violation in report.get("suppressedViolations", [])
    ]
    assert reasons
    assert [reason for reason in reasons if len(reason) < SHORTEST_REASON] == []


def test_no_template_breaks_the_limits_of_cloudformation(synthesized: Synthesized) -> None:
    for path, template in synthesized.templates():
        assert len(template.get("Resources", {})) <= MAXIMUM_RESOURCES, path.name
        assert path.stat().st_size <= MAXIMUM_TEMPLATE_BYTES, path.name


def test_no_dead_or_closed_service_is_used(synthesized: Synthesized) -> None:
    used = {
        resource["Type"]
        for _, template in synthesized.templates()
        for resource in template.get("Resources", {}).values()
    }
    assert {kind: retired(kind) for kind in used if retired(kind)} == {}


def test_a_dead_service_stops_the_synth() -> None:
    app = App()
    stack = Stack(app, "Stack")
    CfnResource(stack, "Dead", type="AWS::IoTEvents::Input")
    Aspects.of(app).add(LifecycleGuard())
    errors = Annotations.from_stack(stack).find_error("*", Match.any_value())
    assert [error.entry.data for error in errors] == [
        "AWS::IoTEvents::Input: AWS IoT Events ended on 2026-05-20; use the alarm desk"
    ]


def test_a_dead_service_behind_a_living_type_stops_the_synth() -> None:
    app = App()
    stack = Stack(app, "Stack")
    iot.CfnTopicRule(
        stack,
        "Rule",
        topic_rule_payload=iot.CfnTopicRule.TopicRulePayloadProperty(
            sql="SELECT * FROM 'plant'",
            actions=[
                iot.CfnTopicRule.ActionProperty(
                    iot_events=iot.CfnTopicRule.IotEventsActionProperty(
                        input_name="plant", role_arn="arn:aws:iam::111111111111:role/plant"
                    )
                )
            ],
        ),
    )
    sitewise.CfnGateway(
        stack,
        "Gateway",
        gateway_name="plant",
        gateway_platform=sitewise.CfnGateway.GatewayPlatformProperty(
            greengrass_v2=sitewise.CfnGateway.GreengrassV2Property(core_device_thing_name="plant")
        ),
    )
    Aspects.of(app).add(LifecycleGuard())
    errors = Annotations.from_stack(stack).find_error("*", Match.any_value())
    found = sorted(str(error.entry.data).split(": ")[0] for error in errors)
    assert found == ["AWS::IoT::TopicRule", "AWS::IoTSiteWise::Gateway"]


def test_nothing_bills_by_the_hour_while_idle(synthesized: Synthesized) -> None:
    hourly = (
        "AWS::EC2::NatGateway",
        "AWS::EC2::VPCEndpoint",
        "AWS::EC2::Instance",
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "AWS::OpenSearchServerless::Collection",
        "AWS::Kinesis::Stream",
        "AWS::KMS::Key",
    )
    assert [found for kind in hourly for found, _ in synthesized.resources(kind)] == []


def test_only_a_site_that_asks_for_a_firewall_has_one(synthesized: Synthesized) -> None:
    found = [name.split("Api")[0] for name, _ in synthesized.resources("AWS::WAFv2::WebACL")]
    assert found == ["spatialonly"]


def test_no_policy_has_a_wildcard_action(synthesized: Synthesized) -> None:
    for kind in ("AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IoT::Policy"):
        for found, resource in synthesized.resources(kind):
            if "CDKBucketDeployment" in found:  # the CDK's own provider, acknowledged beside it
                continue
            for statement in _statements(resource["Properties"]):
                actions = statement["Action"]
                for action in [actions] if isinstance(actions, str) else actions:
                    assert "*" not in action, f"{found}: {action}"


@pytest.mark.slow
def test_cfn_lint_finds_nothing(synthesized: Synthesized) -> None:
    lint = Path(sysconfig.get_path("scripts")) / "cfn-lint"
    templates = [str(path) for path, _ in synthesized.templates()]
    done = subprocess.run([lint, "--", *templates], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")


def _checked(folder: Path) -> App:
    settings = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))
    context = {**settings["context"], "@aws-cdk/core:failSynthOnValidationErrors": False}
    app = App(outdir=str(folder), context=context)
    add_validation(app)
    return app


def _findings(app: App, folder: Path) -> list[tuple[str, str]]:
    app.synth()
    report = json.loads((folder / "validation-report.json").read_text(encoding="utf-8"))
    return [
        (violation["ruleName"], violation["severity"])
        for plugin in report["pluginReports"]
        for violation in plugin["violations"]
        if violation["ruleName"].startswith("IOT_")
    ]


def _statements(properties: dict[str, object]) -> list[dict[str, list[str] | str]]:
    documents: list[object] = [
        properties.get("PolicyDocument"),
        properties.get("AssumeRolePolicyDocument"),
    ]
    documents += [one["PolicyDocument"] for one in _dictionaries(properties.get("Policies"))]
    return [
        statement
        for document in _dictionaries(documents)
        for statement in document.get("Statement", [])
    ]


def _dictionaries(values: object) -> list[dict[str, list[dict[str, list[str] | str]]]]:
    return [one for one in values if isinstance(one, dict)] if isinstance(values, list) else []
