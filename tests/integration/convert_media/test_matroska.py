"""Matroska and WebM: the coded pictures and sound of the file, at its times, as MP4."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_media.conftest import HERE, Made, made
from tests.integration.convert_media.fragments import boxes, track_bytes
from tests.integration.convert_media.hevc import HEVC
from tests.integration.convert_media.playlists import read_multivariant
from tests.integration.convert_media.test_videos import (
    CORNERS,
    PICTURES_SHA256,
    SOUND_SHA256,
    TURNED,
    corners_are,
    decoded,
)

pytestmark = [pytest.mark.container, pytest.mark.slow]

OF_THE_SAMPLE = ("known.mkv", "live.mkv")
CODED_ANEW = ("vp8.webm", "mpeg4.mkv")


@pytest.fixture(scope="session")
def sources(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("matroska")
    (folder.parent / "hevc.mov").write_bytes(HEVC)
    script, hevc = HERE / "make_matroska.py", str(folder.parent / "hevc.mov")
    converter.python_output(script, str(folder), hevc, folder=folder)
    return folder


@pytest.fixture(scope="session")
def videos(
    converter: ConversionImage, sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    played = tmp_path_factory.mktemp("played")
    for path in sources.iterdir():
        if path.name not in CODED_ANEW:
            (played / path.name).write_bytes(path.read_bytes())
    return made(converter, "video_to_web", played, tmp_path_factory.mktemp("made"))


@pytest.fixture(scope="session")
def hero(
    converter: ConversionImage, samples: Path, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    folder, hevc = tmp_path_factory.mktemp("hero"), tmp_path_factory.mktemp("hevc") / "hevc.mov"
    hevc.write_bytes(HEVC)
    sample = str(samples / "video" / "max-heromode.mp4")
    script = HERE / "make_matroska.py"
    converter.python_output(script, str(folder), str(hevc), sample, folder=folder)
    for path in folder.iterdir():
        if path.name not in OF_THE_SAMPLE:
            path.unlink()
    return made(converter, "video_to_web", folder, tmp_path_factory.mktemp("made"))


@pytest.mark.parametrize("name", OF_THE_SAMPLE)
def test_pictures_and_sound_are_the_bytes_of_the_camera(hero: Made, name: str) -> None:
    web = (hero.folder / name / "web.mp4").read_bytes()
    assert hashlib.sha256(track_bytes(web, 1)).hexdigest() == PICTURES_SHA256
    assert hashlib.sha256(track_bytes(web, 2)).hexdigest() == SOUND_SHA256


@pytest.mark.parametrize("name", OF_THE_SAMPLE)
def test_facts_are_those_of_the_camera(hero: Made, name: str) -> None:
    facts = hero.facts(name)
    assert (facts["width_pixels"], facts["height_pixels"], facts["frames"]) == (848, 480, 315)
    assert facts["duration_seconds"] == pytest.approx(10.5105, abs=2e-3)
    assert (facts["video_codec"], facts["sound_codec"]) == ("avc1", "mp4a")
    assert facts["capture_time"] == "2019-11-19T15:26:40+00:00"


@pytest.mark.parametrize("name", OF_THE_SAMPLE)
def test_pictures_are_shown_when_the_camera_shows_them(
    hero: Made, name: str, converter: ConversionImage, samples: Path, tmp_path: Path
) -> None:
    web = decoded(converter, (hero.folder / name / "web.mp4").read_bytes(), tmp_path)
    wanted = decoded(converter, (samples / "video" / "max-heromode.mp4").read_bytes(), tmp_path)
    assert web["checksums"] == wanted["checksums"]
    assert web["times"] == pytest.approx(wanted["times"], abs=1.0)  # milliseconds


@pytest.mark.parametrize("name", OF_THE_SAMPLE)
def test_fragments_begin_where_those_of_the_camera_do(hero: Made, name: str) -> None:
    begins = [one["seconds"] for one in hero.json(name, "video.json")["fragments"]]
    assert begins == pytest.approx([0, 4.004, 8.008], abs=1e-3)


def test_pictures_out_of_order_are_shown_in_theirs(
    videos: Made, converter: ConversionImage, tmp_path: Path
) -> None:
    web = decoded(converter, (videos.folder / "hevc.mkv" / "web.mp4").read_bytes(), tmp_path)
    wanted = decoded(converter, HEVC, tmp_path)
    assert len(web["checksums"]) == 20
    assert web["checksums"] == wanted["checksums"]
    assert web["times"] == pytest.approx(wanted["times"], abs=1.0)
    assert corners_are(videos.picture("hevc.mkv", "poster.webp")["corners"], CORNERS)


@pytest.mark.parametrize("name", ["vp9.mkv", "vp9.webm", "turned.mkv"])
def test_what_another_writer_wrote_is_decoded_the_same(
    videos: Made, sources: Path, converter: ConversionImage, tmp_path: Path, name: str
) -> None:
    web = decoded(converter, (videos.folder / name / "web.mp4").read_bytes(), tmp_path)
    assert len(web["times"]) == 150
    assert web == decoded(converter, (sources / name).read_bytes(), tmp_path)


def test_vp9_is_named_with_its_level(videos: Made) -> None:
    entry = setup_of(videos, "vp9.webm", b"vpcC")
    # Profile 0, level 1.0, eight bits, 4:2:0 and limited range; 128 x 96 pixels 25 times a second.
    assert entry[4:7] == bytes((0, 10, 0x82))


def setup_of(videos: Made, name: str, kind: bytes) -> bytes:
    content = (videos.folder / name / "web.mp4").read_bytes()
    at = content.index(kind)
    return content[at + 4 : at + int.from_bytes(content[at - 4 : at], "big") - 4]


def test_turned_video_is_shown_upright(videos: Made) -> None:
    facts = videos.facts("turned.mkv")
    assert (facts["width_pixels"], facts["height_pixels"]) == (96, 128)
    assert corners_are(videos.picture("turned.mkv", "poster.webp")["corners"], TURNED)
    assert videos.json("turned.mkv", "video.json")["rotation_degrees"] == 90


def test_file_for_browsers_has_no_more_than_its_tracks(videos: Made) -> None:
    top = dict(boxes((videos.folder / "vp9.mkv" / "web.mp4").read_bytes()))
    assert [kind for kind, _ in boxes(top[b"moov"])] == [b"mvhd", b"trak", b"mvex"]


@pytest.mark.parametrize("name", CODED_ANEW)
def test_codec_that_browsers_lack_is_refused_with_what_to_do(
    converter: ConversionImage, sources: Path, name: str
) -> None:
    outcome = converter.convert("video_to_web", (sources / name).read_bytes())
    assert (outcome.exit_code, outcome.error["code"]) == (10, "SOURCE_UNSUPPORTED")
    assert "video_to_ladder" in outcome.error["expected"]


def test_codec_that_browsers_lack_is_coded_anew(
    converter: ConversionImage, sources: Path, tmp_path: Path
) -> None:
    chosen, folder = tmp_path / "chosen", tmp_path / "ladders"
    chosen.mkdir()
    folder.mkdir()
    for name in (*CODED_ANEW, "vp9.webm"):
        (chosen / name).write_bytes((sources / name).read_bytes())
    ladders = made(converter, "video_to_ladder", chosen, folder)
    for name in CODED_ANEW:
        variants, _ = read_multivariant((ladders.folder / name / "ladder.m3u8").read_text())
        assert [one["URI"] for one in variants] == ["av1_full.m3u8"]
        found = compared(converter, chosen / name, ladders.folder / name, tmp_path)
        assert found["av1_full.mp4"]["pictures"] == 150
        assert found["av1_full.mp4"]["least"] > 30, found
    assert ladders.facts("vp9.webm")["renditions"] == 1


def compared(converter: ConversionImage, source: Path, ladder: Path, folder: Path) -> Any:  # noqa: ANN401
    script = HERE / "decode_ladder.py"
    return json.loads(converter.python_output(script, str(source), str(ladder), folder=folder))
