"""The meaning of a query, in plain words of Python: whether one document fulfils it.

Engines answer by indexes of their own, and must agree with this.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any

from twin.catalogue.search.document import (
    TIERS,
    Emptiness,
    SearchDocument,
    comparable,
    flattened,
)
from twin.catalogue.search.query import Comparing, Condition, Existing, Scalar, SearchQuery, Term
from twin.catalogue.search.region import is_in
from twin.catalogue.search.words import Words, fold, order_key

_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def tier_of(document: SearchDocument, query: SearchQuery) -> int | None:
    """Return the tier of the document's fields that hold all words; None: not all are there."""
    for tier, fields in enumerate(TIERS):
        texts = [document.words[field] for field in fields]
        if all(any(_holds(words, term) for words in texts) for term in query.terms):
            return tier
    return None


def fulfils(document: SearchDocument, query: SearchQuery) -> bool:
    """Tell whether a document fulfils every condition beside the full text."""
    asset = document.asset
    return (
        (query.state == "any" or asset.is_deleted == (query.state == "deleted"))
        and (not query.databases or asset.asset_id.database_id in query.databases)
        and (not query.types or asset.asset_type in query.types)
        and (query.created_by is None or asset.created_by == query.created_by)
        and (query.updated_since is None or asset.updated_at >= query.updated_since)
        and _has_prefixes(document, query)
        and _has_tags(document, query)
        and all(_passes(document, condition) for condition in query.conditions)
        and (query.region is None or is_in(asset.box, query.region))
    )


def _holds(words: Words, term: Term) -> bool:
    length = len(term.words)
    return any(
        _fits(words[start : start + length], term) for start in range(len(words) - length + 1)
    )


def _fits(words: Words, term: Term) -> bool:
    if not term.is_prefix:
        return words == term.words
    return words[:-1] == term.words[:-1] and words[-1].startswith(term.words[-1])


def _has_prefixes(document: SearchDocument, query: SearchQuery) -> bool:
    return (
        any(name.startswith(fold(query.key_prefix)) for name in document.names)
        and document.title_order.startswith(order_key(query.title_prefix))
        and (
            not query.path_prefix
            or any(fold(path).startswith(fold(query.path_prefix)) for path in document.paths)
        )
    )


def _has_tags(document: SearchDocument, query: SearchQuery) -> bool:
    tags = document.tags
    return (
        _folded(query.all_tags) <= tags
        and (not query.any_tags or not tags.isdisjoint(_folded(query.any_tags)))
        and tags.isdisjoint(_folded(query.no_tags))
    )


def _folded(tags: Sequence[str]) -> frozenset[str]:
    return frozenset(map(fold, tags))


def _passes(document: SearchDocument, condition: Condition) -> bool:
    found = list(flattened(document.asset.metadata))
    if isinstance(condition, Existing):
        depth = len(condition.path)
        return condition.wanted == any(path[:depth] == condition.path for path, _ in found)
    values = [
        value
        for path, value in found
        if path == condition.path and not isinstance(value, Emptiness)
    ]
    if condition.comparison == "!=":
        return bool(values) and not any(_compares(value, "=", condition) for value in values)
    return any(_compares(value, condition.comparison, condition) for value in values)


def _compares(found: Scalar, comparison: str, condition: Comparing) -> bool:
    wanted = comparable(condition.value)
    return _kind(found) is _kind(wanted) and _COMPARE[comparison](found, wanted)


def _kind(value: Scalar) -> type:
    # A Boolean is an integer to Python.
    return float if type(value) is int else type(value)
