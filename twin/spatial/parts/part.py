"""The parts of one version of a model, flat, with the facts that matching looks at."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from twin.spatial.assembly import Assembly, AssemblyNode
from twin.spatial.part_facts import Box, Matrix, PartIdentity, ShapeFacts, Vector
from twin.spatial.parts import placement

_NUMBERED = re.compile(r"(?:NAUO|instance id|=>)?[\s_:.\[\]()#<>-]*[\d:]*[\s_:.\[\]()#<>-]*", re.I)


@dataclass(frozen=True)
class Part:
    """One node of the tree: a part with a shape of its own, or an assembly of others.

    Volume, area, box and centre of an assembly are those of all that is below it; `centre_metres`
    is the centre of mass in the frame of the CAD file. They are None in models of version 1.
    """

    node_id: str
    name: str
    path: str
    depth: int
    parent: str | None
    identity: PartIdentity
    transform: Matrix | None
    shape_key: str | None
    shape: ShapeFacts | None
    box: Box | None
    centre_metres: Vector | None
    volume_cubic_metres: float
    area_square_metres: float
    leaves: tuple[str, ...]
    """Node ids of the parts with a shape at or below this node."""

    @property
    def is_leaf(self) -> bool:
        """Tell whether it has a shape and nothing below it."""
        return self.leaves == (self.node_id,)

    @cached_property
    def name_is_generated(self) -> bool:
        """Tell whether the name says no more than the product's name and a number.

        Exporters number equal instances anew each time, so such a name proves nothing.
        """
        product = self.identity.product_name or self.identity.product_id
        is_prefixed = bool(product) and self.name.casefold().startswith(product.casefold())
        rest = self.name[len(product) :] if is_prefixed else self.name
        return bool(rest) and bool(_NUMBERED.fullmatch(rest))


@dataclass(frozen=True)
class PartTree:
    """All parts of one version, parents before their children."""

    parts: tuple[Part, ...]

    @cached_property
    def by_id(self) -> dict[str, Part]:
        """Index the parts by node id."""
        return {part.node_id: part for part in self.parts}

    @cached_property
    def by_path(self) -> dict[str, list[Part]]:
        """Index the parts by the path of their names, which several may share."""
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            found.setdefault(part.path, []).append(part)
        return found

    @cached_property
    def shapes(self) -> dict[str, ShapeFacts]:
        """Index the distinct shapes by their keys."""
        return {p.shape_key: p.shape for p in self.parts if p.shape_key and p.shape}

    @classmethod
    def of(cls, assembly: Assembly) -> PartTree:
        """Return the parts of an assembly."""
        found: list[Part] = []
        _Reading(assembly, found).read(assembly.roots, None, "", 0)
        return cls(tuple(found))


@dataclass(frozen=True)
class _Reading:
    assembly: Assembly
    found: list[Part]

    def read(
        self, nodes: Sequence[AssemblyNode], parent: str | None, path: str, depth: int
    ) -> list[Part]:
        """Append the parts of siblings and of all below them, and return the siblings."""
        return [
            self._part(node, parent, f"{path}/{node.name}" if path else node.name, depth, node_id)
            for node, node_id in _identified(nodes, parent)
        ]

    def _part(
        self, node: AssemblyNode, parent: str | None, path: str, depth: int, node_id: str
    ) -> Part:
        at = len(self.found)
        below = self.read(node.children, node_id, path, depth + 1)
        shape = self.assembly.shapes.get(node.shape or "")
        own = (
            ()
            if shape is None or node.box is None or node.transform is None
            else ((_centre(node.transform, shape), shape, node.box),)
        )
        boxes = [box for *_, box in own] + [part.box for part in below if part.box]
        part = Part(
            node_id=node_id,
            name=node.name,
            path=path,
            depth=depth,
            parent=parent,
            identity=node.identity or PartIdentity(),
            transform=node.transform,
            shape_key=node.shape,
            shape=shape,
            box=placement.around(boxes) if boxes else None,
            centre_metres=_mean(
                [
                    (centre, facts.volume_cubic_metres, facts.area_square_metres)
                    for centre, facts, _ in own
                ]
                + [(p.centre_metres, p.volume_cubic_metres, p.area_square_metres) for p in below]
            ),
            volume_cubic_metres=sum(facts.volume_cubic_metres for _, facts, _ in own)
            + sum(part.volume_cubic_metres for part in below),
            area_square_metres=sum(facts.area_square_metres for _, facts, _ in own)
            + sum(part.area_square_metres for part in below),
            leaves=((node_id,) if own else ()) + tuple(i for part in below for i in part.leaves),
        )
        self.found.insert(at, part)
        return part


def _identified(
    nodes: Sequence[AssemblyNode], parent: str | None
) -> Iterator[tuple[AssemblyNode, str]]:
    """Yield siblings with their ids, which models of version 1 do not hold."""
    seen: Counter[str] = Counter()
    for node in nodes:
        seen[node.name] += 1
        number = f"~{seen[node.name]}" if seen[node.name] > 1 else ""
        made = f"{parent}/{node.name}{number}" if parent else f"{node.name}{number}"
        yield node, node.node_id or made


def _centre(transform: Matrix, shape: ShapeFacts) -> Vector:
    return placement.apply(transform, shape.centre_metres)


def _mean(weighted: Sequence[tuple[Vector | None, float, float]]) -> Vector | None:
    """Return the mean of centres by volume, or by area where nothing has a volume."""
    known = [(centre, volume, area) for centre, volume, area in weighted if centre]
    if not known:
        return None
    by_volume = sum(volume for _, volume, _ in known) > 0
    weights = [volume if by_volume else area for _, volume, area in known]
    total = sum(weights) or float(len(known))
    shares = [weight / total for weight in weights] if sum(weights) else [1 / total] * len(known)
    x, y, z = (
        sum(share * centre[axis] for share, (centre, *_) in zip(shares, known, strict=True))
        for axis in range(3)
    )
    return (x, y, z)
