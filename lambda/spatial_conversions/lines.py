"""The lines that the function and the job of an execution printed, and no others.

Both put the name of the execution into every line (`conversion_runtime.labelled_output`): a log
stream of a function holds many executions. The service searches for the name, and what it finds is
read and compared again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from twin.api.schemas.spatial_conversions import LogLine
from twin.spatial.conversion import Conversion
from twin.spatial.site_converters import SiteConverters
from twin_runtime import clients
from twin_runtime.page_token import Question, foreign_token, read_token, write_token
from twin_runtime.settings import setting
from twin_runtime.site import site

if TYPE_CHECKING:
    from mypy_boto3_logs.type_defs import FilteredLogEventTypeDef

LATE_SECONDS = 300.0
"""How long after its end, or by another clock before its begin, an execution's lines may be."""

SEARCHES = 10
"""How often a page goes on where the service answers with nothing but where to go on."""


@dataclass(frozen=True)
class LinePage:
    """Some lines, the newest last; `next_token` where there may be more."""

    lines: list[LogLine]
    next_token: str | None


@dataclass(frozen=True)
class Place:
    """Where a search goes on: in which log group, by the service's token; up to a time in ms."""

    group: int
    token: str
    until: int | None


def log_lines(conversion: Conversion, *, limit: int, token: str | None) -> LinePage:
    """Return one page of the lines of a conversion's last execution.

    Raises:
        QueryInvalid: the token is not of this log.
    """
    groups = _log_groups(conversion)
    question: Question = {"log": conversion.execution}
    place = _place(read_token(question, token)) if token else Place(0, "", _until(conversion))
    lines: list[LogLine] = []
    for _ in range(SEARCHES):
        if place.group >= len(groups) or len(lines) == limit:
            break
        found, place = _search(conversion, groups, place, limit - len(lines))
        lines += found
    if place.group >= len(groups):
        return LinePage(lines, None)
    return LinePage(lines, write_token(question, [place.group, place.token, place.until]))


def _log_groups(conversion: Conversion) -> Sequence[str]:
    """Return where what converts logs: its function first, then its job."""
    known: dict[str, list[str]] = json.loads(setting("CONVERSION_LOG_GROUPS"))
    for converter in SiteConverters.of(site()).all:
        if converter.name == conversion.converter:
            return known.get(converter.name if converter.is_of_site else converter.image, [])
    return []


def _until(conversion: Conversion) -> int | None:
    return _milliseconds(conversion.ended_at + LATE_SECONDS) if conversion.ended_at else None


def _place(position: Any) -> Place:  # noqa: ANN401 - any JSON
    match position:
        case [int(group), str(token), int() | None as until] if group >= 0:
            return Place(group, token, until)
    raise foreign_token()


def _search(
    conversion: Conversion, groups: Sequence[str], place: Place, limit: int
) -> tuple[list[LogLine], Place]:
    """Return lines of one group, and where the search goes on."""
    more: dict[str, Any] = {"nextToken": place.token} if place.token else {}
    if place.until is not None:
        more["endTime"] = place.until
    answer = clients.logs().filter_log_events(
        logGroupName=groups[place.group],
        filterPattern=json.dumps(conversion.execution),
        startTime=_milliseconds(conversion.requested_at - LATE_SECONDS),
        limit=limit,
        interleaved=True,
        **more,
    )
    if token := answer.get("nextToken"):
        following = replace(place, token=token)
    else:
        following = replace(place, group=place.group + 1, token="")
    return list(_lines(answer["events"], conversion.execution)), following


def _lines(events: Sequence[FilteredLogEventTypeDef], execution: str) -> Iterator[LogLine]:
    """Yield the lines that say themselves that they are of the execution."""
    for event in events:
        try:
            value = json.loads(event.get("message", ""))
        except ValueError:
            continue
        match value:
            case {"execution": str(own), "at": float(at), "message": str(text)} if own == execution:
                yield {"at": at, "message": text}


def _milliseconds(seconds: float) -> int:
    return int(seconds * 1000)
