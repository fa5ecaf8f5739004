"""The parts of a stored model: own properties, alarms, custom composite models and their paths.

A model document has `assetModelProperties`, `assetModelHierarchies`, `assetModelCompositeModels`
(alarms, which the API shows whole), `customComposites` (a flat list; each names its `parentId`
within the model, and the component it is made of, if any) and `interfaces`.
"""

from __future__ import annotations

from collections.abc import Iterator

from twin_local.services.iotsitewise.store import Json


def composites(model: Json) -> list[Json]:
    """Return the alarms and the custom composite models."""
    return [*model["assetModelCompositeModels"], *customs(model)]


def customs(model: Json) -> list[Json]:
    """Return the custom composite models, also those within others."""
    found: list[Json] = model.get("customComposites", [])
    return found


def all_properties(model: Json) -> Iterator[Json]:
    """Yield a model's own properties, then those of its composite models."""
    yield from model["assetModelProperties"]
    for composite in composites(model):
        yield from composite["properties"]


def with_owner(model: Json) -> Iterator[tuple[Json, Json | None]]:
    """Yield each property with the composite model it belongs to, if any."""
    for one in model["assetModelProperties"]:
        yield one, None
    for composite in composites(model):
        for one in composite["properties"]:
            yield one, composite


def line(model: Json, composite: Json) -> list[Json]:
    """Return a composite model and those it is in, the outermost first."""
    above = [composite]
    by_id = {one["id"]: one for one in customs(model)}
    while parent := above[0].get("parentId"):
        above.insert(0, by_id[parent])
    return above


def path(root: Json, model: Json, composite: Json | None, last: Json | None = None) -> list[Json]:
    """Return the way from the root (the model, or an asset) down to a composite or a property."""
    inner = line(model, composite) if composite else []
    ends = [last] if last else []
    return [root, *({"id": one["id"], "name": one["name"]} for one in [*inner, *ends])]


def root_of(model: Json) -> Json:
    """Return the first segment of a path within a model."""
    return {"id": model["assetModelId"], "name": model["assetModelName"]}


def hierarchies(model: Json) -> list[Json]:
    """Return the hierarchy definitions."""
    found: list[Json] = model["assetModelHierarchies"]
    return found


def formula_of(definition: Json) -> Json | None:
    """Return the expression and variables of a transform or metric."""
    kind = definition["type"]
    found: Json | None = kind.get("transform") or kind.get("metric")
    return found
