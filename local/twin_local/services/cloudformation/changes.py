"""How planned changes are answered in the description of a change set."""

from __future__ import annotations

from twin_local.engine.json_value import Json as AnyJson
from twin_local.engine.json_value import canonical
from twin_local.engine.preview import PlannedChange, PropertyChange
from twin_local.engine.template import RETAINING_POLICIES
from twin_local.services.cloudformation.model import Json


def change_shape(change: PlannedChange) -> Json:
    """Return one change as `DescribeChangeSet` does."""
    shape: Json = {
        "Action": change.action,
        "LogicalResourceId": change.logical_id,
        "ResourceType": change.type,
        "Scope": [],
        "Details": [],
    }
    if change.before is not None:
        shape["PhysicalResourceId"] = change.before.reference
    if change.action == "Modify":
        shape["Replacement"] = "True" if change.replaced else "False"
        shape["Scope"] = [*(["Properties"] if change.properties else []), *change.sections]
        shape["Details"] = [_property(one) for one in change.properties]
        shape["Details"] += [_section(name) for name in change.sections]
    if policy := _policy_action(change):
        shape["PolicyAction"] = policy
    return {"Type": "Resource", "ResourceChange": shape}


def without_values(change: Json) -> Json:
    """Return a change without the values of its properties."""
    inner = change["ResourceChange"]
    details = [
        {**one, "Target": {k: v for k, v in one["Target"].items() if k not in VALUES}}
        for one in inner["Details"]
    ]
    return {**change, "ResourceChange": {**inner, "Details": details}}


VALUES = ("Path", "BeforeValue", "AfterValue", "AttributeChangeType")


def _policy_action(change: PlannedChange) -> str:
    if change.before is None:
        return ""
    if change.action == "Remove":
        return "Retain" if change.before.deletion_policy in RETAINING_POLICIES else "Delete"
    if not change.replaced or change.after is None:
        return ""
    kept = change.after.update_replace_policy in RETAINING_POLICIES
    return "ReplaceAndRetain" if kept else "ReplaceAndDelete"


def _property(change: PropertyChange) -> Json:
    target: Json = {
        "Attribute": "Properties",
        "Name": change.name,
        "RequiresRecreation": "Always" if change.replaces else "Never",
        "Path": f"/Properties/{change.name}",
        "AttributeChangeType": _kind(change),
    }
    if change.before is not None:
        target["BeforeValue"] = _text(change.before)
    if change.after is not None:
        target["AfterValue"] = _text(change.after)
    return {"Target": target, "Evaluation": "Static", "ChangeSource": "DirectModification"}


def _kind(change: PropertyChange) -> str:
    if change.before is None:
        return "Add"
    return "Remove" if change.after is None else "Modify"


def _section(name: str) -> Json:
    target = {"Attribute": name, "RequiresRecreation": "Never"}
    return {"Target": target, "Evaluation": "Static", "ChangeSource": "DirectModification"}


def _text(value: AnyJson) -> str:
    return value if isinstance(value, str) else canonical(value)
