"""Stop a synth that uses an ended or closed service: it would fail only at deployment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import jsii
from aws_cdk import Annotations, CfnResource, IAspect, Stack
from constructs import IConstruct

from twin.lifecycle import PROPERTY_CHECKS, faults


@jsii.implements(IAspect)
class LifecycleGuard:
    """An aspect that makes every use of a retired service an error of the synth."""

    def visit(self, node: IConstruct) -> None:
        """Look at one construct."""
        if not CfnResource.is_cfn_resource(node):
            return
        kind = node.cfn_resource_type  # type: ignore[attr-defined]
        for reason in faults(kind, _properties(node, kind)):
            Annotations.of(node).add_error(f"{kind}: {reason}")


def _properties(node: IConstruct, kind: str) -> Mapping[str, Any]:
    """Return the properties as the template will have them; only some types are looked into."""
    if kind not in PROPERTY_CHECKS:
        return {}
    resource: Any = node  # these two are protected
    rendered = resource._render_properties(resource._cfn_properties)
    found: Mapping[str, Any] = Stack.of(node).resolve(rendered)
    return found
