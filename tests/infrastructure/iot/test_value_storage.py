"""Long-term storage exists where the site file asks for it, and reaches no further than it must."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized

SITE = "storage"
LOCK = "/digital-twin/sitewise-storage/owner"


def resources(synthesized: Synthesized, stack: str, kind: str) -> list[dict[str, Any]]:
    return [
        resource
        for path, template in synthesized.templates()
        if path.parent.name == f"assembly-{SITE}" and f"{SITE}{stack}" in path.name
        for resource in template["Resources"].values()
        if resource["Type"] == kind
    ]


def test_only_a_site_that_asks_for_it_changes_the_account(synthesized: Synthesized) -> None:
    (name,) = [name for name, _ in synthesized.resources("Custom::SiteWiseStorage")]
    assert name.startswith(f"{SITE}Iot")


def test_the_lock_has_one_name_for_all_sites_and_comes_first(synthesized: Synthesized) -> None:
    (owner,) = resources(synthesized, "Iot", "AWS::SSM::Parameter")
    assert (owner["Properties"]["Name"], owner["Properties"]["Value"]) == (LOCK, SITE)
    (configuration,) = resources(synthesized, "Iot", "Custom::SiteWiseStorage")
    assert any("StorageOwner" in one for one in configuration["DependsOn"])
    assert any("TieringDefaultPolicy" in one for one in configuration["DependsOn"])
    properties = configuration["Properties"]
    assert {name: properties[name] for name in ("HotDays", "Warm", "WarmDays")} == {
        "HotDays": "30",
        "Warm": "true",
        "WarmDays": "365",
    }
    assert {"ColdBucketArn", "ColdRoleArn"} <= properties.keys()


def test_roles_are_handed_to_sitewise_and_to_nobody_else(synthesized: Synthesized) -> None:
    passing = [
        statement
        for policy in resources(synthesized, "Iot", "AWS::IAM::Policy")
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Action"] == "iam:PassRole"
    ]
    assert len(passing) == 2
    for statement in passing:
        assert "Fn::GetAtt" in statement["Resource"]
        assert statement["Condition"] == {
            "StringEquals": {"iam:PassedToService": "iotsitewise.amazonaws.com"}
        }


def test_cold_values_are_kept_and_become_cheaper(synthesized: Synthesized) -> None:
    rules = [
        rule
        for bucket in resources(synthesized, "Iot", "AWS::S3::Bucket")
        for rule in bucket["Properties"]["LifecycleConfiguration"]["Rules"]
        if "Transitions" in rule
    ]
    (rule,) = rules
    (transition,) = rule["Transitions"]
    assert transition == {"StorageClass": "STANDARD_IA", "TransitionInDays": 90}
    assert "ExpirationInDays" not in rule


def test_the_device_writes_late_values_below_one_prefix(synthesized: Synthesized) -> None:
    (put,) = [
        statement
        for policy in resources(synthesized, "Edge", "AWS::IAM::Policy")
        for statement in policy["Properties"]["PolicyDocument"]["Statement"]
        if statement["Action"] == "s3:PutObject"
    ]
    assert json.dumps(put["Resource"]).endswith('"/imports/*"]]}')
    (deployment,) = resources(synthesized, "Edge", "AWS::GreengrassV2::Deployment")
    components = deployment["Properties"]["Components"]
    configured = {
        name: json.dumps(one["ConfigurationUpdate"]["Merge"])
        for name, one in components.items()
        if "ConfigurationUpdate" in one
    }
    assert list(configured) == [f"twin.{SITE}.publisher"]
    assert "importBucket" in configured[f"twin.{SITE}.publisher"]


def test_a_site_without_storage_uploads_nothing(synthesized: Synthesized) -> None:
    for path, template in synthesized.templates():
        if path.parent.name == "assembly-demo":
            assert "imports/*" not in json.dumps(template)
