"""Operations as people and programs read them."""

from __future__ import annotations

from twin.loading.entities import CreateEntity, DeleteEntity, UpdateEntity
from twin.loading.operations import (
    Associate,
    CreateAsset,
    DeleteAsset,
    Disassociate,
    PutAttributes,
    UpdateAsset,
    UpdateProperty,
)
from twin.loading.plan import Operation


def line(operation: Operation) -> str:
    """Return an operation in one line."""
    match operation:
        case CreateAsset(asset):
            return f"create {asset.name} ({asset.description})"
        case UpdateAsset(_, name, description, before):
            renamed = f"rename {before} to {name}" if before != name else f"update {name}"
            return f"{renamed} ({description})"
        case UpdateProperty(_, name, _, key, settings):
            unit = settings.unit or "no unit"
            return f"set {name} {key}: {settings.alias}, {unit}, {settings.notification.lower()}"
        case Associate(_, name, place):
            return f"put {name} under {place.parent_id} ({place.hierarchy})"
        case Disassociate(_, name, place):
            return f"take {name} from {place.parent_id} ({place.hierarchy})"
        case PutAttributes(values):
            return "store " + ", ".join(f"{value.alias} = {value.value}" for value in values)
        case DeleteAsset(_, name):
            return f"delete {name} and its history"
        case CreateEntity(entity):
            return f"create entity {entity.entity_id}"
        case UpdateEntity(entity):
            return f"update entity {entity.entity_id}"
        case DeleteEntity(entity_id):
            return f"delete entity {entity_id}"


def as_dict(operation: Operation) -> dict[str, str]:
    """Return an operation as JSON has it: its kind, what it is on and what it does."""
    return {
        "operation": type(operation).__name__,
        "name": operation.name,
        "does": line(operation),
    }
