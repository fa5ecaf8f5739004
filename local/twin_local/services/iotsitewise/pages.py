"""Pages of the lists of the control plane."""

from __future__ import annotations

from collections.abc import Iterable

from twin_local.services import paging
from twin_local.services.iotsitewise.exceptions import InvalidRequestException
from twin_local.services.iotsitewise.store import Json

PAGE_DEFAULT, PAGE_MAXIMUM = 50, 250


def page(items: Iterable[Json], request: Json, member: str) -> Json:
    """Return one page under `member`, of 50 items where the request says nothing else.

    Raises:
        InvalidRequestException: more than 250 are asked for, or the token is not one of ours.
    """
    limit = int(request.get("max_results") or PAGE_DEFAULT)
    if not 1 <= limit <= PAGE_MAXIMUM:
        raise InvalidRequestException(f"maxResults {limit} is not within 1 and {PAGE_MAXIMUM}")
    try:
        return paging.page(items, limit=limit, token=request.get("next_token"), member=member)
    except paging.BadToken as error:
        raise InvalidRequestException(str(error)) from error
