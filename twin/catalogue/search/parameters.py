"""From the parameters of a request to a query: the grammar of search, see docs/search.md."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Literal, cast, get_args

from twin.catalogue.box import Frame
from twin.catalogue.search.errors import invalid
from twin.catalogue.search.query import Order, Region, Relation, SearchQuery, State
from twin.catalogue.search.text_grammar import parse_text
from twin.catalogue.search.where_grammar import parse_where

Parameters = Mapping[str, Sequence[str]]

PARAMETERS = (
    "q",
    "key_prefix",
    "title_prefix",
    "path_prefix",
    "tag",
    "any_tag",
    "no_tag",
    "type",
    "database",
    "where",
    "box",
    "frame",
    "relation",
    "state",
    "updated_since",
    "created_by",
    "order",
)
"""What shapes a query; `limit` and `next_token` only choose the page."""

MAXIMUM_VALUES = 50
MAXIMUM_LENGTH = 2_000
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def parse_query(parameters: Parameters) -> SearchQuery:
    """Read what is searched for.

    Raises:
        SearchQueryInvalid: a parameter is unknown or cannot be read; `where` names it.
    """
    _check(parameters)
    text = _one(parameters, "q")
    terms = parse_text(text, "q") if text else ()
    order = _choice(parameters, "order", Order)
    if order == "relevance" and not terms:
        raise invalid("relevance needs a text", found="no q", expected="q", where="order")
    return SearchQuery(
        terms=terms,
        key_prefix=_one(parameters, "key_prefix"),
        title_prefix=_one(parameters, "title_prefix"),
        path_prefix=_one(parameters, "path_prefix"),
        all_tags=_all(parameters, "tag"),
        any_tags=_all(parameters, "any_tag"),
        no_tags=_all(parameters, "no_tag"),
        types=_all(parameters, "type"),
        databases=_all(parameters, "database"),
        conditions=tuple(
            one for where in _all(parameters, "where") for one in parse_where(where, "where")
        ),
        region=_region(parameters),
        state=cast("State", _choice(parameters, "state", State) or "active"),
        updated_since=_moment(parameters, "updated_since"),
        created_by=_one(parameters, "created_by") or None,
        order=cast("Order", order or ("relevance" if terms else "updated")),
    )


def _check(parameters: Parameters) -> None:
    for name, values in parameters.items():
        if name not in PARAMETERS:
            raise invalid(
                "no such parameter", found=name, expected=", ".join(PARAMETERS), where="the query"
            )
        if len(values) > MAXIMUM_VALUES:
            raise invalid(
                "too many values",
                found=str(len(values)),
                expected=f"at most {MAXIMUM_VALUES}",
                where=name,
            )
        for value in values:
            _check_text(name, value)


def _check_text(name: str, value: str) -> None:
    if len(value) > MAXIMUM_LENGTH:
        raise invalid(
            "the value is too long",
            found=f"{len(value)} characters",
            expected=f"at most {MAXIMUM_LENGTH}",
            where=f"{name}, character {MAXIMUM_LENGTH + 1}",
        )
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise invalid(
            "the value holds half of a character",
            found=ascii(value[error.start]),
            expected="text that UTF-8 can write",
            where=f"{name}, character {error.start + 1}",
        ) from error


def _one(parameters: Parameters, name: str) -> str:
    values = parameters.get(name, ())
    if len(values) > 1:
        raise invalid(
            f"{name} is given more than once",
            found=f"{len(values)} times",
            expected="once",
            where=name,
        )
    return values[0].strip() if values and name != "q" else "".join(values)


def _all(parameters: Parameters, name: str) -> tuple[str, ...]:
    values = tuple(value.strip() for value in parameters.get(name, ()))
    if not all(values):
        raise invalid(f"{name} is empty", found="''", expected="a text", where=name)
    return values


def _choice(parameters: Parameters, name: str, choices: object) -> str:
    value, known = _one(parameters, name), get_args(choices)
    if value and value not in known:
        raise invalid(f"{name} is unknown", found=value, expected=", ".join(known), where=name)
    return value


def _moment(parameters: Parameters, name: str) -> float | None:
    text = _one(parameters, name)
    if not text:
        return None
    return _number(text, name, 1)


def _region(parameters: Parameters) -> Region | None:
    text = _one(parameters, "box")
    frame = cast("Frame", _choice(parameters, "frame", Literal["site", "wgs84"]) or "site")
    relation = cast("Relation", _choice(parameters, "relation", Relation) or "intersects")
    if not text:
        return None
    numbers, place = list[float](), 1
    for part in text.split(","):
        numbers.append(_number(part.strip(), "box", place))
        place += len(part) + 1
    if frame == "wgs84" and len(numbers) == 4:
        west, south, east, north = numbers
        numbers = [west, south, -math.inf, east, north, math.inf]
    if len(numbers) != 6:
        raise invalid(
            "the box has not as many numbers as its frame needs",
            found=f"{len(numbers)} numbers",
            expected="six; or west,south,east,north in wgs84",
            where="box",
        )
    x0, y0, z0, x1, y1, z1 = numbers
    region = Region(frame, (x0, y0, z0), (x1, y1, z1), relation)
    _check_region(region, text)
    return region


def _check_region(region: Region, text: str) -> None:
    rising = [low <= high for low, high in zip(region.minimum, region.maximum, strict=True)]
    if region.frame == "wgs84":
        rising[0] = True  # it crosses the antimeridian
        longitudes = (region.minimum[0], region.maximum[0])
        latitudes = (region.minimum[1], region.maximum[1])
        if any(abs(one) > 180 for one in longitudes) or any(abs(one) > 90 for one in latitudes):
            raise invalid(
                "the box is not on the earth",
                found=text,
                expected="longitudes from -180 to 180, latitudes from -90 to 90",
                where="box",
            )
    if not all(rising):
        raise invalid(
            "the box is inside out",
            found=text,
            expected="the lowest corner first, then the highest",
            where="box",
        )


def _number(text: str, where: str, place: int) -> float:
    if not _NUMBER.fullmatch(text) or not math.isfinite(float(text)):
        raise invalid(
            "no number", found=text, expected="a number", where=f"{where}, character {place}"
        )
    return float(text)
