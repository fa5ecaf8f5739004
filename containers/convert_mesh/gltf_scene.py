"""glTF and GLB become a GLB that holds everything plainly: the raw scene of a conversion.

Nodes, names, materials and textures stay; positions become 32-bit floats, strips and fans become
lists. Skins, animations, morph targets and cameras are left out, which the facts tell.
"""

from __future__ import annotations

from pathlib import Path

from conversion_runtime.errors import SourceEmpty
from conversion_runtime.order import Converted, Facts
from convert_mesh.frame import METRES_Y_UP
from convert_mesh.gltf_accessors import SourceAccessors
from convert_mesh.gltf_container import Json, read_container
from convert_mesh.gltf_looks import check_extensions, looks_of
from convert_mesh.gltf_meshes import MeshCopier
from convert_mesh.gltf_nodes import PLACES, check_nodes
from convert_mesh.gltf_origin import move_near_origin
from convert_mesh.gltf_tables import Value, table
from convert_mesh.scene import origin_facts
from glb_runtime.scene import RAW_SCENE_FILE
from glb_runtime.write import ROOT, write_container
from glb_runtime.write_buffer import Buffer


def copy_gltf(path: Path) -> Converted:
    """Check a file and write it anew into the working directory.

    Raises:
        ConversionError: one of its kinds says what is wrong with the file.
    """
    gltf, binary = read_container(path.read_bytes())
    check_extensions(gltf)
    check_nodes(gltf)
    source, buffer = SourceAccessors(gltf, binary), Buffer()
    looks = looks_of(gltf, source, buffer)
    copier = MeshCopier(source, buffer, len(table(gltf, "materials")))
    meshes = [copier.mesh(one) for one in table(gltf, "meshes")]
    if not any(meshes):
        raise SourceEmpty("the file has no triangles", expected="at least one mesh of triangles")
    copied = {**ROOT, **_scene(gltf, meshes), **looks, "accessors": copier.accessors}
    origin = move_near_origin(copied)
    write_container(Path(RAW_SCENE_FILE), copied, buffer)
    left_out = _left_out(gltf, copier.points_and_lines)
    facts = {**METRES_Y_UP.facts, **origin_facts(origin), **left_out}
    return Converted((RAW_SCENE_FILE,), facts)


def _scene(gltf: Json, meshes: list[Json | None]) -> Json:
    kept = [at for at, mesh in enumerate(meshes) if mesh is not None]
    places = {at: new for new, at in enumerate(kept)}
    nodes = [_node(node, places) for node in table(gltf, "nodes")]
    scenes = table(gltf, "scenes")
    # Without a scene all nodes that have no parent are shown.
    below = {child for node in nodes for child in node.get("children", [])}
    roots = [at for at in range(len(nodes)) if at not in below]
    if scenes:
        roots = scenes[gltf.get("scene", 0)].get("nodes", [])
    found = {"nodes": nodes, "meshes": [meshes[at] for at in kept]}
    return {"scene": 0, "scenes": [{"nodes": roots} if roots else {}], **found}


def _node(node: Value, meshes: dict[int, int]) -> Json:
    value = {name: node[name] for name in ("name", *PLACES) if name in node}
    if node.get("children"):
        value["children"] = node["children"]
    if node.get("mesh") in meshes:
        value["mesh"] = meshes[node["mesh"]]
    return value


def _left_out(gltf: Json, points_and_lines: int) -> Facts:
    targets = sum(
        "targets" in primitive
        for mesh in table(gltf, "meshes")
        for primitive in table(mesh, "primitives")
    )
    counts = {
        "animations_left_out": len(table(gltf, "animations")),
        "skins_left_out": len(table(gltf, "skins")),
        "morph_targets_left_out": targets,
        "points_and_lines_left_out": points_and_lines,
    }
    return {name: count for name, count in counts.items() if count}
