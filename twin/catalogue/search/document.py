"""What is searched of one asset, and the words of each of its fields."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from twin.catalogue.asset import Asset, MetadataValue
from twin.catalogue.search.query import MetadataPath, Scalar
from twin.catalogue.search.words import Words, fold, order_key, words

Field = Literal["title", "name", "tags", "description", "files", "metadata", "parts"]

FIELDS: tuple[Field, ...] = (
    "title",
    "name",
    "tags",
    "description",
    "files",
    "metadata",
    "parts",
)
TIERS: tuple[tuple[Field, ...], ...] = (FIELDS[:2], FIELDS[:3], FIELDS[:5], FIELDS)
"""Relevance: the fewest of these that hold all words of the text, the best first."""

SCORES = (1.0, 0.75, 0.5, 0.25)
"""The score of each tier."""

LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True)
class Emptiness:
    """What stands in a path of metadata where an empty object or list is."""


EMPTY = Emptiness()


@dataclass(frozen=True)
class SearchDocument:
    """An asset with the paths of its files and the names of its parts, where they are known."""

    asset: Asset
    paths: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the key and the aliases, folded."""
        return tuple(
            dict.fromkeys(
                fold(name) for name in (self.asset.asset_id.asset_key, *self.asset.aliases)
            )
        )

    @cached_property
    def tags(self) -> frozenset[str]:
        """Return the tags, folded."""
        return frozenset(fold(tag) for tag in self.asset.tags)

    @cached_property
    def title_order(self) -> str:
        """Return what the title is sorted by."""
        return order_key(self.asset.title)

    @cached_property
    def texts(self) -> Mapping[Field, str]:
        """Return the text of each field."""
        asset = self.asset
        values = [value for _, value in flattened(asset.metadata) if isinstance(value, str)]
        return {
            "title": asset.title,
            "name": " ".join((asset.asset_id.asset_key, *asset.aliases)),
            "tags": " ".join((asset.asset_type, *asset.tags)),
            "description": asset.description,
            "files": " ".join(self.paths),
            "metadata": " ".join(values),
            "parts": " ".join(self.parts),
        }

    @cached_property
    def words(self) -> Mapping[Field, Words]:
        """Return the words of each field."""
        return {field: words(text) for field, text in self.texts.items()}


def flattened(
    metadata: Mapping[str, MetadataValue],
) -> Iterator[tuple[MetadataPath, Scalar | Emptiness]]:
    """Yield every value of the metadata with its path; lists are no part of paths."""
    for name, value in metadata.items():
        yield from _values((name,), value)


def _values(
    path: MetadataPath, value: MetadataValue
) -> Iterator[tuple[MetadataPath, Scalar | Emptiness]]:
    if isinstance(value, dict | list) and not value:
        yield path, EMPTY
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _values((*path, name), inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _values(path, inner)
    else:
        yield path, comparable(value)


def comparable(value: Scalar) -> Scalar:
    """Return a value as it is compared: integers of more than 64 bits as the nearest double."""
    if type(value) is int and abs(value) > LARGEST_INTEGER:
        return float(value) if abs(value) < 10**308 else (math.inf if value > 0 else -math.inf)
    return value
