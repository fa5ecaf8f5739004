"""What a deployment would do to resources that hold data."""

from __future__ import annotations

from typing import Any

from twin.plan.stateful_changes import StatefulChange, stateful_changes
from twin_local.engine.schema import changed_create_only

TABLE = "AWS::DynamoDB::Table"
BUCKET = "AWS::S3::Bucket"


def template(**resources: tuple[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "Resources": {
            name: {"Type": kind, "Properties": properties}
            for name, (kind, properties) in resources.items()
        }
    }


def changes(before: dict[str, Any] | None, after: dict[str, Any]) -> tuple[StatefulChange, ...]:
    deployed = {} if before is None else {"S": before}
    return stateful_changes(deployed, {"S": after}, changed_create_only)


def test_without_a_deployment_everything_is_new() -> None:
    found = changes(None, template(T=(TABLE, {}), F=("AWS::Lambda::Function", {})))
    assert found == (StatefulChange("new", "S", "T", TABLE),)
    assert not found[0].is_dangerous


def test_what_stays_is_not_listed() -> None:
    same = template(T=(TABLE, {"TableName": "a"}))
    assert changes(same, same) == ()


def test_a_changed_property_is_named() -> None:
    before = template(B=(BUCKET, {"Tags": [1]}))
    assert changes(before, template(B=(BUCKET, {"Tags": [2]}))) == (
        StatefulChange("changed", "S", "B", BUCKET, ("Tags",)),
    )


def test_a_property_that_only_a_new_resource_can_have_replaces_it() -> None:
    before = template(T=(TABLE, {"TableName": "a", "Tags": [1]}))
    (found,) = changes(before, template(T=(TABLE, {"TableName": "b", "Tags": [1]})))
    assert (found.change, found.properties) == ("replaced", ("TableName",))
    assert found.is_dangerous


def test_another_type_under_the_same_name_replaces_it() -> None:
    (found,) = changes(template(X=(TABLE, {})), template(X=(BUCKET, {})))
    assert (found.change, found.type, found.properties) == ("replaced", BUCKET, ("Type",))


def test_what_is_left_out_is_lost_and_told_first() -> None:
    before = template(T=(TABLE, {}), B=(BUCKET, {}))
    found = changes(before, template(B=(BUCKET, {"Tags": [1]}), N=(TABLE, {})))
    assert [one.change for one in found] == ["removed", "changed", "new"]


def test_a_whole_stack_that_is_no_longer_there_is_told() -> None:
    found = stateful_changes({"Old": template(T=(TABLE, {}))}, {}, changed_create_only)
    assert [(one.change, one.stack) for one in found] == [("removed", "Old")]
