"""Video: every picture and all sound come out as they were coded, at the same times."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_media.conftest import HERE, Made, made
from tests.integration.convert_media.fragments import boxes, segments, track_bytes
from tests.integration.convert_media.hevc import HEVC

pytestmark = [pytest.mark.container, pytest.mark.slow]

CORNERS = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255))
HIGH_CORNERS = ((170, 90, 80), (90, 160, 100), (90, 100, 170), (180, 180, 110))
TURNED = ((0, 0, 255), (255, 0, 0), (255, 255, 255), (0, 255, 0))

# Of all packets of the sample, one behind the other, as libavformat reads them (PyAV 18.1).
PICTURES_SHA256 = "fe3426163a77eb2d7e385378a8ba1913b0c91269033c5b83ee13699f9d680ca4"
SOUND_SHA256 = "e09cd4dff3f1a19e4026dc76f4477944d7bd5a11fc4a53aa955c2c2d1dc602cd"


@pytest.fixture(scope="session")
def source(samples: Path) -> bytes:
    return (samples / "video" / "max-heromode.mp4").read_bytes()


@pytest.fixture(scope="session")
def hero(converter: ConversionImage, source: bytes) -> Outcome:
    outcome = converter.convert("video_to_web", source)
    assert outcome.exit_code == 0, outcome.log
    return outcome


@pytest.fixture(scope="session")
def videos(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> Made:
    sources, folder = tmp_path_factory.mktemp("videos"), tmp_path_factory.mktemp("made")
    converter.python_output(HERE / "make_videos.py", str(sources), folder=folder)
    (sources / "hevc.mov").write_bytes(HEVC)
    return made(converter, "video_to_web", sources, folder)


def decoded(converter: ConversionImage, content: bytes, folder: Path) -> Any:  # noqa: ANN401
    path = folder / "video.mp4"
    path.write_bytes(content)
    return json.loads(converter.python_output(HERE / "decode_video.py", str(path), folder=folder))


def test_facts_are_those_of_the_sample(hero: Outcome) -> None:
    facts = dict(hero.manifest.facts)
    assert (facts["width_pixels"], facts["height_pixels"], facts["frames"]) == (848, 480, 315)
    assert facts["duration_seconds"] == pytest.approx(10.5105, abs=1e-3)
    assert (facts["video_codec"], facts["sound_codec"]) == ("avc1", "mp4a")
    assert facts["capture_time"] == "2019-11-18T15:45:32+00:00"


def test_pictures_and_sound_are_the_bytes_of_the_source(hero: Outcome) -> None:
    web = hero.files["web.mp4"]
    assert hashlib.sha256(track_bytes(web, 1)).hexdigest() == PICTURES_SHA256
    assert hashlib.sha256(track_bytes(web, 2)).hexdigest() == SOUND_SHA256


def test_another_reader_decodes_the_same_at_the_same_times(
    hero: Outcome, converter: ConversionImage, source: bytes, tmp_path: Path
) -> None:
    found = decoded(converter, hero.files["web.mp4"], tmp_path)
    assert len(found["times"]) == 315
    assert found == decoded(converter, source, tmp_path)


def test_every_segment_of_the_playlist_plays_by_itself(
    hero: Outcome, converter: ConversionImage, tmp_path: Path
) -> None:
    web = hero.files["web.mp4"]
    (start, length), parts = segments(hero.files["index.m3u8"].decode())
    beginning = web[start : start + length]
    frames = [
        len(decoded(converter, beginning + web[at : at + size], tmp_path)["times"])
        for _, at, size in parts
    ]
    assert frames == [120, 120, 75]
    assert sum(seconds for seconds, _, _ in parts) == pytest.approx(10.5105, abs=1e-3)
    assert parts[-1][1] + parts[-1][2] == len(web)


def test_track_of_the_camera_is_where_it_was(hero: Outcome) -> None:
    track = hero.json("track.json")
    places = track["geometry"]["coordinates"]
    assert (track["geometry"]["type"], len(places)) == ("LineString", 191)
    assert places[0][:2] == pytest.approx([-117.3273, 33.1268], abs=1e-4)
    times = track["properties"]["times_seconds"]
    assert times == sorted(times) and 10 < times[-1] < 10.6


def test_file_for_browsers_has_nothing_of_the_camera(hero: Outcome) -> None:
    top = dict(boxes(hero.files["web.mp4"]))
    assert [kind for kind, _ in boxes(top[b"moov"])] == [b"mvhd", b"trak", b"trak", b"mvex"]
    assert b"GoPro" not in hero.files["web.mp4"] and b"udta" not in top[b"moov"]


def test_same_file_gives_the_same_bytes(
    hero: Outcome, converter: ConversionImage, source: bytes
) -> None:
    assert converter.convert("video_to_web", source).files == hero.files


def test_damaged_telemetry_is_told_and_the_video_shown(
    converter: ConversionImage, source: bytes
) -> None:
    damaged = source.replace(b"GPS5l\x14", b"GPS5l\x15")
    outcome = converter.convert("video_to_web", damaged)
    assert outcome.exit_code == 0, outcome.log
    assert "track.json" not in outcome.files
    (warning,) = outcome.json("video.json")["warnings"]
    assert "telemetry" in warning


def corners_are(found: Any, expected: tuple[tuple[int, ...], ...]) -> bool:  # noqa: ANN401
    pairs = zip(found, expected, strict=True)
    return all(abs(a - b) <= 25 for one, want in pairs for a, b in zip(one, want, strict=False))


def test_poster_is_a_picture_in_which_there_is_something(videos: Made) -> None:
    assert videos.picture("plain.mp4", "poster.webp")["size"] == [128, 96]
    assert corners_are(videos.picture("plain.mp4", "poster.webp")["corners"], CORNERS)


def test_poster_has_the_colours_of_bt709(videos: Made) -> None:
    found = videos.picture("high.mp4", "poster.webp")["corners"]
    assert np.abs(np.array(found)[:, :3] - np.array(HIGH_CORNERS)).max() <= 4, found


def test_turned_video_is_shown_upright(videos: Made) -> None:
    facts = videos.facts("turned.mp4")
    assert (facts["width_pixels"], facts["height_pixels"]) == (96, 128)
    assert videos.picture("turned.mp4", "poster.webp")["size"] == [96, 128]
    assert corners_are(videos.picture("turned.mp4", "poster.webp")["corners"], TURNED)
    assert videos.json("turned.mp4", "video.json")["rotation_degrees"] == 90


def test_storyboard_says_when_its_pictures_are(videos: Made) -> None:
    board = videos.json("plain.mp4", "video.json")["storyboard"]
    assert board["times_seconds"] == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]
    width, height = board["columns"] * board["width_pixels"], board["height_pixels"]
    assert videos.picture("plain.mp4", "storyboard.webp")["size"] == [width, height]


def test_hevc_is_copied_picture_for_picture(
    videos: Made, converter: ConversionImage, tmp_path: Path
) -> None:
    facts = videos.facts("hevc.mov")
    assert (facts["video_codec"], facts["sound_codec"], facts["frames"]) == ("hvc1", "mp4a", 20)
    assert corners_are(videos.picture("hevc.mov", "poster.webp")["corners"], CORNERS)
    web = decoded(converter, (videos.folder / "hevc.mov" / "web.mp4").read_bytes(), tmp_path)
    assert len(web["times"]) == 20
    assert web == decoded(converter, HEVC, tmp_path)
