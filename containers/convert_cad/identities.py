"""What a STEP file itself calls its products and the places where they are used."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from OCP.STEPCAFControl import STEPCAFControl_Reader
from OCP.STEPConstruct import STEPConstruct_Tool
from OCP.StepRepr import StepRepr_NextAssemblyUsageOccurrence

from convert_cad.shapes import all_components, entry, shape_tool
from convert_cad.step_document import Document
from twin.spatial.part_facts import PartIdentity

Binding = Any
"""An object of the bindings, which carry no types."""

Identities = dict[str, PartIdentity]
"""By the address of the component's label."""


def identities(reader: Binding, document: Document) -> Identities:
    """Return what the file calls every place where a product is used.

    https://www.steptools.com/stds/stp_aim/html/t_next_assembly_usage_occurrence.html
    """
    if not all_components(document):
        return {}  # without a look at every entity: no place is called anything
    tool, tools = STEPConstruct_Tool(reader.Reader().WS()), shape_tool(document)
    labels = reader.GetShapeLabelMap()
    found: Identities = {}
    for usage in _usages(reader.Reader().StepModel()):
        label = STEPCAFControl_Reader.FindInstance_s(usage, tools, tool, labels)
        if not label.IsNull():
            found[entry(label)] = _identity(usage)
    return found


def _usages(model: Binding) -> Iterator[Binding]:
    # `GiveList` is twice as fast and crashes on a file that has none.
    for entity in map(model.Value, range(1, model.NbEntities() + 1)):
        if isinstance(entity, StepRepr_NextAssemblyUsageOccurrence):
            yield entity


def _identity(usage: Binding) -> PartIdentity:
    product = usage.RelatedProductDefinition().Formation().OfProduct()
    return PartIdentity(
        product_id=_text(product.Id()),
        product_name=_text(product.Name()),
        instance_id=_text(usage.Id()),
        instance_name=_text(usage.Name()),
    )


def _text(value: Binding) -> str:
    return "" if value is None else str(value.ToCString())
