"""A CloudFormation template, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from twin_local.engine.errors import TemplateError
from twin_local.engine.json_value import Json, Properties
from twin_local.engine.template_limits import check_limits

SECTIONS = frozenset(
    {
        "AWSTemplateFormatVersion",
        "Conditions",
        "Description",
        "Mappings",
        "Metadata",
        "Outputs",
        "Parameters",
        "Resources",
        "Rules",
    }
)
RESOURCE_KEYS = frozenset(
    {
        "Condition",
        "DeletionPolicy",
        "DependsOn",
        "Metadata",
        "Properties",
        "Type",
        "UpdateReplacePolicy",
    }
)
RETAINING_POLICIES = frozenset({"Retain", "RetainExceptOnCreate", "Snapshot"})
"""Deletion policies under which a resource that leaves the template stays (no snapshots here)."""


@dataclass(frozen=True)
class Resource:
    """One resource of a template; its properties still hold intrinsic functions."""

    logical_id: str
    type: str
    properties: Properties = field(default_factory=dict)
    depends_on: tuple[str, ...] = ()
    condition: str | None = None
    deletion_policy: str = "Delete"
    update_replace_policy: str = "Delete"


@dataclass(frozen=True)
class Template:
    """One template; every section but the resources still holds intrinsic functions."""

    stack: str
    resources: Mapping[str, Resource]
    parameters: Mapping[str, Properties]
    conditions: Mapping[str, Json]
    mappings: Mapping[str, Mapping[str, Mapping[str, Json]]]
    outputs: Mapping[str, Properties]
    rules: Mapping[str, Properties]
    raw: Properties = field(default_factory=dict)


def read_template(raw: Properties, *, stack: str) -> Template:
    """Read a template.

    Raises:
        TemplateError: a section or a resource key is not known, so it would have no effect; or
            the template has more than CloudFormation takes.
    """
    check_limits(raw, stack=stack)
    _reject_unknown(raw, SECTIONS, stack=stack, where="the template")
    return Template(
        stack=stack,
        resources={
            logical_id: _resource(logical_id, body, stack)
            for logical_id, body in raw.get("Resources", {}).items()
        },
        parameters=raw.get("Parameters", {}),
        conditions=raw.get("Conditions", {}),
        mappings=raw.get("Mappings", {}),
        outputs=raw.get("Outputs", {}),
        rules=raw.get("Rules", {}),
        raw=raw,
    )


def _resource(logical_id: str, body: Properties, stack: str) -> Resource:
    _reject_unknown(body, RESOURCE_KEYS, stack=stack, where=logical_id)
    depends_on = body.get("DependsOn", [])
    return Resource(
        logical_id=logical_id,
        type=body["Type"],
        properties=body.get("Properties", {}),
        depends_on=tuple([depends_on] if isinstance(depends_on, str) else depends_on),
        condition=body.get("Condition"),
        deletion_policy=body.get("DeletionPolicy", "Delete"),
        update_replace_policy=body.get("UpdateReplacePolicy", "Delete"),
    )


def _reject_unknown(body: Properties, known: frozenset[str], *, stack: str, where: str) -> None:
    unknown = sorted(set(body) - known)
    if unknown:
        raise TemplateError(
            f"{stack}/{where}: {', '.join(unknown)} would have no effect",
            found=", ".join(unknown),
            expected=f"one of {', '.join(sorted(known))}",
            where=stack,
        )
