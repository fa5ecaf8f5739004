"""How many prims a stage would have, computed before it is composed.

References can multiply: thirty prims that each refer twice to the next are a billion. Each prim of
a layer is counted once, with what it refers to; the sum is never less than what is composed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pxr import Sdf

from conversion_runtime.errors import SourceDamaged, SourceTooComplex
from convert_usd.layers import target_layer
from convert_usd.limits import MAXIMUM_DEPTH, MAXIMUM_PRIMS
from convert_usd.source import Source

Place = tuple[str, Sdf.Path]
"""The identifier of a layer and a path in it."""

VARIANTS = "variantSetNames"
ARC_KEYS = frozenset(("references", "payload", "inheritPaths", "specializes", VARIANTS))
"""What the specification of a prim has where it is composed of others."""

CIRCLE = "the file refers to itself in a circle"


@dataclass
class CompositionSize:
    """The count over the layers of one source."""

    source: Source
    _known: dict[Place, int] = field(default_factory=dict)
    _open: set[Place] = field(default_factory=set)

    def check(self, root: Sdf.Layer) -> None:
        """Require a stage of bounded size without cycles.

        Raises:
            SourceTooComplex: it has too many prims, or is nested too deeply.
            SourceDamaged: a prim or a layer refers to itself.
        """
        self._stack(root, Sdf.Path.absoluteRootPath, 0)

    def _stack(self, root: Sdf.Layer, path: Sdf.Path, depth: int) -> int:
        """Count below a path in a layer and all its sublayers."""
        found = ((layer, layer.GetPrimAtPath(path)) for layer in self._sublayers(root, ()))
        return sum(self._below(layer, spec, depth) for layer, spec in found if spec)

    def _sublayers(self, layer: Sdf.Layer, above: tuple[str, ...]) -> Iterator[Sdf.Layer]:
        if layer.identifier in above:
            raise SourceDamaged(CIRCLE)
        yield layer
        for path in layer.subLayerPaths:
            below = target_layer(self.source, layer, path)
            yield from self._sublayers(below, (*above, layer.identifier))

    def _below(self, layer: Sdf.Layer, spec: Sdf.PrimSpec, depth: int) -> int:
        """Count a prim of one layer, what is below it and what it refers to."""
        keys = ARC_KEYS.intersection(spec.ListInfoKeys())
        if not keys and not spec.nameChildren:
            return 1
        place = (layer.identifier, spec.path)
        if place in self._open:
            raise SourceDamaged(CIRCLE)
        if depth > MAXIMUM_DEPTH:
            raise SourceTooComplex(
                "the stage is nested too deeply", expected=f"at most {MAXIMUM_DEPTH} levels"
            )
        if place not in self._known:
            self._open.add(place)
            self._known[place] = self._count(layer, spec, keys, depth + 1)
            self._open.discard(place)
        return self._known[place]

    def _count(self, layer: Sdf.Layer, spec: Sdf.PrimSpec, keys: frozenset[str], depth: int) -> int:
        total = 1
        for child in spec.nameChildren:
            total = self._checked(total + self._below(layer, child, depth))
        if VARIANTS in keys:
            for variants in spec.variantSets:
                found = (self._variant(one, depth) for one in variants.variants)
                total += max(found, default=0)
        return self._checked(total + self._arcs(layer, spec, depth) if keys else total)

    def _variant(self, variant: Sdf.VariantSpec, depth: int) -> int:
        return self._below(variant.layer, variant.primSpec, depth)

    def _arcs(self, layer: Sdf.Layer, spec: Sdf.PrimSpec, depth: int) -> int:
        total = 0
        for arc in (*_items(spec.referenceList), *_items(spec.payloadList)):
            target = target_layer(self.source, layer, arc.assetPath) if arc.assetPath else layer
            path = arc.primPath or _default_path(target)
            total = self._checked(total + self._stack(target, path, depth))
        for path in (*_items(spec.inheritPathList), *_items(spec.specializesList)):
            total = self._checked(total + self._stack(layer, path, depth))
        return total

    def _checked(self, count: int) -> int:
        if count > MAXIMUM_PRIMS:
            raise SourceTooComplex(
                "the stage has too many prims", expected=f"at most {MAXIMUM_PRIMS} prims"
            )
        return count


def _items(operations: Any) -> Iterator[Any]:  # noqa: ANN401 - a binding without types
    """Yield what a list of operations adds, whatever its place."""
    for name in ("explicitItems", "addedItems", "prependedItems", "appendedItems"):
        yield from getattr(operations, name)


def _default_path(layer: Sdf.Layer) -> Sdf.Path:
    return layer.GetDefaultPrimAsPath() or Sdf.Path.absoluteRootPath
