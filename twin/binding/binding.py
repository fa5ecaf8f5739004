"""One binding, and what is decided on it when its file changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from twin.binding.region import Region
from twin.spatial.part_facts import Box
from twin.spatial.parts.match import Candidate
from twin.spatial.parts.part import Part

State = Literal["bound", "review"]
Cause = Literal["doubtful", "lost", "file_gone", "no_parts"]


@dataclass(frozen=True)
class PartRecord:
    """What a part was when it was bound: enough to tell a person, and to compare.

    Volume in m³, the box in metres in the frame of the CAD file; `signature` is empty for an
    assembly of parts.
    """

    name: str
    path: str
    product_id: str
    signature: str
    volume_cubic_metres: float
    box: Box | None

    @classmethod
    def of(cls, part: Part) -> PartRecord:
        """Return the record of a part."""
        return cls(
            name=part.name,
            path=part.path,
            product_id=part.identity.product_id,
            signature=part.shape.signature if part.shape and part.is_leaf else "",
            volume_cubic_metres=part.volume_cubic_metres,
            box=part.box,
        )


@dataclass(frozen=True)
class PartTarget:
    """A part of one version of a file of the asset."""

    path: str
    file_version: int
    node_id: str
    part: PartRecord


@dataclass(frozen=True)
class Review:
    """Why a person must decide: what the target may be now in a newer version of its file."""

    to_version: int
    to_file_version: int | None
    """None where the file is not in the version any more."""

    to_path: str
    cause: Cause
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True)
class Carried:
    """How the binding came to its present target without a person."""

    from_node: str
    from_file_version: int
    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Binding:
    """One target (a part or a region) with its signals, variables and equipment.

    `signals` are aliases, `variables` pairs of simulation model and variable, `equipment` the id of
    an asset of the equipment tree or empty. Times are UTC seconds since 1970.
    """

    binding_id: str
    target: PartTarget | None
    region: Region | None
    signals: tuple[str, ...]
    variables: tuple[tuple[str, str], ...]
    equipment: str
    note: str
    state: State
    review: Review | None
    carried: Carried | None
    changed_at: float
    changed_by: str

    def to_dict(self) -> dict[str, Any]:
        """Return the JSON object of the binding."""
        value = asdict(self)
        return {**value, "region": self.region.to_dict() if self.region else None}

    @classmethod
    def from_dict(cls, value: Mapping[str, Any]) -> Binding:
        """Read what `to_dict` wrote."""
        target, region = value["target"], value["region"]
        review, carried = value["review"], value["carried"]
        return cls(
            **{
                **value,
                "target": _target(target) if target else None,
                "region": Region.from_dict(region) if region else None,
                "signals": tuple(value["signals"]),
                "variables": tuple((model, name) for model, name in value["variables"]),
                "review": _review(review) if review else None,
                "carried": (
                    Carried(**{**carried, "reasons": tuple(carried["reasons"])})
                    if carried
                    else None
                ),
            }
        )


def _target(value: Mapping[str, Any]) -> PartTarget:
    part = value["part"]
    box = Box.from_dict(part["box"]) if part["box"] else None
    return PartTarget(**{**value, "part": PartRecord(**{**part, "box": box})})


def _review(value: Mapping[str, Any]) -> Review:
    candidates = tuple(
        Candidate(one["node_id"], one["score"], tuple(one["reasons"]))
        for one in value["candidates"]
    )
    return Review(**{**value, "candidates": candidates})
