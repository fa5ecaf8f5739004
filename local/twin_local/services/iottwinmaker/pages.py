"""Pages of the lists of TwinMaker.

Sources: the model's `maxResults` (0 to 200); the default of 25 is in the API reference.
"""

from __future__ import annotations

from collections.abc import Iterable

from twin_local.services import paging
from twin_local.services.documents import Json
from twin_local.services.iottwinmaker.exceptions import ValidationException

PAGE_DEFAULT = 25


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


def only(filters: list[Json] | None) -> Json:
    """Return the filters as one object.

    Raises:
        ValidationException: a filter names none, or more than one member.
    """
    wanted: Json = {}
    for one in filters or []:
        given = {key: value for key, value in one.items() if value is not None}
        if len(given) != 1:
            raise ValidationException("a filter has exactly one member")
        wanted |= given
    return wanted
