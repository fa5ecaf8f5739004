"""Names of the catalogue: what is kept, what is composed, what is refused."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.catalogue.errors import CatalogueInvalid
from twin.catalogue.naming import (
    MAXIMUM_PATH_BYTES,
    valid_key,
    valid_path,
    valid_prefix,
    valid_tags,
    valid_text,
    valid_title,
    version_number,
)


@pytest.mark.parametrize(
    "path", ["a", "a/b.step", "Zeichnung 'Ä'\".step", "水泵/*/?", "a..b/...", " "]
)
def test_a_path_is_kept_as_it_is(path: str) -> None:
    assert valid_path(path) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "/",
        "/a",
        "a/",
        "a//b",
        "..",
        "a/../b",
        ".",
        "a/./b",
        "a\\b",
        "a\nb",
        "\x00",
        "\u202e",
        7,
    ],
)
def test_a_path_that_is_none_is_refused(path: object) -> None:
    with pytest.raises(CatalogueInvalid):
        valid_path(path)


def test_a_path_is_composed_and_measured_in_bytes() -> None:
    assert valid_path(unicodedata.normalize("NFD", "Größe")) == "Größe"
    names = ["x" * 249] * 4
    assert len(valid_path("/".join(names))) == 999
    with pytest.raises(CatalogueInvalid):
        valid_path("/".join(["ü" * 200] * 3))


@given(st.text())
def test_every_text_is_a_path_or_refused_and_a_path_stays_one(text: str) -> None:
    try:
        path = valid_path(text)
    except CatalogueInvalid:
        return
    assert valid_path(path) == path
    assert len(path.encode()) <= MAXIMUM_PATH_BYTES
    assert not {"", ".", ".."} & set(path.split("/"))
    assert "//" not in path


@given(st.one_of(st.text(), st.integers(), st.lists(st.text()), st.none()))
def test_readers_return_what_utf8_can_write_or_refuse(value: object) -> None:
    readers: tuple[Callable[[object, str], str], ...] = (valid_title, valid_text, valid_prefix)
    for read in readers:
        try:
            text = read(value, "text")
        except CatalogueInvalid as error:
            assert str(error).isascii()
            continue
        assert text.encode().decode() == text


def test_tags_are_sorted_composed_and_each_once() -> None:
    assert valid_tags(["b", "a", " b ", unicodedata.normalize("NFD", "ä"), "ä"]) == ("a", "b", "ä")
    for wrong in (["a", 1], [""], ["x" * 101], ["two\nlines"], "abc"):
        with pytest.raises(CatalogueInvalid):
            valid_tags(wrong)


@pytest.mark.parametrize("key", ["ab", "a-1", "x" * 64])
def test_keys(key: str) -> None:
    assert valid_key(key, "asset_key") == key


@pytest.mark.parametrize("key", ["a", "A1", "a_b", "-ab", "ab-", "x" * 65, "a/b", "ab\n", "ä1", 5])
def test_what_is_no_key_is_refused(key: object) -> None:
    with pytest.raises(CatalogueInvalid, match="CATALOGUE_INVALID"):
        valid_key(key, "asset_key")


@pytest.mark.parametrize("text", ["0", "-1", "1e3", "", "x", "100000000", "\u0661"])
def test_what_is_no_number_of_a_version_is_refused(text: str) -> None:
    with pytest.raises(CatalogueInvalid):
        version_number(text)
