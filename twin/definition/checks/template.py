"""The models of a site fit into one template of CloudFormation."""

from __future__ import annotations

from twin.definition.checks.scope import Scope
from twin.definition.template_size import MOST_BYTES, MOST_RESOURCES, size_of_models


def check(scope: Scope) -> None:
    """Report types that need more than CloudFormation takes; assets may be loaded instead."""
    if not scope.site.features.iot:
        return
    size = size_of_models(scope.site)
    if not size.fits:
        scope.report.add(
            "TEMPLATE_TOO_LARGE",
            ("twin", "types"),
            "CloudFormation would not take the models of these types",
            found=f"{size.resources} resources of {size.bytes} bytes",
            expected=f"at most {MOST_RESOURCES} resources of {MOST_BYTES} bytes: fewer types in"
            " use, or types with fewer properties",
        )
