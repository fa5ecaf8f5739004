"""Names and texts that the catalogue takes: keys, titles, tags, paths.

Texts are kept in Unicode's composed form (NFC, https://unicode.org/reports/tr15/), so that one name
typed on two systems is one name.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from twin.catalogue.errors import CatalogueInvalid

MAXIMUM_KEY_LENGTH = 64
MAXIMUM_TITLE = 200
MAXIMUM_TEXT = 4000
MAXIMUM_TAGS = 40
MAXIMUM_TAG = 100
MAXIMUM_NAME = 255
MAXIMUM_PATH_BYTES = 1000
"""A sort key of DynamoDB has at most 1,024 bytes and holds a path, a prefix and a number."""

LARGEST_NUMBER = 99_999_999
"""Of a version: its key has eight digits."""

KEY_PATTERN = "[a-z0-9][a-z0-9-]{0,62}[a-z0-9]"
_KEY = re.compile(KEY_PATTERN)
_KEY_RULE = "2 to 64 lower case letters, digits and hyphens, no hyphen at the ends"


def valid_key(value: Any, where: str) -> str:  # noqa: ANN401 - any JSON
    """Return the id of a database, or the key of an asset, as it is.

    Raises:
        CatalogueInvalid: it is none.
    """
    if not isinstance(value, str) or not _KEY.fullmatch(value):
        raise invalid(where, _KEY_RULE, value)
    return value


def valid_title(value: Any, where: str = "title") -> str:  # noqa: ANN401 - any JSON
    """Return a title of one line.

    Raises:
        CatalogueInvalid: it is empty, too long or not printable.
    """
    return _line(value, where, MAXIMUM_TITLE)


def valid_text(value: Any, where: str) -> str:  # noqa: ANN401 - any JSON
    """Return a text that may be empty and may have several lines.

    Raises:
        CatalogueInvalid: it is too long or no text that UTF-8 can write.
    """
    if not isinstance(value, str) or len(value) > MAXIMUM_TEXT or not is_writable(value):
        raise invalid(where, f"a text of at most {MAXIMUM_TEXT} characters", value)
    return unicodedata.normalize("NFC", value)


def valid_tags(value: Any, where: str = "tags") -> tuple[str, ...]:  # noqa: ANN401 - any JSON
    """Return tags in order, each once.

    Raises:
        CatalogueInvalid: they are no list of short texts of one line, or too many.
    """
    if not isinstance(value, list) or len(value) > MAXIMUM_TAGS:
        raise invalid(where, f"a list of at most {MAXIMUM_TAGS} tags", value)
    return tuple(sorted({_line(tag, where, MAXIMUM_TAG) for tag in value}))


def valid_path(value: Any, where: str = "path") -> str:  # noqa: ANN401 - any JSON
    """Return the path of a file in its asset.

    Raises:
        CatalogueInvalid: it begins or ends with a slash, has an empty name, `.` or `..`, a
            backslash or a control character, or is too long.
    """
    if not isinstance(value, str):
        raise invalid(where, "a path", value)
    path = unicodedata.normalize("NFC", value)
    names = path.split("/")
    if not all(map(_is_name, names)) or len(path.encode()) > MAXIMUM_PATH_BYTES:
        raise invalid(
            where,
            "names of up to 255 characters with slashes between them, without `.`, `..`, "
            f"backslashes and control characters, of at most {MAXIMUM_PATH_BYTES} bytes",
            value,
        )
    return path


def version_number(text: str) -> int:
    """Return the number of a version as it stands in a path.

    Raises:
        CatalogueInvalid: it is no whole number, or a larger one than versions have.
    """
    if not re.fullmatch("[0-9]{1,8}", text) or int(text) < 1:
        raise invalid("number", f"a whole number from 1 to {LARGEST_NUMBER}", text)
    return int(text)


def valid_prefix(value: Any, where: str = "prefix") -> str:  # noqa: ANN401 - any JSON
    """Return the beginning of paths, empty for all.

    Raises:
        CatalogueInvalid: no path begins so.
    """
    if not isinstance(value, str) or not is_writable(value):
        raise invalid(where, "the beginning of a path", value)
    prefix = unicodedata.normalize("NFC", value)
    if len(prefix.encode()) > MAXIMUM_PATH_BYTES:
        raise invalid(where, f"at most {MAXIMUM_PATH_BYTES} bytes", value)
    return prefix


def is_writable(text: str) -> bool:
    """Tell whether UTF-8 can write a text: JSON may hold halves of characters, UTF-8 may not."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def invalid(where: str, expected: str, found: object) -> CatalogueInvalid:
    """Return the error of a field."""
    shown = ascii(found)[:80]
    return CatalogueInvalid(f"{where} is not valid", found=shown, expected=expected, where=where)


def _is_name(name: str) -> bool:
    plain = name.isprintable() and "\\" not in name
    return plain and 0 < len(name) <= MAXIMUM_NAME and name not in (".", "..")


def _line(value: Any, where: str, maximum: int) -> str:  # noqa: ANN401 - any JSON
    text = unicodedata.normalize("NFC", value).strip() if isinstance(value, str) else ""
    if not 0 < len(text) <= maximum or not text.isprintable():
        raise invalid(where, f"one line of 1 to {maximum} characters", value)
    return text
