"""HDR, AV1, turned pictures, uneven times and cut beginnings: posters and renditions are right."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_media.conftest import HERE, Made, made
from tests.integration.convert_media.hevc import HEVC
from tests.integration.convert_media.playlists import read_multivariant
from tests.integration.convert_media.screen_levels import expected_level

pytestmark = [pytest.mark.container, pytest.mark.slow]

LIGHTS = (0.0, 1.0, 10.0, 50.0, 100.0, 203.0, 400.0, 1000.0)
HDR = {"hlg.webm": "HLG", "pq.webm": "PQ", "pq_av1.mp4": "PQ"}
SMALL = ("turned.mov", "uneven.mov", "cut.mov")
UNITS = 1024
LEAST_DECIBELS = 30.0


@pytest.fixture(scope="module")
def sources(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    work, folder = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("kinds")
    (work / "hevc.mov").write_bytes(HEVC)
    for name in ("sources", "ladders"):
        (work / name).mkdir()
    converter.python_output(HERE / "make_videos_to_code.py", str(work / "sources"), folder=work)
    (work / "sources" / "mpeg4_visual.mp4").unlink()
    made(converter, "video_to_ladder", work / "sources", work / "ladders")
    av1 = work / "ladders" / "motion_jpeg.mov" / "av1_full.mp4"
    arguments = (str(folder), str(work / "hevc.mov"), str(av1))
    converter.python_output(HERE / "make_videos_of_kinds.py", *arguments, folder=work)
    return folder


@pytest.fixture(scope="module")
def ladders(
    converter: ConversionImage, sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    chosen = tmp_path_factory.mktemp("chosen")
    for path in sources.iterdir():
        if path.name not in SMALL:
            (chosen / path.name).write_bytes(path.read_bytes())
    return made(converter, "video_to_ladder", chosen, tmp_path_factory.mktemp("ladders"))


@pytest.fixture(scope="module")
def small(
    converter: ConversionImage, sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("small")
    names = [str(sources / name) for name in SMALL]
    converter.python_output(HERE / "code_rendition.py", str(folder), *names, folder=folder)
    return folder


def compared(converter: ConversionImage, source: Path, ladder: Path, folder: Path) -> Any:  # noqa: ANN401 - any JSON
    script = HERE / "decode_ladder.py"
    return json.loads(converter.python_output(script, str(source), str(ladder), folder=folder))


def bars(converter: ConversionImage, path: Path) -> list[int]:
    """Return the level of each grey bar of a picture, and require that they are grey."""
    script = (
        "import sys, json; from PIL import Image; image = Image.open(sys.argv[1]).convert('RGB');"
        "places = [int((n + 0.5) * image.width / 8) for n in range(8)];"
        "print(json.dumps([image.getpixel((x, image.height // 2)) for x in places]))"
    )
    path.with_suffix(".py").write_text(script)
    found = json.loads(
        converter.python_output(path.with_suffix(".py"), str(path), folder=path.parent)
    )
    # The writer of the source errs by three steps of HDR, which are up to 23 of the screen.
    assert all(max(one) - min(one) <= 26 for one in found), found
    return [one[1] for one in found]


def test_tone_map_has_known_values(converter: ConversionImage, tmp_path: Path) -> None:
    found = json.loads(converter.python_output(HERE / "tone_map_values.py", folder=tmp_path))
    for name in ("PQ", "HLG"):
        assert all(one[0] == one[1] == one[2] for one in found[name]), found
        levels = [one[0] for one in found[name]]
        assert levels == pytest.approx([expected_level(one) for one in LIGHTS], abs=3)


@pytest.mark.parametrize("name", HDR)
def test_poster_of_hdr_has_the_range_of_a_screen(
    shown: Made, converter: ConversionImage, name: str
) -> None:
    assert shown.facts(name)["hdr_transfer"] == HDR[name]
    require_range_of_a_screen(bars(converter, shown.folder / name / "poster.webp"))


@pytest.mark.parametrize("name", HDR)
def test_renditions_of_hdr_are_of_a_usual_range_and_say_so(
    ladders: Made, converter: ConversionImage, name: str, tmp_path: Path
) -> None:
    variants, _ = read_multivariant((ladders.folder / name / "ladder.m3u8").read_text())
    assert [(one["URI"], one["VIDEO-RANGE"]) for one in variants] == [
        ("source.m3u8", HDR[name]),
        ("av1_240.m3u8", "SDR"),
    ]
    (tmp_path / "sources").mkdir()
    (tmp_path / "made").mkdir()
    rendition = (ladders.folder / name / "av1_240.mp4").read_bytes()
    (tmp_path / "sources" / "one.mp4").write_bytes(rendition)
    again = made(converter, "video_to_web", tmp_path / "sources", tmp_path / "made")
    assert "hdr_transfer" not in again.facts("one.mp4")
    found = bars(converter, again.folder / "one.mp4" / "poster.webp")
    require_range_of_a_screen(found)


def require_range_of_a_screen(found: list[int]) -> None:
    """Require levels as a screen shows them, by whichever curve of ITU-R BT.2390 or BT.2446."""
    assert found == sorted(found) and found[0] == 0
    black, one, ten, fifty, hundred, white, bright, brightest = found
    assert (black, one < 40, 50 < ten < 90, 125 < fifty < 170) == (0, True, True, True)
    assert 165 < hundred < 210 < white <= bright <= brightest
    assert brightest >= 250


def test_av1_is_coded_in_smaller_sizes(
    ladders: Made, converter: ConversionImage, sources: Path, tmp_path: Path
) -> None:
    folder = ladders.folder / "av1.mp4"
    variants, _ = read_multivariant((folder / "ladder.m3u8").read_text())
    assert [one["RESOLUTION"] for one in variants] == ["426x320", "320x240"]
    assert "VIDEO-RANGE" not in variants[0]
    # FFmpeg here has no decoder of AV1: the pictures are compared with those of dav1d.
    found = compared(converter, sources / "av1.mp4", folder, tmp_path)["av1_240.mp4"]
    assert found["pictures"] == 101
    assert found["least"] > LEAST_DECIBELS, found


def test_turned_av1_is_coded_upright(ladders: Made, shown: Made) -> None:
    variants, _ = read_multivariant((ladders.folder / "turned_av1.mp4" / "ladder.m3u8").read_text())
    assert [one["RESOLUTION"] for one in variants] == ["320x426", "240x320"]
    assert shown.facts("turned_av1.mp4")["width_pixels"] == 320


def test_turned_pictures_are_coded_upright(
    small: Path, converter: ConversionImage, sources: Path, tmp_path: Path
) -> None:
    found = compared(converter, sources / "turned.mov", small / "turned.mov", tmp_path)
    assert found["av1_own.mp4"]["size"] == [48, 64]
    assert found["av1_own.mp4"]["pictures"] == 20
    assert found["av1_own.mp4"]["least"] > LEAST_DECIBELS, found


def test_pictures_of_uneven_times_are_coded_at_theirs(
    small: Path, converter: ConversionImage, sources: Path, tmp_path: Path
) -> None:
    found = compared(converter, sources / "uneven.mov", small / "uneven.mov", tmp_path)
    times = [UNITS * one for one in (*range(2, 10), *range(12, 36, 2))]
    assert found["av1_own.mp4"]["times"] == times
    assert found["av1_own.mp4"]["least"] > LEAST_DECIBELS, found


def test_cut_beginning_is_cut_in_every_rendition(
    small: Path, converter: ConversionImage, tmp_path: Path
) -> None:
    lists = [
        edit_list((small / "cut.mov" / name).read_bytes()) for name in ("source.mp4", "av1_own.mp4")
    ]
    assert lists == 2 * [(0, 6 * UNITS)]
    whole = tmp_path / "hevc.mov"
    whole.write_bytes(HEVC)
    found = compared(converter, whole, small / "cut.mov", tmp_path)["av1_own.mp4"]
    assert (found["pictures"], found["times"][0]) == (20, 2 * UNITS)
    assert found["least"] > LEAST_DECIBELS, found


def edit_list(content: bytes) -> tuple[int, int]:
    """Return how long the one edit lasts, and where in the track it begins."""
    at = content.index(b"elst") + 4
    version, count, lasts, begins = struct.unpack_from(">IIQq", content, at)
    assert (version >> 24, count) == (1, 1)
    return lasts, begins
