"""How planned changes are told."""

from __future__ import annotations

import pytest

from twin_local.engine.preview import PlannedChange, PropertyChange
from twin_local.engine.resource_state import Physical
from twin_local.engine.template import Resource
from twin_local.services.cloudformation.changes import change_shape, without_values

KIND = "AWS::SQS::Queue"
QUEUE = Physical("Q", KIND, "url", {}, {})


def modified(*, replaced: bool, policy: str = "Delete") -> PlannedChange:
    change = PropertyChange("Name", "a", {"b": 1}, replaces=replaced)
    after = Resource("Q", KIND, update_replace_policy=policy)
    return PlannedChange("Modify", "Q", KIND, QUEUE, after, (change,), (), replaced)


def test_an_added_resource_has_no_physical_id() -> None:
    shape = change_shape(PlannedChange("Add", "Q", KIND, None, Resource("Q", KIND)))
    inner = shape["ResourceChange"]
    assert inner["Action"] == "Add"
    assert not {"PhysicalResourceId", "Replacement", "PolicyAction"} & set(inner)


@pytest.mark.parametrize(
    ("replaced", "policy", "replacement", "action", "recreation"),
    [
        (False, "Delete", "False", None, "Never"),
        (True, "Delete", "True", "ReplaceAndDelete", "Always"),
        (True, "Retain", "True", "ReplaceAndRetain", "Always"),
    ],
)
def test_a_modified_resource_says_whether_it_is_replaced(
    replaced: bool, policy: str, replacement: str, action: str | None, recreation: str
) -> None:
    inner = change_shape(modified(replaced=replaced, policy=policy))["ResourceChange"]
    assert (inner["Replacement"], inner.get("PolicyAction")) == (replacement, action)
    [detail] = inner["Details"]
    assert detail["Target"]["RequiresRecreation"] == recreation
    assert detail["Target"]["AfterValue"] == '{"b":1}'


def test_values_are_left_out_where_nobody_asked() -> None:
    [detail] = without_values(change_shape(modified(replaced=False)))["ResourceChange"]["Details"]
    assert detail["Target"] == {
        "Attribute": "Properties",
        "Name": "Name",
        "RequiresRecreation": "Never",
    }


def test_a_retained_resource_is_not_deleted() -> None:
    kept = Physical("Q", KIND, "url", {}, {}, deletion_policy="Retain")
    inner = change_shape(PlannedChange("Remove", "Q", KIND, kept, None))["ResourceChange"]
    assert inner["PolicyAction"] == "Retain"
