"""Where the words of a query were found, to be shown with a hit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from twin.catalogue.search.document import FIELDS, Field, SearchDocument
from twin.catalogue.search.query import Term
from twin.catalogue.search.words import words

BEFORE, LENGTH = 40, 160
_RUN = re.compile(r"[^\W_]+")

Mark = tuple[int, int]


@dataclass(frozen=True)
class Snippet:
    """A piece of a field's text; `marks` are where words begin and end in it, in characters."""

    field: Field
    text: str
    marks: tuple[Mark, ...]


def snippet_of(
    document: SearchDocument, terms: Sequence[Term], fields: Sequence[Field] = FIELDS
) -> Snippet | None:
    """Return the piece of that of some fields that holds most of the words, the first of equals.

    None where the words are found, but not in a text as it is written.
    """
    best: Snippet | None = None
    for field in fields:
        text = document.texts[field]
        marks = tuple(_marks(text, terms))
        if marks and (best is None or len(marks) > len(best.marks)):
            best = _piece(field, text, marks)
    return best


def _marks(text: str, terms: Sequence[Term]) -> Iterator[Mark]:
    wanted = {word for term in terms for word in term.words}
    prefixes = tuple(term.words[-1] for term in terms if term.is_prefix)
    for run in _RUN.finditer(text):
        found = words(run.group())
        if any(word in wanted or (prefixes and word.startswith(prefixes)) for word in found):
            yield run.span()


def _piece(field: Field, text: str, marks: tuple[Mark, ...]) -> Snippet:
    start = max(0, marks[0][0] - BEFORE)
    if start:
        start = text.find(" ", start, marks[0][0]) + 1 or start
    end = start + LENGTH
    inside = tuple(
        (begin - start, min(finish, end) - start) for begin, finish in marks if begin < end
    )
    return Snippet(field, text[start:end], inside)
