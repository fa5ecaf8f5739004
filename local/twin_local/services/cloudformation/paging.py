"""Pages of a list, as CloudFormation's operations give them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import Any

from twin_local.services.cloudformation.exceptions import ValidationError
from twin_local.services.cloudformation.model import Json

PAGE = 100


def page(request: Json, member: str, items: Iterable[Any], *, limit: int = PAGE) -> Json:
    """Return the page that a request asks for under `member`, with `NextToken` if more follow.

    Raises:
        ValidationError: the token is not one that a page gave.
    """
    token = request.get("NextToken")
    if token is not None and not str(token).isdigit():
        raise ValidationError(f"Invalid token {token}")
    start = int(token or 0)
    found = list(islice(items, start, start + limit + 1))
    more = {"NextToken": str(start + limit)} if len(found) > limit else {}
    return {member: found[:limit], **more}
