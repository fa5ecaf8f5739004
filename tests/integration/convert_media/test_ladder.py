"""The ladder: the same pictures at the same times in every rendition, and close to the source's."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_media.conftest import HERE, Made, made
from tests.integration.convert_media.playlists import read_media, read_multivariant

pytestmark = [pytest.mark.container, pytest.mark.slow]

LEAST_DECIBELS = 32.0
"""Of any picture of the sample, which is shaken and full of grass."""

LEAST_DECIBELS_OF_GRADIENTS = 38.0


@pytest.fixture(scope="session")
def source(samples: Path) -> Path:
    return samples / "video" / "max-heromode.mp4"


@pytest.fixture(scope="session")
def ladder(converter: ConversionImage, source: Path) -> Outcome:
    outcome = converter.convert("video_to_ladder", source.read_bytes())
    assert outcome.exit_code == 0, outcome.log
    return outcome


@pytest.fixture(scope="session")
def coded(
    converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Made, Path]:
    sources, folder = tmp_path_factory.mktemp("to_code"), tmp_path_factory.mktemp("ladders")
    converter.python_output(HERE / "make_videos_to_code.py", str(sources), folder=folder)
    return made(converter, "video_to_ladder", sources, folder), sources


def compared(converter: ConversionImage, source: Path, folder: Path) -> dict[str, Any]:
    script = HERE / "decode_ladder.py"
    found: dict[str, Any] = json.loads(
        converter.python_output(script, str(source), str(folder), folder=folder)
    )
    return found


def test_playlist_names_every_rendition(ladder: Outcome) -> None:
    variants, others = read_multivariant(ladder.files["ladder.m3u8"].decode())
    assert [one["RESOLUTION"] for one in variants] == ["848x480", "636x360", "424x240"]
    assert [one["CODECS"] for one in variants] == [
        "avc1.4D402A,mp4a.40.2",
        "av01.0.01M.08,mp4a.40.2",
        "av01.0.00M.08,mp4a.40.2",
    ]
    assert {one["FRAME-RATE"] for one in variants} == {"29.970"}
    assert [one["URI"] for one in others] == ["sound.m3u8"]
    assert {one["URI"] for one in variants + others} <= ladder.files.keys()


def test_told_rates_are_those_of_the_files(ladder: Outcome) -> None:
    variants, (sound,) = read_multivariant(ladder.files["ladder.m3u8"].decode())
    heard = [one.length / one.seconds for one in segments(ladder, sound["URI"])]
    for one in variants:
        rates = [part.length / part.seconds for part in segments(ladder, one["URI"])]
        told = int(one["BANDWIDTH"])
        assert told == pytest.approx(8 * (max(rates) + max(heard)), abs=2)
        assert int(one["AVERAGE-BANDWIDTH"]) <= told
    rates = [int(one["BANDWIDTH"]) for one in variants]
    assert rates == sorted(rates, reverse=True)


def segments(ladder: Outcome, uri: str) -> Any:  # noqa: ANN401 - segments
    return read_media(ladder.files[uri].decode()).segments


def test_segments_begin_at_the_same_times(ladder: Outcome) -> None:
    variants, _ = read_multivariant(ladder.files["ladder.m3u8"].decode())
    seconds = [[part.seconds for part in segments(ladder, one["URI"])] for one in variants]
    assert seconds[0] == pytest.approx([4.004, 4.004, 2.5025], abs=1e-6)
    assert all(one == pytest.approx(seconds[0], abs=1e-6) for one in seconds)


def test_segments_follow_each_other_to_the_end_of_the_file(ladder: Outcome) -> None:
    lists = [name for name in ladder.files if name.endswith(".m3u8") and name != "ladder.m3u8"]
    assert len(lists) == 4
    for name in lists:
        played = read_media(ladder.files[name].decode())
        content = ladder.files[played.beginning[0]]
        assert content[4:8] == b"ftyp" and played.beginning[1] == 0
        assert all(content[one.start + 4 : one.start + 8] == b"moof" for one in played.segments)
        assert all(a.start + a.length == b.start for a, b in pairwise(played.segments))
        assert played.segments[-1].start + played.segments[-1].length == len(content)


def test_every_picture_is_there_and_like_that_of_the_source(
    ladder: Outcome, converter: ConversionImage, source: Path, tmp_path: Path
) -> None:
    for name in ("av1_360.mp4", "av1_240.mp4"):
        (tmp_path / name).write_bytes(ladder.files[name])
    found = compared(converter, source, tmp_path)
    assert {one["pictures"] for one in found.values()} == {315}
    assert all(one["keys"] == [0, 120, 240] for one in found.values())
    assert all(one["least"] > LEAST_DECIBELS for one in found.values()), found


def test_codecs_that_browsers_lack_are_coded_in_their_own_size(
    coded: tuple[Made, Path], converter: ConversionImage
) -> None:
    ladders, sources = coded
    # Every picture of Motion JPEG is a key picture: the last one is a fragment of its own.
    for name, lasts in (("motion_jpeg.mov", [4.0, 0.04]), ("mpeg4_visual.mp4", [4.04])):
        variants, others = read_multivariant((ladders.folder / name / "ladder.m3u8").read_text())
        assert [one["RESOLUTION"] for one in variants] == ["426x320", "320x240"]
        assert not others
        listed = read_media((ladders.folder / name / "av1_full.m3u8").read_text())
        assert [one.seconds for one in listed.segments] == pytest.approx(lasts)
        found = compared(converter, sources / name, ladders.folder / name)
        assert {one["pictures"] for one in found.values()} == {101}
        assert all(one["least"] > LEAST_DECIBELS_OF_GRADIENTS for one in found.values()), found


def same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()


def test_same_video_gives_the_same_bytes(
    coded: tuple[Made, Path], converter: ConversionImage, tmp_path: Path
) -> None:
    ladders, sources = coded
    again = made(converter, "video_to_ladder", sources, tmp_path)
    files = [f"{name}/{file}" for name, one in again.told.items() for file in one["files"]]
    assert len(files) == 10
    assert [one for one in files if not same(tmp_path / one, ladders.folder / one)] == []
    assert again.told == ladders.told


def test_rendition_in_fragments_is_a_video_that_is_read_again(
    ladder: Outcome, converter: ConversionImage
) -> None:
    for name, codec in (("source.mp4", "avc1"), ("av1_240.mp4", "av01")):
        again = converter.convert("video_to_web", ladder.files[name])
        assert again.exit_code == 0, again.log
        facts = dict(again.manifest.facts)
        assert (facts["frames"], facts["video_codec"]) == (315, codec)
        assert facts["duration_seconds"] == pytest.approx(10.5105, abs=1e-3)
