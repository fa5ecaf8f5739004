"""Pages of the lists of Greengrass."""

from __future__ import annotations

from collections.abc import Iterable

from twin_local.services import paging
from twin_local.services.documents import Json
from twin_local.services.greengrassv2.exceptions import ValidationException

PAGE_DEFAULT = 50


def page(items: Iterable[Json], request: Json, member: str) -> Json:
    """Return one page under `member`.

    Raises:
        ValidationException: the token is not one that a page gave.
    """
    limit = int(request.get("max_results") or PAGE_DEFAULT)
    try:
        return paging.page(items, limit=limit, token=request.get("next_token"), member=member)
    except paging.BadToken as error:
        raise ValidationException(str(error)) from error
