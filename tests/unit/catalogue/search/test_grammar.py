"""What can be asked, and how a question that cannot be read is refused."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.catalogue.search.errors import SearchQueryInvalid
from twin.catalogue.search.parameters import PARAMETERS, parse_query
from twin.catalogue.search.query import Comparing, Existing, SearchQuery, Term
from twin.catalogue.search.sqlite.clauses import text_clause
from twin.catalogue.search.text_grammar import parse_text
from twin.catalogue.search.where_grammar import parse_where
from twin.catalogue.search.words import fold, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pump", [Term(("pump",), is_prefix=True)]),
        ("pump ", [Term(("pump",))]),
        ('"Boiler House" p', [Term(("boiler", "house")), Term(("p",), is_prefix=True)]),
        ("P-101", [Term(("p", "101"), is_prefix=True)]),
        ("泵站 ", [Term(("泵", "站"))]),
        ("a OR b ", [Term(("a",)), Term(("or",)), Term(("b",))]),
    ],
)
def test_text_is_words_and_phrases(text: str, expected: list[Term]) -> None:
    assert list(parse_text(text, "q")) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a = 1", [Comparing(("a",), "=", 1)]),
        ("a.b-c.2d >= -1.5e3", [Comparing(("a", "b-c", "2d"), ">=", -1500.0)]),
        ("a='it''s' AND b!=null", [Comparing(("a",), "=", "it's"), Comparing(("b",), "!=", None)]),
        ('"odd ""name"".x".y = true', [Comparing(('odd "name".x', "y"), "=", True)]),
        ("exists(a.b) and not exists(c)", [Existing(("a", "b")), Existing(("c",), wanted=False)]),
        ("exists = 1 and not = 2", [Comparing(("exists",), "=", 1), Comparing(("not",), "=", 2)]),
        ("sizes.40 < 3", [Comparing(("sizes", "40"), "<", 3)]),
    ],
)
def test_conditions_are_read(text: str, expected: list[object]) -> None:
    assert list(parse_where(text, "where")) == expected


@pytest.mark.parametrize(
    ("text", "character"),
    [
        ("", 1),
        ("power", 6),
        ("power > ", 9),
        ("power > 'a", 9),
        ("power = 1 or a = 2", 11),
        ("power = 1 and", 14),
        ("a. = 1", 4),
        ("exists a", 8),
        ("not exists(a", 13),
        ("a < true", 9),
        ("a = 1; DROP TABLE asset", 6),
    ],
)
def test_condition_that_cannot_be_read_says_where(text: str, character: int) -> None:
    with pytest.raises(SearchQueryInvalid) as refused:
        parse_where(text, "where")
    assert refused.value.where == f"where, character {character}"


@given(st.text(max_size=80))
def test_any_text_is_quoted_words_for_the_index_or_refused(text: str) -> None:
    try:
        query = parse_query({"q": [text]})
    except SearchQueryInvalid:
        return
    match = text_clause(query.terms, ("title",)).probe.parameters[0]
    assert isinstance(match, str)
    quoted = match.removeprefix("{title} : (").removesuffix(")").split('"')
    assert {part.strip() for part in quoted[::2]} <= {"", "*", "AND", "* AND"}
    assert not set("".join(quoted[1::2])) & set(string.punctuation + "\0")


@given(st.dictionaries(st.sampled_from(PARAMETERS), st.lists(st.text(max_size=30), max_size=3)))
def test_any_parameters_are_a_query_or_refused(parameters: dict[str, list[str]]) -> None:
    try:
        query = parse_query(parameters)
    except SearchQueryInvalid as refused:
        assert refused.where
    else:
        assert isinstance(query, SearchQuery)


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert words(fold(text)) == words(text)


def test_diacritics_and_case_are_folded() -> None:
    assert words("GRÖSSE größe Ångström Łódź ﬁlter") == (
        "grosse",
        "grosse",
        "angstrom",
        "lodz",
        "filter",
    )
