"""Other names of assets: numbers of a PLM system, inventory numbers, names on drawings."""

from __future__ import annotations

import unicodedata
from typing import Any

from twin.catalogue.naming import invalid

MAXIMUM_ALIAS = 255
MAXIMUM_ALIASES = 50
"""Of one asset; each is written in the transaction that adds or removes it."""


def valid_alias(value: Any, where: str = "alias") -> str:  # noqa: ANN401 - any JSON
    """Return an alias in Unicode's composed form, without space around it.

    Any printable text is one, with slashes, quotes and signs of any script; case matters. Only `.`
    and `..` are none: as a segment of an address clients take them for something else.

    Raises:
        CatalogueInvalid: it is empty, too long or has characters that cannot be seen.
    """
    text = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
    plain = text.isprintable() and text not in (".", "..")
    if not 0 < len(text) <= MAXIMUM_ALIAS or not plain:
        raise invalid(where, f"one line of 1 to {MAXIMUM_ALIAS} printable characters", value)
    return text
