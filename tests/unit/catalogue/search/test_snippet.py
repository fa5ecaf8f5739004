"""The piece of a text that is shown with a hit."""

from __future__ import annotations

from tests.unit.catalogue.search.examples import pump
from twin.catalogue.search.snippet import snippet_of
from twin.catalogue.search.text_grammar import parse_text


def marked(text: str, **fields: object) -> list[str]:
    snippet = snippet_of(pump("p-1", **fields), parse_text(text, "q"))
    return [] if snippet is None else [snippet.text[begin:end] for begin, end in snippet.marks]


def test_words_are_marked_as_they_are_written() -> None:
    assert marked("grosse stra", description="Die GRÖSSE der Straße") == ["GRÖSSE", "Straße"]


def test_long_text_is_cut_around_the_first_word() -> None:
    text = f"{'filler ' * 100}impeller {'filler ' * 100}"
    snippet = snippet_of(pump("p-1", description=text), parse_text("impeller", "q"))
    assert snippet is not None
    assert len(snippet.text) <= 160
    ((begin, end),) = snippet.marks
    assert snippet.text[begin:end] == "impeller"


def test_words_that_are_nowhere_have_no_snippet() -> None:
    assert snippet_of(pump("p-1"), parse_text("nothing", "q")) is None
