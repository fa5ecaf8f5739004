"""What is searched for; `twin.catalogue.search.parameters` reads it from a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from twin.catalogue.box import Frame, Point
from twin.catalogue.search.words import Words

Order = Literal["relevance", "updated", "title"]
State = Literal["active", "deleted", "any"]
Relation = Literal["intersects", "within"]
Comparison = Literal["=", "!=", "<", "<=", ">", ">="]
Scalar = str | float | int | bool | None
MetadataPath = tuple[str, ...]


@dataclass(frozen=True)
class Term:
    """Words that follow one another; the last may go on where `is_prefix`."""

    words: Words
    is_prefix: bool = False


@dataclass(frozen=True)
class Comparing:
    """A comparison of the values that the metadata have at a path.

    A path goes through lists to each of their elements. One fitting value is enough, except for
    `!=`: there is a value, and none is the one given. Like is compared with like only.
    """

    path: MetadataPath
    comparison: Comparison
    value: Scalar


@dataclass(frozen=True)
class Existing:
    """Whether the metadata have anything at a path, null included."""

    path: MetadataPath
    wanted: bool = True


Condition = Comparing | Existing


@dataclass(frozen=True)
class Region:
    """A box in space; assets without a box in the same frame are in none.

    In `wgs84`, a western edge (`minimum[0]`) beyond the eastern one crosses the antimeridian, as in
    RFC 7946 section 5.2. Heights are infinite where they do not matter.
    """

    frame: Frame
    minimum: Point
    maximum: Point
    relation: Relation = "intersects"


@dataclass(frozen=True)
class SearchQuery:
    """All conditions must hold; an empty one asks for nothing.

    `terms` are full text. The prefixes, tags and file paths are compared folded. Times are UTC
    seconds since 1970; `updated_since` is inclusive.
    """

    terms: tuple[Term, ...] = ()
    key_prefix: str = ""
    title_prefix: str = ""
    path_prefix: str = ""
    all_tags: tuple[str, ...] = ()
    any_tags: tuple[str, ...] = ()
    no_tags: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    databases: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    region: Region | None = None
    state: State = "active"
    updated_since: float | None = None
    created_by: str | None = None
    order: Order = "updated"
