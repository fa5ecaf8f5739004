"""The nodes of a glTF are a forest: no cycles, one parent each, numbers where they belong.

https://registry.khronos.org/glTF/specs/2.0/glTF-2.0.html#nodes-and-hierarchy
"""

from __future__ import annotations

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_mesh.gltf_tables import Value, floats, index, indices, table
from glb_runtime.write import MAXIMUM_DEPTH, MAXIMUM_NODES

PLACES = {"matrix": 16, "translation": 3, "rotation": 4, "scale": 3}


def check_nodes(gltf: Value) -> None:
    """Require that the nodes and scenes can be walked.

    Raises:
        SourceDamaged: a reference leads nowhere, back, or to a node that has a parent already.
        SourceTooComplex: they are too many, or nested too deeply.
        SourceBoundsInvalid: a place is not finite.
    """
    nodes = table(gltf, "nodes")
    if len(nodes) > MAXIMUM_NODES:
        raise SourceTooComplex(
            "the scene has too many nodes",
            found=f"{len(nodes)} nodes",
            expected=f"at most {MAXIMUM_NODES} nodes",
        )
    meshes, skins = len(table(gltf, "meshes")), len(table(gltf, "skins"))
    children = [_children(node, len(nodes)) for node in nodes]
    for node in nodes:
        _check_node(node, meshes, skins)
    _check_forest(children)
    scenes = table(gltf, "scenes")
    for scene in scenes:
        _check_roots(indices(scene.get("nodes", []), len(nodes), "scenes"), children)
    index(gltf.get("scene", 0), max(len(scenes), 1), "scene")


def _children(node: Value, count: int) -> list[int]:
    return indices(node.get("children", []), count, "nodes")


def _check_node(node: Value, meshes: int, skins: int) -> None:
    if "mesh" in node:
        index(node["mesh"], meshes, "nodes")
    if "skin" in node:
        index(node["skin"], skins, "nodes")
    if not isinstance(node.get("name", ""), str):
        raise SourceDamaged("the name of a node is no text", where="nodes")
    for name, length in PLACES.items():
        if name in node:
            floats(node[name], length, name)


def _check_forest(children: list[list[int]]) -> None:
    """Walk from all nodes without a parent; what is not reached is on a cycle."""
    parents = [0] * len(children)
    for one in children:
        for child in one:
            parents[child] += 1
    if any(count > 1 for count in parents):
        raise SourceDamaged("a node has two parents", expected="one at most", where="nodes")
    level, depth, reached = [i for i, count in enumerate(parents) if not count], 0, 0
    while level:
        depth, reached = depth + 1, reached + len(level)
        level = [child for node in level for child in children[node]]
    if reached < len(children):
        raise SourceDamaged("nodes are below themselves", expected="a tree", where="nodes")
    if depth > MAXIMUM_DEPTH:
        raise SourceTooComplex(
            "the scene is nested too deeply",
            found=f"{depth} levels",
            expected=f"at most {MAXIMUM_DEPTH} levels",
        )


def _check_roots(roots: list[int], children: list[list[int]]) -> None:
    below = {child for one in children for child in one}
    if len(set(roots)) < len(roots) or below.intersection(roots):
        raise SourceDamaged("the root of a scene has a parent, or is twice", where="scenes")
