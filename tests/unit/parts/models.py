"""Random models made of boxes, and what may be done to them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from twin.spatial.assembly import Assembly, AssemblyNode
from twin.spatial.part_facts import Box, PartIdentity, ShapeFacts, Vector, signature


def shape(x: float, y: float, z: float) -> ShapeFacts:
    """Return the facts of a box with one corner in its origin; metres."""
    volume, area = x * y * z, 2 * (x * y + y * z + z * x)
    a, b, c = (volume * (p * p + q * q) / 12 for p, q in ((y, z), (x, z), (x, y)))
    low, middle, high = sorted((a, b, c))
    digest = signature(volume, area, (low, middle, high), (6, 12, 8))
    return ShapeFacts(
        digest,
        volume,
        area,
        (x / 2, y / 2, z / 2),
        Box((0.0, 0.0, 0.0), (x, y, z)),
        (a, b, c, 0.0, 0.0, 0.0),
        (low, middle, high),
        6,
        12,
        8,
    )


def leaf(name: str, at: Vector, facts: ShapeFacts, product: str = "") -> AssemblyNode:
    """Return a part at a place."""
    x, y, z = at
    low, high = facts.box.minimum, facts.box.maximum
    return AssemblyNode(
        name,
        name,
        None,
        12,
        (),
        identity=PartIdentity(product_name=product or name),
        transform=(1, 0, 0, x, 0, 1, 0, y, 0, 0, 1, z, 0, 0, 0, 1),
        box=Box((low[0] + x, low[1] + y, low[2] + z), (high[0] + x, high[1] + y, high[2] + z)),
        shape=facts.signature,
    )


def group(name: str, children: Sequence[AssemblyNode]) -> AssemblyNode:
    """Return an assembly in the frame of the file."""
    still = (1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1)
    identity = PartIdentity(product_name=f"{name} product")
    return AssemblyNode(name, name, None, 0, tuple(children), identity=identity, transform=still)


def model(roots: Sequence[AssemblyNode], shapes: Sequence[ShapeFacts]) -> Assembly:
    """Return a whole model."""
    return Assembly((0.0, 0.0, 0.0), tuple(roots), {one.signature: one for one in shapes})


def plant(chance: random.Random, groups: int, each: int, kinds: int = 12) -> Assembly:
    """Return assemblies of parts, many of them of one shape, all at places of their own."""
    shapes = [shape(0.1 + 0.01 * at, 0.2, 0.05 + 0.003 * at) for at in range(kinds)]
    roots = []
    for number in range(groups):
        parts = [
            leaf(f"tag-{at}", (2.0 * at, 3.0 * number, chance.random()), chance.choice(shapes))
            for at in range(each)
        ]
        roots.append(group(f"unit {chr(65 + number % 26)}{number}-x", parts))
    return model([group("plant", roots)], shapes)


def mapped(
    node: AssemblyNode, change: Callable[[AssemblyNode], AssemblyNode | None]
) -> AssemblyNode | None:
    """Return a tree with every node changed, or left out with all below it."""
    changed = change(node)
    if changed is None:
        return None
    children = (mapped(child, change) for child in changed.children)
    return replace(changed, children=tuple(one for one in children if one is not None))


def shuffled(node: AssemblyNode, chance: random.Random) -> AssemblyNode:
    """Return a tree with children in another order."""
    children = [shuffled(child, chance) for child in node.children]
    chance.shuffle(children)
    return replace(node, children=tuple(children))


def moved(node: AssemblyNode, offset: Vector) -> AssemblyNode:
    """Return a part elsewhere."""
    assert node.transform and node.box
    x, y, z = offset
    m = list(node.transform)
    m[3], m[7], m[11] = m[3] + x, m[7] + y, m[11] + z
    low, high = node.box.minimum, node.box.maximum
    box = Box((low[0] + x, low[1] + y, low[2] + z), (high[0] + x, high[1] + y, high[2] + z))
    return replace(node, transform=tuple(m), box=box)
