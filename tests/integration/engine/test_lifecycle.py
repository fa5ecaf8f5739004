"""Create, update, replace, delete and roll back, as CloudFormation does."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError
from moto.core.models import DEFAULT_ACCOUNT_ID

from twin_local.engine.clients import OperationError
from twin_local.engine.engine import Engine, Target
from twin_local.engine.errors import (
    DroppedPropertyError,
    ExportInUseError,
    NotUpdatableError,
    StackFailedError,
    TemplateError,
    UnknownTypeError,
)
from twin_local.engine.event import Event
from twin_local.engine.template import read_template

Deploy = Callable[..., dict[str, Any]]
Failing = Callable[..., AbstractContextManager[None]]

ROLE: dict[str, Any] = {
    "Type": "AWS::IAM::Role",
    "Properties": {"AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": []}},
}

STATEMENT = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:*:q"}
DOCUMENT = {"Version": "2012-10-17", "Statement": [STATEMENT]}


def queue(**properties: Any) -> dict[str, Any]:  # noqa: ANN401
    return {"Type": "AWS::SQS::Queue", "Properties": properties}


def attributes(engine: Engine, url: str) -> dict[str, str]:
    answer = engine.clients.call(
        "sqs", "GetQueueAttributes", {"QueueUrl": url, "AttributeNames": ["All"]}
    )
    found: dict[str, str] = answer["Attributes"]
    return found


def exists(engine: Engine, name: str) -> bool:
    found = engine.clients.call("sqs", "ListQueues", {"QueueNamePrefix": name})
    return bool(found.get("QueueUrls"))


def steps(events: list[Event]) -> list[tuple[str, str]]:
    return [(event.logical_id, event.status) for event in events]


def test_a_new_stack_is_created_in_order_with_its_outputs(
    deploy: Deploy, events: list[Event], stack: str
) -> None:
    outputs = deploy(
        {
            "Main": queue(
                RedrivePolicy={
                    "deadLetterTargetArn": {"Fn::GetAtt": ["Dead", "Arn"]},
                    "maxReceiveCount": 3,
                }
            ),
            "Dead": queue(),
        },
        {"Url": {"Ref": "Main"}, "Name": {"Fn::GetAtt": ["Dead", "QueueName"]}},
    )
    assert outputs["Url"].startswith("http")
    assert outputs["Name"].startswith(f"{stack}-Dead-")
    created = [name for name, status in steps(events) if status == "CREATE_COMPLETE"]
    assert created == ["Dead", "Main", stack]


def test_an_unchanged_stack_makes_no_call(
    deploy: Deploy, events: list[Event], engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy({"Main": queue()})
    events.clear()

    def refuse(*_: object) -> None:
        raise AssertionError("a call was made")

    monkeypatch.setattr(engine.clients, "call", refuse)
    deploy({"Main": queue()})
    assert [event.reason for event in events] == ["no changes"]


def test_a_changed_property_is_updated_in_place(deploy: Deploy, engine: Engine) -> None:
    url = deploy({"Main": queue(VisibilityTimeout=10)}, {"Url": {"Ref": "Main"}})["Url"]
    again = deploy({"Main": queue(VisibilityTimeout=20)}, {"Url": {"Ref": "Main"}})["Url"]
    assert again == url
    assert attributes(engine, url)["VisibilityTimeout"] == "20"


def test_a_create_only_property_replaces_and_users_follow(
    deploy: Deploy, engine: Engine, stack: str
) -> None:
    def resources(name: str) -> dict[str, Any]:
        parameter = {"Name": f"/{stack}/url", "Type": "String", "Value": {"Ref": "Main"}}
        return {
            "Main": queue(QueueName=f"{stack}-{name}"),
            "User": {"Type": "AWS::SSM::Parameter", "Properties": parameter},
        }

    first = deploy(resources("one"), {"Url": {"Ref": "Main"}})["Url"]
    second = deploy(resources("two"), {"Url": {"Ref": "Main"}})["Url"]
    assert first != second
    found = engine.clients.call("ssm", "GetParameter", {"Name": f"/{stack}/url"})
    assert found["Parameter"]["Value"] == second
    with pytest.raises(OperationError, match=r"NonExistentQueue|does not exist"):
        attributes(engine, first)


def test_what_leaves_the_template_is_deleted_users_first(
    deploy: Deploy, events: list[Event]
) -> None:
    deploy(
        {
            "Role": ROLE,
            "Policy": {
                "Type": "AWS::IAM::Policy",
                "Properties": {
                    "PolicyName": "p",
                    "PolicyDocument": DOCUMENT,
                    "Roles": [{"Ref": "Role"}],
                },
            },
            "Kept": queue(),
        }
    )
    events.clear()
    deploy({"Kept": queue()})
    assert [name for name, status in steps(events) if status == "DELETE_COMPLETE"] == [
        "Policy",
        "Role",
    ]


def test_a_retained_resource_stays(deploy: Deploy, engine: Engine, stack: str) -> None:
    bucket = {
        "Type": "AWS::S3::Bucket",
        "DeletionPolicy": "Retain",
        "Properties": {"BucketName": f"{stack}-kept"},
    }
    deploy({"Bucket": bucket, "Queue": queue()})
    deploy({"Queue": queue()})
    engine.clients.call("s3", "HeadBucket", {"Bucket": f"{stack}-kept"})


@pytest.mark.parametrize(
    ("deletion", "replacement", "stays"),
    [
        ("Retain", "Delete", False),
        ("Delete", "Retain", True),
        ("Retain", None, False),
        (None, None, False),
        (None, "Retain", True),
    ],
)
def test_the_old_resource_of_a_replacement_follows_its_own_policy(
    deploy: Deploy,
    engine: Engine,
    stack: str,
    deletion: str | None,
    replacement: str | None,
    stays: bool,
) -> None:
    policies = {"DeletionPolicy": deletion, "UpdateReplacePolicy": replacement}
    given = {name: policy for name, policy in policies.items() if policy}
    for name in ("one", "two"):
        deploy({"Main": queue(QueueName=f"{stack}-{name}") | given})
    assert exists(engine, f"{stack}-one") is stays
    assert exists(engine, f"{stack}-two")
    assert engine.store.leftovers(stack) == []


def test_what_leaves_the_template_does_not_follow_the_policy_for_replacements(
    deploy: Deploy, engine: Engine, stack: str
) -> None:
    main = queue(QueueName=f"{stack}-main") | {"UpdateReplacePolicy": "Retain"}
    deploy({"Main": main, "Other": queue()})
    deploy({"Other": queue()})
    assert not exists(engine, f"{stack}-main")


def test_a_replaced_resource_that_cannot_be_deleted_is_deleted_by_the_next_deployment(
    deploy: Deploy, engine: Engine, stack: str, failing: Failing
) -> None:
    deploy({"Main": queue(QueueName=f"{stack}-one")})
    with failing("DeleteQueue"):
        deploy({"Main": queue(QueueName=f"{stack}-two")})
    assert exists(engine, f"{stack}-one")
    deploy({"Main": queue(QueueName=f"{stack}-two")})
    assert not exists(engine, f"{stack}-one")


def test_a_failed_creation_leaves_nothing(
    deploy: Deploy, engine: Engine, stack: str, events: list[Event]
) -> None:
    resources = {
        "Good": queue(QueueName=f"{stack}-good"),
        "Bad": {
            "Type": "AWS::IAM::Role",
            "DependsOn": "Good",
            "Properties": {
                **ROLE["Properties"],
                "ManagedPolicyArns": ["arn:aws:iam::aws:policy/No"],
            },
        },
    }
    with pytest.raises(StackFailedError, match=r"Bad.*AttachRolePolicy"):
        deploy(resources)
    assert engine.store.status(stack) == "ROLLBACK_COMPLETE"
    assert engine.store.resources(stack) == {}
    with pytest.raises(OperationError):
        engine.clients.call("sqs", "GetQueueUrl", {"QueueName": f"{stack}-good"})
    roles = engine.clients.call("iam", "ListRoles", {})["Roles"]
    assert not [role for role in roles if role["RoleName"].startswith(f"{stack}-Bad")]
    assert (stack, "ROLLBACK_COMPLETE") in steps(events)


def test_a_failed_update_goes_back_to_the_state_before(
    deploy: Deploy, engine: Engine, stack: str
) -> None:
    before = {
        "A": queue(VisibilityTimeout=10),
        "B": queue(QueueName=f"{stack}-b1"),
        "Role": ROLE,
    }
    outputs = {"A": {"Ref": "A"}, "B": {"Ref": "B"}}
    urls = deploy(before, outputs)
    bad = {**ROLE["Properties"], "ManagedPolicyArns": ["arn:aws:iam::aws:policy/No"]}
    after = {
        "A": queue(VisibilityTimeout=20),
        "B": queue(QueueName=f"{stack}-b2"),
        "New": queue(QueueName=f"{stack}-new"),
        "Role": {"Type": "AWS::IAM::Role", "DependsOn": ["A", "B", "New"], "Properties": bad},
    }
    with pytest.raises(StackFailedError):
        deploy(after, outputs)
    assert engine.store.status(stack) == "UPDATE_ROLLBACK_COMPLETE"
    assert attributes(engine, urls["A"])["VisibilityTimeout"] == "10"
    attributes(engine, urls["B"])
    for gone in ("b2", "new"):
        with pytest.raises(OperationError):
            engine.clients.call("sqs", "GetQueueUrl", {"QueueName": f"{stack}-{gone}"})
    assert deploy(before, outputs) == urls


def two_step_role(description: str, policies: list[str], tags: dict[str, str]) -> dict[str, Any]:
    """Return a role that is updated by three operations, one after the other."""
    inline = [{"PolicyName": name, "PolicyDocument": DOCUMENT} for name in policies]
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            **ROLE["Properties"],
            "Description": description,
            "Policies": inline,
            "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
        },
    }


def role_as_it_is(engine: Engine, name: str) -> tuple[str, set[str], dict[str, str]]:
    """Return description, inline policies and tags from the API."""
    role = engine.clients.call("iam", "GetRole", {"RoleName": name})["Role"]
    policies = engine.clients.call("iam", "ListRolePolicies", {"RoleName": name})["PolicyNames"]
    tags = engine.clients.call("iam", "ListRoleTags", {"RoleName": name})["Tags"]
    return role["Description"], set(policies), {tag["Key"]: tag["Value"] for tag in tags}


BEFORE = ("one", ["a"], {"kept": "1", "gone": "1"})
AFTER = ("two", ["b"], {"kept": "2", "new": "1"})


@pytest.mark.parametrize("operation", ["UntagRole", "TagRole", "DeleteRolePolicy", "PutRolePolicy"])
def test_an_update_that_fails_half_way_is_taken_back(
    deploy: Deploy, engine: Engine, stack: str, failing: Failing, operation: str
) -> None:
    out = {"Name": {"Ref": "Role"}}
    name = deploy({"Role": two_step_role(*BEFORE)}, out)["Name"]
    with failing(operation, times=1), pytest.raises(StackFailedError, match="was rolled back"):
        deploy({"Role": two_step_role(*AFTER)}, out)
    assert engine.store.status(stack) == "UPDATE_ROLLBACK_COMPLETE"
    assert role_as_it_is(engine, name) == ("one", {"a"}, BEFORE[2])
    assert deploy({"Role": two_step_role(*AFTER)}, out)["Name"] == name
    assert role_as_it_is(engine, name) == ("two", {"b"}, AFTER[2])


@pytest.mark.parametrize("wanted", [BEFORE, AFTER])
@pytest.mark.parametrize("operation", ["TagRole", "PutRolePolicy"])
def test_after_a_rollback_that_failed_the_next_deployment_makes_it_so_again(
    deploy: Deploy,
    engine: Engine,
    stack: str,
    failing: Failing,
    operation: str,
    wanted: tuple[str, list[str], dict[str, str]],
) -> None:
    out = {"Name": {"Ref": "Role"}}
    name = deploy({"Role": two_step_role(*BEFORE)}, out)["Name"]
    with failing(operation), pytest.raises(StackFailedError, match="not be wholly rolled back"):
        deploy({"Role": two_step_role(*AFTER)}, out)
    assert engine.store.status(stack) == "UPDATE_ROLLBACK_FAILED"
    assert deploy({"Role": two_step_role(*wanted)}, out)["Name"] == name
    assert role_as_it_is(engine, name) == (wanted[0], set(wanted[1]), wanted[2])
    assert engine.store.status(stack) == "UPDATE_COMPLETE"


def test_a_change_that_was_made_and_cannot_be_undone_is_made_so_again(
    deploy: Deploy, engine: Engine, stack: str, failing: Failing
) -> None:
    bad = {**ROLE["Properties"], "ManagedPolicyArns": ["arn:aws:iam::aws:policy/No"]}
    broken = {"Type": "AWS::IAM::Role", "DependsOn": "Main", "Properties": bad}
    out = {"Url": {"Ref": "Main"}}
    url = deploy({"Main": queue(VisibilityTimeout=10)}, out)["Url"]
    with failing("SetQueueAttributes", after=1), pytest.raises(StackFailedError):
        deploy({"Main": queue(VisibilityTimeout=20), "Bad": broken}, out)
    assert engine.store.status(stack) == "UPDATE_ROLLBACK_FAILED"
    deploy({"Main": queue(VisibilityTimeout=10)}, out)
    assert attributes(engine, url)["VisibilityTimeout"] == "10"


def test_what_a_failed_creation_had_to_leave_is_removed_by_the_next_deployment(
    deploy: Deploy, engine: Engine, stack: str, failing: Failing
) -> None:
    good = {**ROLE["Properties"], "RoleName": stack}
    bad = {**good, "ManagedPolicyArns": ["arn:aws:iam::aws:policy/No"]}
    with failing("DeleteRole"), pytest.raises(StackFailedError):
        deploy({"Role": {**ROLE, "Properties": bad}})
    assert engine.store.status(stack) == "ROLLBACK_FAILED"
    deploy({"Role": {**ROLE, "Properties": good}})
    assert engine.clients.call("iam", "GetRole", {"RoleName": stack})


def test_an_endpoint_that_is_gone_fails_the_deployment_and_its_rollback(
    deploy: Deploy, engine: Engine, stack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    deploy({"Main": queue(VisibilityTimeout=10)})

    def refuse(**_: object) -> None:
        raise EndpointConnectionError(endpoint_url=engine.clients.endpoint_url)

    monkeypatch.setattr(engine.clients.client("sqs"), "set_queue_attributes", refuse)
    with pytest.raises(StackFailedError, match=r"not be wholly rolled back.*Could not connect"):
        deploy({"Main": queue(VisibilityTimeout=20)})
    assert engine.store.status(stack) == "UPDATE_ROLLBACK_FAILED"


def test_before_the_first_change_it_is_told_once_and_never_without_one(
    endpoint_url: str, tmp_path: Path, stack: str
) -> None:
    told: list[int] = []
    target = Target(endpoint_url, DEFAULT_ACCOUNT_ID, "us-east-1", tmp_path)

    def deploy(resources: dict[str, Any]) -> None:
        with Engine(target, before_change=lambda: told.append(1)) as engine:
            engine.deploy_template(read_template({"Resources": resources}, stack=stack), {})

    resources = {"One": queue(), "Two": queue(DelaySeconds=1)}
    for number in range(2):
        deploy(resources)
        assert told == [1], number
    deploy({"One": queue()})
    assert told == [1, 1]


def test_an_unknown_type_is_refused_before_anything_is_made(
    deploy: Deploy, engine: Engine, stack: str
) -> None:
    unknown = {"Type": "AWS::RoboMaker::Fleet"}
    with pytest.raises(UnknownTypeError, match=f"{stack}/Odd.*AWS::RoboMaker::Fleet"):
        deploy({"Fine": queue(), "Odd": unknown})
    assert engine.store.status(stack) is None


@pytest.mark.parametrize(
    ("kind", "properties", "lost"),
    [
        ("AWS::S3::Bucket", {"AnalyticsConfigurations": []}, "AnalyticsConfigurations"),
        (
            "AWS::Batch::JobDefinition",
            {"Type": "container", "ContainerProperties": {"Image": "x", "Wings": 2}},
            "ContainerProperties.Wings",
        ),
        (
            "AWS::Lambda::Function",
            {"Code": {"ZipFile": ""}, "Role": "r", "CapacityProviderConfigs": 1},
            "CapacityProviderConfigs",
        ),
    ],
)
def test_a_property_that_would_be_dropped_is_refused_with_its_path(
    deploy: Deploy, stack: str, kind: str, properties: dict[str, Any], lost: str
) -> None:
    with pytest.raises(DroppedPropertyError, match=f"{stack}/Thing.*{lost}"):
        deploy({"Thing": {"Type": kind, "Properties": properties}})


def test_a_change_that_can_be_made_in_no_way_is_refused(deploy: Deploy) -> None:
    def key(description: str, multi: bool) -> dict[str, Any]:
        properties = {
            "Description": description,
            "MultiRegion": multi,
            "KeySpec": "SYMMETRIC_DEFAULT",
        }
        return {"Key": {"Type": "AWS::KMS::Key", "Properties": properties}}

    deploy(key("one", False))
    with pytest.raises((StackFailedError, NotUpdatableError), match="MultiRegion"):
        deploy(key("two", True))


def test_an_export_in_use_may_not_change(deploy: Deploy, engine: Engine, stack: str) -> None:
    def exporter(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
        value = {"Value": {"Fn::GetAtt": ["Q", "QueueName"]}, "Export": {"Name": f"{stack}:q"}}
        return {"Q": queue(QueueName=name)}, {"Q": value}

    deploy(*exporter(f"{stack}-x"), name=f"{stack}-exporter")
    user = {"Name": f"/{stack}/p", "Type": "String", "Value": {"Fn::ImportValue": f"{stack}:q"}}
    deploy({"P": {"Type": "AWS::SSM::Parameter", "Properties": user}})
    with pytest.raises(StackFailedError, match=f"export {stack}:q is in use by {stack}"):
        deploy(*exporter(f"{stack}-y"), name=f"{stack}-exporter")
    with pytest.raises(ExportInUseError):
        engine.destroy_stack(f"{stack}-exporter")
    engine.destroy_stack(stack)
    engine.destroy_stack(f"{stack}-exporter")


def test_a_missing_attribute_is_named(deploy: Deploy) -> None:
    parameter = {"Type": "String", "Value": {"Fn::GetAtt": ["Q", "Colour"]}}
    resources = {"Q": queue(), "P": {"Type": "AWS::SSM::Parameter", "Properties": parameter}}
    with pytest.raises(StackFailedError, match=r"Q \(AWS::SQS::Queue\) has no attribute Colour"):
        deploy(resources)


def test_a_template_section_that_would_have_no_effect_is_refused(engine: Engine) -> None:
    with pytest.raises(TemplateError, match="Transform would have no effect"):
        read_template({"Transform": "AWS::Serverless-2016-10-31", "Resources": {}}, stack="s")
