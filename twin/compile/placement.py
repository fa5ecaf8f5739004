"""Who makes what of a site: CloudFormation the models, and the instances as long as they fit.

CloudFormation takes 500 resources and 1 MB in a template. Beyond that, and where it cannot express
an instance, the loader makes the assets and entities through the API, under the ids of the plan.
"""

from __future__ import annotations

from dataclasses import dataclass

from twin.definition.site import SiteDefinition
from twin.definition.template_size import (
    TemplateSize,
    size_of_instances,
    size_of_models,
    types_with_parts,
)


@dataclass(frozen=True)
class Placement:
    """Whether the loader makes the instances, and why; `size` is the template without loader."""

    instances_by_loader: bool
    reason: str
    size: TemplateSize


def placement(definition: SiteDefinition) -> Placement:
    """Decide for a definition that `load_site` has checked."""
    size = size_of_models(definition) + size_of_instances(definition)
    if with_parts := types_with_parts(definition):
        names = ", ".join(with_parts)
        reason = f"CloudFormation cannot give aliases to the properties of parts: {names}"
        return Placement(True, reason, size)
    if not size.fits:
        reason = (
            f"{len(definition.twin.assets)} assets would need about {size.resources} resources and"
            f" {size.bytes} bytes of a template"
        )
        return Placement(True, reason, size)
    return Placement(False, "all instances fit into the template", size)
