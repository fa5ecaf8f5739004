"""The scene and the converters as the API shows them."""

from __future__ import annotations

from twin.api.schemas.scene import SceneNode
from twin.api.schemas.spatial_catalogue import ConverterBody
from twin.site_document import SiteDocument
from twin.spatial.assembly import AssemblyNode
from twin.spatial.converter import Converter


def scene_node(node: AssemblyNode, site: SiteDocument) -> SceneNode:
    """Return a node of the tree; one that stands for an asset of the site has its title."""
    titles = {asset.mesh_node: asset.title for asset in site.assets if asset.mesh_node}
    return {
        "name": node.name,
        "title": titles.get(node.name, node.name),
        "children": [scene_node(child, site) for child in node.children],
    }


def converter_row(converter: Converter) -> ConverterBody:
    """Return one converter."""
    return {
        "name": converter.name,
        "title": converter.title,
        "inputs": list(converter.inputs),
        "outputs": [output.file_name for output in converter.outputs],
        "maximum_bytes": converter.maximum_bytes,
    }
