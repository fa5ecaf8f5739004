"""glTF and GLB become a GLB that holds everything plainly: the raw scene of a conversion.

Nodes, names, materials and textures stay; positions become 32-bit floats, strips and fans become
lists. Skins, animations and morph targets stay; cameras and lights are left out.
"""

from __future__ import annotations

from pathlib import Path

from container_runtime.child import Limits
from conversion_runtime.errors import SourceEmpty
from conversion_runtime.order import Converted, Facts
from convert_mesh.files import Files
from convert_mesh.frame import METRES_Y_UP
from convert_mesh.gltf_accessors import SourceAccessors
from convert_mesh.gltf_attributes import AttributeCopier
from convert_mesh.gltf_container import Json, read_container
from convert_mesh.gltf_looks import check_extensions, looks_of
from convert_mesh.gltf_meshes import MeshCopier
from convert_mesh.gltf_motion import MotionCopier
from convert_mesh.gltf_nodes import PLACES, check_nodes
from convert_mesh.gltf_origin import move_near_origin
from convert_mesh.gltf_tables import Value, table
from convert_mesh.gltf_views import SourceViews
from convert_mesh.scene import origin_facts
from glb_runtime.scene import RAW_SCENE_FILE
from glb_runtime.write import ROOT, write_container
from glb_runtime.write_buffer import Buffer


def copy_gltf(content: bytes, files: Files, limits: Limits) -> Converted:
    """Check a file and write it anew into the working directory, with what it refers to.

    The limits are those of the process that decodes its KTX2 textures.

    Raises:
        ConversionError: one of its kinds says what is wrong with the file.
    """
    gltf, binary = read_container(content)
    check_extensions(gltf)
    check_nodes(gltf)
    views, buffer = SourceViews(gltf, binary, files), Buffer()
    looks = looks_of(gltf, views, buffer, limits)
    source = SourceAccessors(gltf, views)
    copier = AttributeCopier(source, buffer)
    shapes = MeshCopier(source, copier, len(table(gltf, "materials")))
    joints = joints_of_meshes(gltf)
    meshes = [shapes.mesh(one, joints.get(at, 0)) for at, one in enumerate(table(gltf, "meshes"))]
    if not any(meshes):
        raise SourceEmpty("the file has no triangles", expected="at least one mesh of triangles")
    copied = {**ROOT, **_scene(gltf, meshes), **looks, "accessors": copier.accessors}
    origin = move_near_origin(copied)
    motion = MotionCopier(copier, gltf, origin, copied["scenes"][0].get("nodes", []))
    moving = (("skins", motion.skins()), ("animations", motion.animations()))
    copied |= {name: found for name, found in moving if found}
    write_container(Path(RAW_SCENE_FILE), copied, buffer)
    left_out = _left_out(gltf, shapes.points_and_lines, motion.channels_left_out)
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
        value |= {name: node[name] for name in ("skin", "weights") if name in node}
    return value


def joints_of_meshes(gltf: Json) -> dict[int, int]:
    """Return how many joints the skin has that moves a mesh, by the index of the mesh.

    A mesh that several skins move has as many as the smallest of them.
    """
    found: dict[int, int] = {}
    for node in table(gltf, "nodes"):
        if "mesh" in node and "skin" in node:
            count = len(table(gltf, "skins")[node["skin"]].get("joints", ()))
            found[node["mesh"]] = min(found.get(node["mesh"], count), count)
    return found


def _left_out(gltf: Json, points_and_lines: int, channels: int) -> Facts:
    counts = {
        "animation_channels_left_out": channels,
        "joint_influences_left_out": sum(
            name.startswith("JOINTS_") and name != "JOINTS_0"
            for mesh in table(gltf, "meshes")
            for primitive in table(mesh, "primitives")
            for name in primitive.get("attributes", {})
        ),
        "points_and_lines_left_out": points_and_lines,
    }
    return {name: count for name, count in counts.items() if count}
