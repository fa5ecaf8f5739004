"""Bindings of parts and regions, and what differs between versions."""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from twin.binding.binding import Cause, State
from twin.spatial.parts.comparison import Outcome


class BoxBody(TypedDict):
    """An axis-parallel box in metres in the frame of the CAD file, Z up."""

    minimum: list[float]
    maximum: list[float]


class VariableBody(TypedDict):
    """A variable of a simulation model."""

    model: str
    variable: str


class RegionBody(TypedDict):
    """A box, a sphere or a prism in metres in the frame of the CAD file: `twin.binding.region`."""

    kind: Literal["box", "sphere", "prism"]
    minimum: NotRequired[list[float]]
    maximum: NotRequired[list[float]]
    centre: NotRequired[list[float]]
    radius: NotRequired[float]
    corners: NotRequired[list[list[float]]]
    low: NotRequired[float]
    high: NotRequired[float]


class WriteBinding(TypedDict):
    """A part (`path` and `node_id`) or a region, with at least one thing that it is bound to."""

    binding_id: NotRequired[str]
    path: NotRequired[str]
    node_id: NotRequired[str]
    region: NotRequired[RegionBody]
    signals: NotRequired[list[str]]
    variables: NotRequired[list[VariableBody]]
    equipment: NotRequired[str]
    note: NotRequired[str]


class ReplaceBindings(TypedDict):
    """PUT of all bindings of an asset."""

    bindings: list[WriteBinding]


class BindingsReplaced(TypedDict):
    """How many bindings there are now, at which revision, for which version of the asset."""

    revision: int
    version: int
    bindings: int


class PartRecordBody(TypedDict):
    """What the part was when it was bound; `signature` is empty for an assembly."""

    name: str
    path: str
    product_id: str
    signature: str
    volume_cubic_metres: float
    box: BoxBody | None


class CandidateBody(TypedDict):
    """A part that may be the one; `score` from 0 to 1."""

    node_id: str
    score: float
    reasons: list[str]


class CarriedBody(TypedDict):
    """How the binding came to its part without a person."""

    from_node: str
    from_file_version: int
    score: float
    reasons: list[str]


class ReviewBody(TypedDict):
    """Why a person must decide, and between what."""

    cause: Cause
    to_version: int
    to_path: str
    to_file_version: int | None
    candidates: list[CandidateBody]


class BindingBody(TypedDict):
    """One binding; of origin `site` it is made by the site file and cannot be changed here."""

    binding_id: str
    database_id: str
    asset_key: str
    origin: Literal["site", "user"]
    state: State
    path: str | None
    file_version: int | None
    node_id: str | None
    part: PartRecordBody | None
    region: RegionBody | None
    signals: list[str]
    variables: list[VariableBody]
    equipment: str
    note: str
    carried: CarriedBody | None
    review: ReviewBody | None
    changed_at: float
    changed_by: str


class BindingPage(TypedDict):
    """One page of the bindings of an asset; `revision` is their ETag."""

    revision: int
    version: int
    bindings: list[BindingBody]
    next_token: str | None


class BindingsFound(TypedDict):
    """GET /bindings."""

    bindings: list[BindingBody]
    next_token: str | None


class ResolveReview(TypedDict):
    """Take a part, in the file of the review or in another one; or drop the binding."""

    node_id: NotRequired[str]
    path: NotRequired[str]
    drop: NotRequired[bool]


class BindingRevision(TypedDict):
    """One change of the bindings of an asset; `waiting` counts those to be decided on."""

    revision: int
    version: int
    sha256: str
    bindings: int
    waiting: int
    action: str
    at: float
    by: str


class BindingRevisionPage(TypedDict):
    """One page of revisions, the newest first."""

    revisions: list[BindingRevision]
    next_token: str | None


class MoveBody(TypedDict):
    """How a part moved; `turn_degrees` is null where it cannot be told."""

    offset_metres: list[float]
    distance_metres: float
    turn_degrees: float | None
    with_parent: bool


class PartDifference(TypedDict):
    """One part that differs; a part in one version only has one node id."""

    path: str
    outcomes: list[Outcome]
    old_node_id: str | None
    new_node_id: str | None
    score: float
    reasons: list[str]
    candidates: list[CandidateBody]
    move: MoveBody | None
    volume_delta_cubic_metres: float
    area_delta_square_metres: float
    old_box: BoxBody | None
    new_box: BoxBody | None
    is_assembly: bool


class DifferenceTotals(TypedDict):
    """Parts by what leads of their outcomes; every part of both versions is counted once."""

    same: int
    moved: int
    changed: int
    renamed: int
    added: int
    removed: int


AssetDifference = TypedDict(
    "AssetDifference",
    {
        "from": int,
        "to": int,
        "totals": DifferenceTotals,
        "volume_delta_cubic_metres": float,
        "parts": list[PartDifference],
        "next_token": str | None,
    },
)
AssetDifference.__doc__ = "One page of what differs between two versions of an asset."
