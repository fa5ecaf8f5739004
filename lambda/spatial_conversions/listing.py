"""Lists of conversions, and one of them."""

from __future__ import annotations

from typing import cast

from catalogue_runtime.access import permitted_asset
from catalogue_runtime.conversions import (
    ConversionPage,
    conversions_of_asset,
    conversions_of_file,
    newest_conversions,
)
from spatial_conversions.places import path_of, permitted_conversion, readable_conversions
from spatial_conversions.services import store
from spatial_conversions.views import conversion_body
from twin.spatial.conversion import ConversionState
from twin_runtime.http import Body, Request


def list_conversions(request: Request) -> Body:
    """Answer one page of the site's conversions that the caller may know of, newest first."""
    catalogue = store()
    page = newest_conversions(
        catalogue,
        cast("ConversionState | None", request.one("state")),
        limit=request.integer("limit"),
        token=request.one("next_token"),
    )
    readable = readable_conversions(request, catalogue, page.conversions)
    return _body(ConversionPage(tuple(readable), page.next_token))


def list_asset_conversions(request: Request) -> Body:
    """Answer one page of the conversions of an asset, newest first."""
    catalogue = store()
    asset = permitted_asset(request, catalogue, deleted=True)
    limit, token = request.integer("limit"), request.one("next_token")
    return _body(conversions_of_asset(catalogue, asset.asset_id, limit=limit, token=token))


def list_file_conversions(request: Request) -> Body:
    """Answer one page of the conversions of a file, newest first."""
    catalogue = store()
    asset = permitted_asset(request, catalogue, deleted=True)
    return _body(
        conversions_of_file(
            catalogue,
            asset.asset_id,
            path_of(request),
            limit=request.integer("limit"),
            token=request.one("next_token"),
        )
    )


def get_conversion(request: Request) -> Body:
    """Answer one conversion."""
    return dict(conversion_body(permitted_conversion(request, store())))


def _body(page: ConversionPage) -> Body:
    rows = [conversion_body(one) for one in page.conversions]
    return {"conversions": rows, "next_token": page.next_token}
