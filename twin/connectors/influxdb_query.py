"""What is asked of an InfluxDB in any of its languages, and its records page by page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from twin.connectors.errors import SourceRefused, SourceUnavailable
from twin.connectors.http import Http, HttpRequest, HttpResponse
from twin.connectors.source import Window

PAGE = 500
BUSY = (408, 425, 429, 500, 502, 503, 504)
Record = Mapping[str, Any]
"""Values by column; `time` is an ISO 8601 time in UTC."""

Tags = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Database:
    """Where to ask: the address of the server and the name of the database."""

    endpoint: str
    name: str

    def url(self, path: str) -> str:
        """Return the address of a path of the server."""
        return f"{self.endpoint.rstrip('/')}{path}"


@dataclass(frozen=True)
class Selection:
    """Fields of one measurement for some sets of tags; every set has the same keys.

    `page` is how many records are asked for at once.
    """

    measurement: str
    fields: tuple[str, ...]
    tag_sets: tuple[Tags, ...]
    page: int = PAGE

    @property
    def tag_keys(self) -> tuple[str, ...]:
        """Return the keys of the tags."""
        return tuple(key for key, _ in self.tag_sets[0])


class Language(Protocol):
    """One of the query languages over HTTP; a page has `page` records, the last one fewer."""

    def request(
        self, database: Database, wanted: Selection, window: Window, offset: int
    ) -> HttpRequest:
        """Return the request of a page of records in the order of the window."""
        ...

    def records(self, answer: object) -> list[Record] | None:
        """Return the records of an answer of JSON, None where it is none."""
        ...


def records(
    http: Http, language: Language, database: Database, wanted: Selection, window: Window
) -> Iterator[Record]:
    """Yield the records of a window in order, page by page.

    Raises:
        SourceRefused: the server answered with an error, or not with records.
        SourceUnavailable: the server was not there, or too busy.
    """
    offset = 0
    while True:
        response = http.send(language.request(database, wanted, window, offset))
        found = _read(language, response)
        yield from found
        offset += wanted.page
        if len(found) < wanted.page:
            return


def _read(language: Language, response: HttpResponse) -> list[Record]:
    if response.status in BUSY:
        raise SourceUnavailable("InfluxDB cannot answer now", found=said(response))
    if response.status != 200:
        raise SourceRefused("InfluxDB refused the query", found=said(response))
    try:
        answer = json.loads(response.body)
    except ValueError as error:
        raise SourceRefused("InfluxDB answered no JSON", found=said(response)) from error
    found = language.records(answer)
    if found is None:
        raise SourceRefused("InfluxDB answered no records", found=said(response))
    return found


def said(response: HttpResponse) -> str:
    """Return the status of an answer and the beginning of its text."""
    return f"{response.status} {response.body[:200].decode(errors='replace')}"
