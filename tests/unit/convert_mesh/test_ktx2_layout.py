"""What KTX2 textures say of themselves, and which are refused before they are decoded."""

from __future__ import annotations

import pytest

from conversion_runtime.errors import ConversionError, SourceDamaged, SourceUnsupported
from convert_mesh.card_memory import card_memory
from convert_mesh.ktx2_layout import ETC1S as ETC1S_MODEL
from convert_mesh.ktx2_layout import UASTC, Ktx2Texture, read_texture
from tests.integration.convert_mesh.ktx2_files import ETC1S, patched, text_entry, uastc


def test_etc1s_says_its_size_levels_and_colour_space() -> None:
    expected = Ktx2Texture(8, 8, 4, ETC1S_MODEL, is_srgb=True, has_alpha=False)
    assert read_texture(ETC1S) == expected


def test_uastc_may_have_sides_that_are_no_multiples_of_four() -> None:
    expected = Ktx2Texture(5, 9, 1, UASTC, is_srgb=False, has_alpha=True)
    assert read_texture(uastc(5, 9)) == expected


def test_no_levels_mean_one() -> None:
    assert read_texture(patched(uastc(), levels=0)).levels == 1


def test_array_of_one_is_flat() -> None:
    assert read_texture(patched(uastc(), layers=1)).width == 8


@pytest.mark.parametrize("entry", [(b"KTXorientation", b"rd"), (b"KTXwriter", b"somebody")])
def test_texts_that_change_nothing_are_read_over(entry: tuple[bytes, bytes]) -> None:
    assert read_texture(uastc(texts=text_entry(*entry))).width == 8


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"\xabKTX 11\xbb\r\n\x1a\n", "KTX of another version than 2.0"),
        (patched(uastc(), format=145), "KTX2 of Vulkan's format 145"),
        (patched(uastc(), faces=6), "a KTX2 cube map"),
        (patched(uastc(), layers=3), "a KTX2 array"),
        (patched(uastc(), depth=2), "KTX2 with three dimensions"),
        (uastc(model=167), "KTX2 of colour model 167, supercompressed by scheme 0"),
    ],
)
def test_refusal_says_what_was_found_and_what_to_do(content: bytes, found: str) -> None:
    with pytest.raises(SourceUnsupported) as refused:
        read_texture(content)
    assert refused.value.found == found
    assert "PNG" in refused.value.expected


@pytest.mark.parametrize("content", [ETC1S, uastc()])
def test_every_cut_is_refused(content: bytes) -> None:
    for length in range(12, len(content)):
        with pytest.raises(SourceDamaged):
            read_texture(content[:length])


@pytest.mark.parametrize("content", [ETC1S, uastc()])
def test_any_byte_of_the_header_may_be_wrong(content: bytes) -> None:
    for at in range(12, 176):
        for value in (0, 1, 127, 255):
            changed = bytearray(content)
            changed[at] = value
            try:
                read_texture(bytes(changed))
            except ConversionError:
                continue


def test_memory_counts_all_levels() -> None:
    colour, leaf, normals = (
        Ktx2Texture(8, 4, 2, ETC1S_MODEL, is_srgb=True, has_alpha=False),
        Ktx2Texture(8, 4, 2, ETC1S_MODEL, is_srgb=True, has_alpha=True),
        Ktx2Texture(4, 4, 3, UASTC, is_srgb=False, has_alpha=False),
    )
    assert card_memory([colour, leaf, normals]) == {
        "textures": 3,
        "texture_memory_bytes": 3 * 8 + 3 * 16 + 3 * 16,
        "texture_memory_plain_bytes": 2 * 4 * (32 + 8) + 4 * (16 + 4 + 1),
    }
