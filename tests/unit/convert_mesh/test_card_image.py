"""The sizes that images get in the memory of a graphics card."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from convert_mesh.card_image import MAXIMUM_PIXELS, card_image, card_size


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        ((1024, 512), (1024, 512)),
        ((1023, 514), (1020, 512)),
        ((1, 3), (4, 4)),
        ((8192, 1024), (4096, 512)),
        ((4096, 4096), (3544, 3544)),
        ((60_000, 1), (4096, 4)),
    ],
)
def test_sides_are_multiples_of_four(size: tuple[int, int], expected: tuple[int, int]) -> None:
    width, height = card_size(*size)
    assert (width, height) == expected
    assert width * height <= MAXIMUM_PIXELS


@pytest.mark.parametrize(("alpha", "mode"), [(255, "RGB"), (254, "RGBA")])
def test_opacity_that_is_full_everywhere_is_left_out(alpha: int, mode: str) -> None:
    written = io.BytesIO()
    Image.new("RGBA", (6, 4), (1, 2, 3, alpha)).save(written, "PNG")
    image = card_image(written.getvalue())
    assert (image.mode, image.size) == (mode, (4, 4))
