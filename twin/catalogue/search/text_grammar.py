"""Full text as people type it: words, and phrases in double quotes.

    text := (word | '"' words '"')*

All words must be in the asset, phrases in their order. The last word may go on (`pum` finds
`pump`), unless a space or a quote follows it. There are no operators: every other character
separates words, and what looks like one of a query language is looked for like any word.
"""

from __future__ import annotations

import re

from twin.catalogue.search.errors import invalid
from twin.catalogue.search.query import Term
from twin.catalogue.search.words import words

MAXIMUM_LENGTH = 500
MAXIMUM_TERMS = 16
_PART = re.compile(r'"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+)|(?P<open>")')


def parse_text(text: str, where: str) -> tuple[Term, ...]:
    """Read a text to search for.

    Raises:
        SearchQueryInvalid: it has no word, too many, or a quote without its end.
    """
    if len(text) > MAXIMUM_LENGTH:
        raise invalid(
            "the text is too long",
            found=f"{len(text)} characters",
            expected=f"at most {MAXIMUM_LENGTH}",
            where=f"{where}, character {MAXIMUM_LENGTH + 1}",
        )
    terms = [term for part in _PART.finditer(text) if (term := _term(part, text, where))]
    if not 1 <= len(terms) <= MAXIMUM_TERMS:
        raise invalid(
            "the text has no word" if not terms else "the text has too many words",
            found=text,
            expected=f"1 to {MAXIMUM_TERMS} words or phrases",
            where=f"{where}, character 1",
        )
    return tuple(terms)


def _term(part: re.Match[str], text: str, where: str) -> Term | None:
    if part["open"]:
        raise invalid(
            "a quote has no end",
            found=text[part.start() :],
            expected='a second "',
            where=f"{where}, character {part.start() + 1}",
        )
    found = words(part["word"] or part["phrase"] or "")
    is_last = part["word"] is not None and part.end() == len(text)
    # A word such as P-101 is several: they follow one another.
    return Term(found, is_prefix=is_last) if found else None
