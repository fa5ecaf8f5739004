"""GET /assets: search over all databases."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from access_runtime.guard import guard_of
from catalogue_runtime.access import asset_as_resource
from spatial_search.index import Index
from spatial_search.page import readable_page
from spatial_search.views import hit_row
from twin.catalogue.search.engine import Position
from twin.catalogue.search.parameters import PARAMETERS, parse_query
from twin.catalogue.search.positions import read_position
from twin.catalogue.search.query import Order
from twin_runtime.http import Body, ProxyResponse, Request, serve
from twin_runtime.page_token import Question, foreign_token, read_token, write_token


@cache
def index() -> Index:
    """Return the index of this process."""
    return Index()


def search_assets(request: Request) -> Body:
    """Answer one page of the assets that fulfil a query and that the caller may read."""
    given = {name: request.query[name] for name in PARAMETERS if name in request.query}
    query, question = parse_query(given), _question(given)
    after = _position(question, query.order, request.one("next_token"))
    guard = guard_of(request)
    engine = index().current()
    page = readable_page(
        engine,
        query,
        lambda assets: guard.readable([asset_as_resource(asset) for asset in assets]),
        after=after,
        limit=request.integer("limit"),
    )
    rows = [hit_row(hit, engine.document(hit.asset.asset_id), query) for hit in page.hits]
    token = None if page.last is None else write_token(question, list(page.last))
    return {"assets": rows, "next_token": token}


def handler(event: Mapping[str, Any], _context: object) -> ProxyResponse:
    """Serve the search."""
    return serve(event, {"searchAssets": search_assets})


def _question(given: Mapping[str, tuple[str, ...]]) -> Question:
    return {"list": "search", **{name: "\n".join(values) for name, values in given.items()}}


def _position(question: Question, order: Order, token: str | None) -> Position | None:
    if token is None:
        return None
    position = read_position(order, read_token(question, token))
    if position is None:
        raise foreign_token()
    return position
