"""Stop a synth that uses an ended or closed service: it would fail only at deployment."""

from __future__ import annotations

import jsii
from aws_cdk import Annotations, CfnResource, IAspect
from constructs import IConstruct

from twin.lifecycle import retired


@jsii.implements(IAspect)
class LifecycleGuard:
    """An aspect that makes every retired resource type an error of the synth."""

    def visit(self, node: IConstruct) -> None:
        """Look at one construct."""
        if not CfnResource.is_cfn_resource(node):
            return
        kind = node.cfn_resource_type  # type: ignore[attr-defined]
        if reason := retired(kind):
            Annotations.of(node).add_error(f"{kind}: {reason}")
