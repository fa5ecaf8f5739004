"""Assets that were searched for."""

from __future__ import annotations

from typing import Literal, TypedDict

from twin.catalogue.box import Frame


class SearchBox(TypedDict):
    """Where an asset is; see `twin.catalogue.box` for the units of each frame."""

    frame: Frame
    minimum: list[float]
    maximum: list[float]


class SearchSnippet(TypedDict):
    """A piece of a text that holds words searched for; `marks` are where they begin and end."""

    field: Literal["title", "name", "tags", "description", "files", "metadata", "parts"]
    text: str
    marks: list[list[int]]


class SearchHit(TypedDict):
    """One asset; `score` is 1 to 0.25 by where the words are, null in other orders."""

    database_id: str
    asset_key: str
    title: str
    type: str
    tags: list[str]
    version: int
    updated_at: float
    deleted_at: float | None
    box: SearchBox | None
    score: float | None
    snippet: SearchSnippet | None


class SearchPage(TypedDict):
    """GET /assets: those that the caller may read, in the order asked for."""

    assets: list[SearchHit]
    next_token: str | None
