"""Which products of a file are shown, and which kernel computes them exactly."""

from __future__ import annotations

from dataclasses import dataclass

from convert_bim.ifc_file import Entity, File

SPACES = ("IfcSpace", "IfcSpatialZone", "IfcExternalSpatialElement")
UNSEEN = (
    "IfcFeatureElementSubtraction",
    "IfcAnnotation",
    "IfcGrid",
    "IfcVirtualElement",
    "IfcPort",
    "IfcStructuralItem",
    "IfcStructuralActivity",
    "IfcPositioningElement",
)
"""Cuts, drawings, axes and analysis models: products with a place that nobody sees."""

BODIES = ("body", "facetation", "tessellation", "mesh")
"""Identifiers of representations that have surfaces, in any case of letters."""


@dataclass(frozen=True)
class Products:
    """Products by what becomes of them; `with_body` are ids of those that have surfaces."""

    shown: tuple[Entity, ...]
    spaces: tuple[Entity, ...]
    with_body: frozenset[int]


def products_of(file: File) -> Products:
    """Return the products of a file, in the order of their ids."""
    found = sorted(file.by_type("IfcProduct"), key=lambda product: int(product.id()))
    seen = [product for product in found if not _is_any(product, UNSEEN)]
    spaces = tuple(product for product in seen if _is_any(product, SPACES))
    shown = tuple(product for product in seen if not _is_any(product, SPACES))
    bodies = frozenset(product.id() for product in seen if _has_body(product))
    return Products(shown, spaces, bodies)


def cut_by_solids(file: File) -> set[int]:
    """Return the ids of products whose shape is made by cutting solids with each other.

    Of half spaces the fast kernel makes wrong solids without an error, so that these products go
    to the exact one. A boolean result belongs to every product that uses it, directly or through a
    map, and to what a product that is an opening cuts.
    """
    found: set[int] = set()
    seen: set[int] = set()
    waiting = list(file.by_type("IfcBooleanResult"))
    while waiting:
        entity = waiting.pop()
        if entity.id() in seen:
            continue
        seen.add(entity.id())
        if entity.is_a("IfcProduct"):
            found.add(entity.id())
            if entity.is_a("IfcFeatureElementSubtraction"):
                waiting += [relation.RelatingBuildingElement for relation in entity.VoidsElements]
            continue
        waiting += file.get_inverse(entity)
    return found


def _is_any(product: Entity, classes: tuple[str, ...]) -> bool:
    return any(product.is_a(name) for name in classes)


def _has_body(product: Entity) -> bool:
    shape = getattr(product, "Representation", None)
    representations = (shape.Representations or ()) if shape else ()
    return any(
        (one.RepresentationIdentifier or "").lower() in BODIES and len(one.Items or ())
        for one in representations
    )
