"""Photos: upright, in sRGB, without metadata in the pictures, and with it in the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_media.conftest import Made

pytestmark = [pytest.mark.container, pytest.mark.slow]

CORNERS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255))
TURNED = ((0, 0, 255), (255, 0, 0), (255, 255, 255), (0, 255, 0))


def are_corners(made: Made, name: str, expected: tuple[tuple[int, ...], ...]) -> bool:
    """Tell whether the corners have these colours, but for what compression changes."""
    found = made.picture(name)["corners"]
    pairs = zip(found, expected, strict=True)
    return all(abs(a - b) <= 25 for one, want in pairs for a, b in zip(one, want, strict=False))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_is_upright_however_the_camera_was_held(photos: Made, orientation: int) -> None:
    name = f"orientation{orientation}.jpg"
    assert photos.picture(name)["size"] == [64, 48]
    assert (photos.facts(name)["width_pixels"], photos.facts(name)["height_pixels"]) == (64, 48)
    assert are_corners(photos, name, CORNERS)
    assert photos.json(name, "photo.json")["orientation"] == orientation


@pytest.mark.parametrize("ending", ["tif", "png", "webp", "avif"])
def test_every_format_tells_how_the_camera_was_held(photos: Made, ending: str) -> None:
    name = f"orientation6.{ending}"
    assert photos.picture(name)["size"] == [64, 48]
    assert are_corners(photos, name, CORNERS)


def test_heic_is_turned_and_placed(photos: Made) -> None:
    assert photos.picture("four.heic")["size"] == [48, 64]
    assert are_corners(photos, "four.heic", TURNED)
    assert photos.facts("four.heic")["latitude_degrees"] == pytest.approx(-33.8583333)
    assert photos.facts("four.heic")["longitude_degrees"] == pytest.approx(151.21)


@pytest.mark.parametrize(
    "name",
    [
        *("rgb.png", "alpha.webp", "palette.png", "cmyk.jpg", "avif.avif"),
        *("animated.gif", "animated.webp", "big.tif", "ultra.jpg", "iso.jpg", "cmyk.tif"),
        *("rgb.tif", "pages.tif", "lab.tif", "broken_profile.png", "orientation99.jpg"),
    ],
)
def test_colours_come_out_as_srgb(photos: Made, name: str) -> None:
    assert are_corners(photos, name, CORNERS)


def test_sixteen_bits_become_eight(photos: Made) -> None:
    assert are_corners(photos, "grey16.png", 4 * ((128, 128, 128),))


@pytest.mark.parametrize("name", ["colour16.tif", "colour16.png"])
def test_sixteen_bits_of_colour_become_eight(photos: Made, name: str) -> None:
    levels = photos.picture(name)["corners"][0][:3]
    assert levels == pytest.approx([0x80, 0x40, 0xC0], abs=2)


def test_transparent_pixels_stay_transparent(photos: Made) -> None:
    assert photos.picture("transparent.png")["corners"][0][3] == 0
    assert photos.picture("transparent.png")["corners"][3] == pytest.approx(
        [255, 255, 255, 255], abs=8
    )


def test_profile_is_applied(photos: Made) -> None:
    # The channels of this profile are those of sRGB in another order.
    assert are_corners(photos, "swapped.tif", CORNERS)
    assert are_corners(photos, "swapped.jpg", CORNERS)


@pytest.mark.parametrize(("name", "kind"), [("ultra.jpg", "ultra_hdr"), ("iso.jpg", "iso_21496_1")])
def test_map_of_gains_is_told_and_the_base_picture_shown(
    photos: Made, name: str, kind: str
) -> None:
    assert photos.facts(name)["gain_map"] == kind
    assert photos.json(name, "photo.json")["gain_map"] == kind
    assert photos.picture(name)["size"] == [64, 48]


def test_images_of_an_animation_are_counted_and_the_first_shown(photos: Made) -> None:
    for name in ("animated.gif", "animated.webp"):
        assert photos.json(name, "photo.json")["images"] == 3


def test_very_wide_picture_keeps_its_shape(photos: Made) -> None:
    assert photos.picture("wide.png")["size"] == [2560, 17]
    assert photos.picture("wide.png", "thumbnail.webp")["size"] == [512, 3]
    assert photos.facts("wide.png")["width_pixels"] == 60_000


def test_pictures_carry_no_metadata(photos: Made) -> None:
    shown = [one for name in photos.told for one in photos.told[name]["pictures"].values()]
    assert len(shown) == 2 * len(photos.told)
    assert [one["metadata"] for one in shown] == len(shown) * [[]]


def test_place_and_heading_are_read(photos: Made) -> None:
    assert photos.json("place.jpg", "photo.json")["position"] == {
        "latitude_degrees": -33.8583333,
        "longitude_degrees": -70.21,
        "altitude_metres": -12.5,
        "heading_degrees": 90.0,
        "heading_from": "true",
    }


def test_time_of_the_receiver_goes_before_a_time_without_offset(photos: Made) -> None:
    assert photos.facts("place.jpg")["capture_time"] == "2024-02-29T23:59:01+00:00"
    local = photos.json("place.jpg", "photo.json")["capture_time"]["local"]
    assert local == "2024-02-29T20:59:00.250000"


def test_time_with_offset_is_kept(photos: Made) -> None:
    assert photos.facts("offset.jpg")["capture_time"] == "2024-02-29T20:59:00.250000-03:00"


def test_drone_tells_where_it_looked(photos: Made) -> None:
    gimbal = photos.json("drone.jpg", "photo.json")["gimbal"]
    assert gimbal == {"heading_degrees": 270.0, "pitch_degrees": -30.5, "roll_degrees": 0.0}


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("no_side.jpg", "position"),
        ("entities.jpg", "XMP"),
        ("broken_profile.png", "colour profile"),
        ("orientation99.jpg", "orientation"),
        ("looped_exif.jpg", "Exif"),
    ],
)
def test_broken_metadata_are_told_and_the_photo_shown(photos: Made, name: str, part: str) -> None:
    (warning,) = photos.json(name, "photo.json")["warnings"]
    assert part in warning
    assert "latitude_degrees" not in photos.facts(name)


def test_impossible_date_is_no_date(photos: Made) -> None:
    assert "capture_time" not in photos.facts("no_date.jpg")


def test_pages_are_counted_and_the_first_shown(photos: Made) -> None:
    assert photos.json("pages.tif", "photo.json")["images"] == 3


def test_real_photo_is_found_on_the_map(converter: ConversionImage, samples: Path) -> None:
    # 52°31'8.1" N, 13°24'1.06" E: the Berlin Cathedral, by the photo's Exif data.
    content = (samples / "photo" / "berlin_01.jpg").read_bytes()
    outcome = converter.convert("photo_to_web", content)
    assert outcome.exit_code == 0, outcome.log
    facts = outcome.manifest.facts
    assert facts["latitude_degrees"] == pytest.approx(52 + 31 / 60 + 8.1 / 3600, abs=1e-5)
    assert facts["longitude_degrees"] == pytest.approx(13 + 24 / 60 + 1.06 / 3600, abs=1e-5)
    assert (facts["width_pixels"], facts["height_pixels"]) == (3264, 2448)
    again = converter.convert("photo_to_web", content)
    assert again.files == outcome.files


@pytest.mark.parametrize("name", ["corrupt_exif.jpg", "empty_exif.jpg"])
def test_real_photo_with_broken_exif_is_shown(
    converter: ConversionImage, samples: Path, name: str
) -> None:
    outcome = converter.convert("photo_to_web", (samples / "photo" / name).read_bytes())
    assert outcome.exit_code == 0, outcome.log
    assert {"web.webp", "thumbnail.webp", "photo.json"} <= outcome.files.keys()
