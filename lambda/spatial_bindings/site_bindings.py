"""The bindings that the site file makes: mesh node ↔ signals ↔ variables; read-only."""

from __future__ import annotations

from twin.binding.binding import Binding, PartRecord, PartTarget
from twin.binding.fields import SITE_PREFIX
from twin.catalogue.asset import Asset
from twin.catalogue.version import FileEntry
from twin.site_document import Asset as Equipment
from twin.site_document import SiteDocument
from twin.spatial.parts.part import PartTree


def site_bindings(
    site: SiteDocument, asset: Asset, trees: list[tuple[FileEntry, PartTree]]
) -> list[Binding]:
    """Return the bindings of equipment whose mesh node is a part of the asset's files."""
    nodes = {equipment.mesh_node: equipment for equipment in site.assets if equipment.mesh_node}
    found = []
    for file, tree in trees:
        for part in tree.parts:
            equipment = nodes.pop(part.name, None)
            if equipment is not None:
                target = PartTarget(file.path, file.number, part.node_id, PartRecord.of(part))
                found.append(_binding(site, asset, equipment, target))
    return found


def _binding(site: SiteDocument, asset: Asset, equipment: Equipment, target: PartTarget) -> Binding:
    models = [model for model in site.models if model.asset == equipment.id]
    variables = [(model.id, name) for model in models for name, _ in model.inputs]
    variables += [(model.id, one.variable) for model in models for one in model.predictions]
    return Binding(
        binding_id=f"{SITE_PREFIX}{equipment.id}",
        target=target,
        region=None,
        signals=tuple(signal.alias for signal in site.signals if signal.asset == equipment.id),
        variables=tuple(dict.fromkeys(variables)),
        equipment=equipment.id,
        note="",
        state="bound",
        review=None,
        carried=None,
        changed_at=asset.created_at,
        changed_by="site file",
    )
