"""Pages of a list, with an opaque token for the next one."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from itertools import islice
from typing import Any

Json = dict[str, Any]


class BadToken(ValueError):
    """The token is not one that a page gave."""


def page(items: Iterable[Json], *, limit: int, token: str | None, member: str) -> Json:
    """Return one page under `member`, with `nextToken` where more follow.

    Raises:
        BadToken: the token is not one that a page gave.
    """
    offset = _offset(token)
    found = list(islice(items, offset, offset + limit + 1))
    more = {"nextToken": _token(offset + limit)} if len(found) > limit else {}
    return {member: found[:limit], **more}


def _token(offset: int) -> str:
    return base64.urlsafe_b64encode(str(offset).encode()).decode()


def _offset(token: str | None) -> int:
    try:
        return int(base64.urlsafe_b64decode(token)) if token else 0
    except (ValueError, binascii.Error) as error:
        raise BadToken("the token is not one that a page gave") from error
