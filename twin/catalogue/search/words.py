"""Words of texts: folded, so that `Größe`, `GROSSE` and `große` are one word."""

from __future__ import annotations

import re
import unicodedata

_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "\u0131": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
    }
)
"""Letters that Unicode does not decompose and that people type without their strokes."""

_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Kana and ideographs: written without spaces, so that each character is a word."""

_WORD = re.compile(f"[{_UNSPACED}]|[^\\W_{_UNSPACED}]+")

Words = tuple[str, ...]


def fold(text: str) -> str:
    """Return a text in lower case, without diacritics and compatibility forms.

    Source: Unicode Standard, section 3.13 (caseless matching) and UAX #15 (NFKD).
    """
    if text.isascii():
        return text.lower()
    # Twice: folding the case of a decomposed text may leave something that decomposes.
    for _ in range(2):
        text = unicodedata.normalize("NFKD", text).casefold()
    plain = unicodedata.normalize("NFKD", text).translate(_LETTERS)
    return "".join(char for char in plain if not unicodedata.combining(char))


def words(text: str) -> Words:
    """Return the words of a text, folded, in their order."""
    return tuple(_WORD.findall(fold(text)))


def order_key(text: str) -> str:
    """Return what a text is sorted by: folded, with single spaces."""
    return " ".join(fold(text).split())
