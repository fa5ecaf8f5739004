"""How assets belong together: one relation, seen from both of its ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from twin.catalogue.asset import Metadata
from twin.catalogue.detail_errors import LinkInvalid
from twin.catalogue.identity import AssetId

LinkKind = Literal[
    "parent", "child", "related", "located-in", "contains", "derived-from", "source-of"
]
"""What the other end is to the asset; for places and origins, what the asset is to it."""

Direction = Literal["up", "down", "both"]

KINDS: tuple[LinkKind, ...] = get_args(LinkKind)
DIRECTIONS: tuple[Direction, ...] = get_args(Direction)
UPWARDS: Mapping[LinkKind, LinkKind] = {
    "parent": "child",
    "located-in": "contains",
    "derived-from": "source-of",
}
"""Kinds that lead up, and what the same relation is from above. These close no circle."""

INVERSE: Mapping[LinkKind, LinkKind] = {
    **UPWARDS,
    **{below: above for above, below in UPWARDS.items()},
    "related": "related",
}


@dataclass(frozen=True)
class Link:
    """One link as one of its ends sees it. `created_at` is in UTC seconds since 1970."""

    kind: LinkKind
    asset_id: AssetId
    other: AssetId
    metadata: Metadata
    created_at: float
    created_by: str

    def seen_from_other(self) -> Link:
        """Return the same relation as the other end sees it."""
        return Link(
            kind=INVERSE[self.kind],
            asset_id=self.other,
            other=self.asset_id,
            metadata=self.metadata,
            created_at=self.created_at,
            created_by=self.created_by,
        )

    def upwards(self) -> Link | None:
        """Return the relation from its lower end; None where neither end is above."""
        if self.kind in UPWARDS:
            return self
        other = self.seen_from_other()
        return other if other.kind in UPWARDS else None


def direction_of(kind: LinkKind) -> Direction:
    """Return where a kind leads: up, down, or both ways alike."""
    if kind == "related":
        return "both"
    return "up" if kind in UPWARDS else "down"


def valid_kind(value: Any, where: str = "kind") -> LinkKind:  # noqa: ANN401 - any JSON
    """Return a kind of link.

    Raises:
        LinkInvalid: it is none.
    """
    if value not in KINDS:
        raise LinkInvalid(
            "the kind of the link is not known",
            found=ascii(value)[:80],
            expected=", ".join(KINDS),
            where=where,
        )
    return cast("LinkKind", value)


def check_ends(asset_id: AssetId, other: AssetId) -> None:
    """Refuse a link from an asset to itself.

    Raises:
        LinkInvalid: both ends are one asset.
    """
    if asset_id == other:
        raise LinkInvalid(
            "an asset cannot be linked to itself",
            found=str(asset_id),
            expected="another asset",
            where="asset_key",
        )
