"""Colours of printers and of other screens come out as they are computed one by one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import ArrayLike
from PIL import Image

from tests.integration.conversion_batch import Ended, convert_batch
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_media import colour_values as values
from tests.integration.convert_media import colours
from tests.integration.convert_media import tiff_files as files
from tests.integration.convert_media.broken_profiles import BROKEN_PROFILES
from tests.integration.convert_media.colour_profiles import colour_of
from tests.integration.convert_media.conftest import HERE
from tests.integration.convert_media.screen_levels import expected_level

pytestmark = [pytest.mark.container, pytest.mark.slow]

MOST_STEPS = 5
"""Of 255, that a colour may differ from the computed one: the pictures are compressed."""

SCREENS = (
    *("p3.jpg", "p3.png", "p3.tif", "p3.webp", "p3.avif", "palette_p3.png", "ycbcr_p3.tif"),
    *("deep_p3.png", "deep_p3.tif", "filled_p3.tif", "gain_map_p3.jpg", "p3_both.avif"),
)
NAIVE_INKS = ((0, 255, 255), (255, 0, 255), (0, 0, 255), (0, 0, 0))
WITHOUT_PROFILE = "without a profile that can be applied"


@dataclass(frozen=True)
class Coloured:
    """What was made of the photos, which are converted in one start of the interpreter."""

    ended: Mapping[str, Ended]

    def quarters(self, name: str) -> list[tuple[int, ...]]:
        """Return the colours of the four quarters, with their alpha."""
        with Image.open(self.ended[name].folder / "web.webp") as image:
            shown = image.convert("RGBA")
            across, down = (shown.width // 4, 3 * shown.width // 4), shown.height // 4
            places = [(x, y) for y in (down, 3 * down) for x in across]
            return [tuple(map(int, np.asarray(shown)[y, x])) for x, y in places]

    def alphas(self, name: str) -> list[int]:
        """Return how opaque the quarters are."""
        return [one[3] for one in self.quarters(name)]

    def differences(self, name: str, expected: ArrayLike) -> float:
        """Return by how many steps of 255 the quarters differ at most."""
        found = np.array(self.quarters(name))[:, :3]
        return float(np.abs(found - np.array(expected)).max())

    def record(self, name: str) -> dict[str, Any]:
        """Return what is told of a photo."""
        found: dict[str, Any] = json.loads((self.ended[name].folder / "photo.json").read_text())
        return found

    def warnings(self, name: str) -> list[str]:
        """Return what is told of its damage."""
        told: list[str] = self.record(name).get("warnings", [])
        return told


@pytest.fixture(scope="module")
def coloured(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> Coloured:
    sources, folder = tmp_path_factory.mktemp("coloured"), tmp_path_factory.mktemp("made")
    converter.python_output(HERE / "make_coloured_photos.py", str(sources), folder=folder)
    photos = {path.name: path.read_bytes() for path in sources.iterdir()}
    warm = ("photo.pictures", "photo.record")
    return Coloured(convert_batch(converter, photos, "photo_to_web", folder, warm=warm))


def of_inks(inks: Sequence[int]) -> colours.Numbers:
    """Return the colour of solid inks; the darkest of the printer is the screen's black."""
    black = colour_of((1, 1, 1, 1))[0]
    return colours.srgb_of_lab(colour_of(inks), black)


@pytest.mark.parametrize(
    "name", ["inks.jpg", "inks.tif", "ycck.jpg", "inks_8_bits.tif", "inks_16_bits.tif"]
)
def test_inks_have_the_colours_of_the_printer(coloured: Coloured, name: str) -> None:
    expected = [of_inks([level // 255 for level in inks]) for inks in values.INKS]
    assert coloured.differences(name, expected) <= MOST_STEPS
    assert coloured.warnings(name) == []


def test_mixed_inks_have_the_colours_of_the_printer(coloured: Coloured) -> None:
    paper, cyan = np.array(colour_of((0, 0, 0, 0))), np.array(colour_of((1, 0, 0, 0)))
    between = paper + (cyan - paper) * values.MIXED_INKS[0][0] / 255
    light, a, b = between.tolist()
    black = colour_of((1, 1, 1, 1))[0]
    expected = [colours.srgb_of_lab((light, a, b), black)]
    expected += [of_inks(inks) for inks in ((0, 1, 1, 0), (1, 0, 1, 0), (1, 1, 1, 1))]
    assert coloured.differences("mixed.tif", expected) <= MOST_STEPS
    assert expected[-1].tolist() == [0, 0, 0]


@pytest.mark.parametrize("name", ["inks_alone.jpg", "ycck_alone.jpg"])
def test_inks_without_profile_are_told_to_be_guessed(coloured: Coloured, name: str) -> None:
    assert coloured.differences(name, NAIVE_INKS) <= MOST_STEPS
    (warning,) = coloured.warnings(name)
    assert WITHOUT_PROFILE in warning


@pytest.mark.parametrize("name", SCREENS)
def test_display_p3_becomes_srgb(coloured: Coloured, name: str) -> None:
    expected = [
        colours.srgb_of_screen(colours.decoded(one), colours.DISPLAY_P3) for one in values.LEVELS
    ]
    assert coloured.differences(name, expected) <= MOST_STEPS
    assert np.abs(np.array(expected) - np.array(values.LEVELS)).max() > 3 * MOST_STEPS
    assert coloured.warnings(name) == []


def test_profile_counts_before_numbers_of_hdr(coloured: Coloured) -> None:
    assert "hdr_transfer" not in coloured.record("p3_both.avif")


@pytest.mark.parametrize(
    ("name", "primaries", "opacity"),
    [
        ("p3_told.avif", colours.DISPLAY_P3, 255),
        ("p3_told_alpha.avif", colours.DISPLAY_P3, values.OPACITY),
        ("bt2020_told.avif", colours.BT2020, 255),
        ("unknown_told.avif", colours.SRGB, 255),
    ],
)
def test_colours_that_are_told_in_numbers_become_srgb(
    coloured: Coloured, name: str, primaries: colours.Primaries, opacity: int
) -> None:
    expected = [colours.srgb_of_screen(colours.decoded(one), primaries) for one in values.LEVELS]
    assert coloured.differences(name, expected) <= MOST_STEPS
    assert set(coloured.alphas(name)) == {opacity}


@pytest.mark.parametrize(("name", "transfer"), [("pq_told.avif", "PQ"), ("hlg_told.avif", "HLG")])
def test_hdr_photo_has_the_range_of_a_screen(coloured: Coloured, name: str, transfer: str) -> None:
    expected = [3 * (expected_level(one),) for one in values.LIGHTS]
    assert coloured.differences(name, expected) <= MOST_STEPS
    assert coloured.record(name)["hdr_transfer"] == transfer


def test_palette_keeps_its_alpha_below_a_profile(coloured: Coloured) -> None:
    assert set(coloured.alphas("palette_p3.png")) == {values.OPACITY}


def test_base_picture_of_a_gain_map_has_its_profile(coloured: Coloured) -> None:
    assert coloured.record("gain_map_p3.jpg")["gain_map"] == "ultra_hdr"


def test_adobe_rgb_becomes_srgb(coloured: Coloured) -> None:
    linear = (np.array(values.LEVELS) / 255) ** colours.ADOBE_RGB_POWER
    expected = [colours.srgb_of_screen(one, colours.ADOBE_RGB) for one in linear]
    assert coloured.differences("adobe.jpg", expected) <= MOST_STEPS


@pytest.mark.parametrize("name", ["deep.png", "deep.tif", "deep_clear.png"])
def test_greys_of_16_bits_become_those_of_8(coloured: Coloured, name: str) -> None:
    assert coloured.differences(name, [3 * (one,) for one in values.GREYS]) <= MOST_STEPS


def test_grey_of_16_bits_that_is_transparent_stays_so(coloured: Coloured) -> None:
    assert coloured.alphas("deep_clear.png") == [0, 255, 255, 255]


@pytest.mark.parametrize(
    ("name", "opacity"),
    [
        ("deep_profile.png", 255),
        ("deep_alpha_profile.png", values.OPACITY),
        ("alpha_profile.png", values.OPACITY),
        ("clear_profile.png", 255),
    ],
)
def test_profile_of_greys_is_applied_also_to_greys_with_alpha(
    coloured: Coloured, name: str, opacity: int
) -> None:
    linear = (np.array(values.GREYS) / 255) ** values.GREY_POWER
    expected = [3 * (float(one),) for one in colours.encoded(linear)]
    assert coloured.differences(name, expected) <= MOST_STEPS
    assert set(coloured.alphas(name)) == {opacity}
    assert coloured.warnings(name) == []


def test_lab_becomes_srgb(coloured: Coloured) -> None:
    expected = [colours.srgb_of_lab(one) for one in values.LAB]
    assert coloured.differences("lab.tif", expected) <= MOST_STEPS


@pytest.mark.parametrize("name", BROKEN_PROFILES)
def test_broken_profile_of_inks_is_told_and_left_out(coloured: Coloured, name: str) -> None:
    file = f"broken_{name}.tif"
    assert coloured.differences(file, NAIVE_INKS) <= MOST_STEPS
    first, second = coloured.warnings(file)
    assert BROKEN_PROFILES[name][1] in first and WITHOUT_PROFILE in second


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("inks_of_rgb.jpg", "not one of this photo's colours"),
        ("greys_of_rgb.jpg", "not one of this photo's colours"),
        ("part_missing.jpg", "cannot be read"),
        ("stream_broken.png", "cannot be read"),
    ],
)
def test_broken_profile_of_a_screen_is_told_and_left_out(
    coloured: Coloured, name: str, told: str
) -> None:
    assert coloured.differences(name, values.LEVELS) <= MOST_STEPS
    (warning,) = coloured.warnings(name)
    assert told in warning


REFUSED = {
    "lab_16": (files.CIELAB, 3, 16, None, "CIELab: 3 of 16 bits"),
    "icc_lab": (files.ICCLAB, 3, 8, None, "ICCLab: 3 of 8 bits"),
    "inks_and_alpha": (files.INKS, 5, 8, 2, "printing inks: 5 of 8 bits"),
    "six_inks": (files.INKS, 6, 8, None, "printing inks: 6 of 8 bits"),
    "grey_and_alpha": (files.GREY, 2, 16, 2, "grey: 2 of 16 bits"),
    "negative": (files.WHITE_IS_ZERO, 1, 16, None, "grey with white as 0: 1 of 16 bits"),
    "rgb_32": (files.RGB, 3, 32, None, "RGB: 3 of 32 bits"),
}


def test_other_tiffs_are_refused_with_what_was_found_and_what_to_do(
    converter: ConversionImage, tmp_path: Path
) -> None:
    contents = {
        name: files.tiff(files.quarters(4 * [channels * (9,)], bits), kind, extra=extra)
        for name, (kind, channels, bits, extra, _) in REFUSED.items()
    }
    ended = convert_batch(converter, contents, "photo_to_web", tmp_path, warm=("photo.pictures",))
    assert {one.code for one in ended.values()} == {"SOURCE_UNSUPPORTED"}
    for name, (*_, found) in REFUSED.items():
        assert ended[name].error["found"] == f"{found}, compression 1"
        assert "save it as RGB" in ended[name].error["expected"]
