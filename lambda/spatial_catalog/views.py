"""The catalogue as the API shows it."""

from __future__ import annotations

from twin.api.schemas.scene import SceneNode
from twin.api.schemas.spatial_catalogue import AssetFile, AssetSummary, ConverterBody
from twin.site_document import SiteDocument
from twin.spatial.assembly import AssemblyNode
from twin.spatial.catalogue import AssetVersion, CatalogueFile
from twin.spatial.converter import Converter


def summary(version: AssetVersion) -> AssetSummary:
    """Return one row of the catalogue."""
    return {
        "asset_key": version.asset_key,
        "title": version.title,
        "version": version.version,
        "source_file_name": version.source_file_name,
        "source_sha256": version.recipe.source_sha256,
        "format": version.content_type,
        "converter": version.recipe.converter,
        "published_at": version.published_at,
        "published_by": version.published_by,
    }


def file_row(file: CatalogueFile) -> AssetFile:
    """Return one file of an asset."""
    return {
        "file_name": file.file_name,
        "media_type": file.media_type,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
    }


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
