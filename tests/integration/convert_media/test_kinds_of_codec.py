"""What browsers do not play is refused by its name, and with what to do; ProRes is coded anew."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.integration.conversion_batch import convert_batch
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_media.conftest import HERE, Made, made
from tests.integration.convert_media.movies import MovieFile
from tests.integration.convert_media.playlists import read_multivariant

pytestmark = [pytest.mark.container, pytest.mark.slow]

DECODED = {
    "apco": "ProRes 422 Proxy",
    "apcs": "ProRes 422 LT",
    "apcn": "ProRes 422",
    "apch": "ProRes 422 HQ",
    "ap4h": "ProRes 4444",
    "ap4x": "ProRes 4444 XQ",
    "jpeg": "Motion JPEG",
    "vp08": "VP8",
}
OTHERS = {
    "aprn": "ProRes RAW",
    "AVdn": "DNxHD",
    "AVdh": "DNxHR",
    "m2v1": "MPEG-2",
    "mpg2": "MPEG-2",
    "hdv3": "MPEG-2 of HDV",
    "xdvc": "MPEG-2 of XDCAM",
    "mx5p": "MPEG-2 of IMX",
    "dvcp": "DV",
    "ai15": "AVC-Intra",
    "encv": "encrypted pictures",
}
CORNERS = ((200, 60, 50), (60, 180, 90), (50, 80, 210), (235, 235, 235))
MOST_STEPS = 8
"""Of 255, that a colour may differ, coded three times; by the wrong matrix it differs by more."""


def movies(*codecs: str) -> dict[str, bytes]:
    return {one: MovieFile(codec=one.encode()).content() for one in codecs}


def test_codec_is_refused_by_name_and_with_what_to_do(
    converter: ConversionImage, tmp_path: Path
) -> None:
    files = movies(*DECODED, *OTHERS)
    ended = convert_batch(converter, files, "video_to_web", tmp_path, warm=("video.pictures",))
    assert {one.code for one in ended.values()} == {"SOURCE_UNSUPPORTED"}
    found = {codec: one.error["found"] for codec, one in ended.items()}
    assert found == {codec: f"{name} ({codec})" for codec, name in (DECODED | OTHERS).items()}
    asked = {codec for codec, one in ended.items() if "video_to_ladder" in one.error["expected"]}
    exported = {codec for codec, one in ended.items() if "export it as" in one.error["expected"]}
    assert (asked, exported) == (set(DECODED), set(OTHERS))


def test_ladder_refuses_what_it_does_not_decode_with_what_to_do(
    converter: ConversionImage, tmp_path: Path
) -> None:
    ended = convert_batch(
        converter, movies(*OTHERS), "video_to_ladder", tmp_path, warm=("ladder.write",)
    )
    assert {one.code for one in ended.values()} == {"SOURCE_UNSUPPORTED"}
    assert {codec: one.error["found"] for codec, one in ended.items()} == {
        codec: f"{name} ({codec})" for codec, name in OTHERS.items()
    }
    assert all("export it as H.264 in MP4" in one.error["expected"] for one in ended.values())


@pytest.fixture(scope="module")
def ladders(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> Made:
    sources, folder = tmp_path_factory.mktemp("prores"), tmp_path_factory.mktemp("ladders")
    converter.python_output(HERE / "make_prores.py", str(sources), folder=folder)
    return made(converter, "video_to_ladder", sources, folder)


@pytest.fixture(scope="module")
def shown(
    ladders: Made, converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    sources, folder = tmp_path_factory.mktemp("renditions"), tmp_path_factory.mktemp("shown")
    for name in ladders.told:
        rendition = (ladders.folder / name / "av1_full.mp4").read_bytes()
        (sources / name).write_bytes(rendition)
    return made(converter, "video_to_web", sources, folder)


# The colours of apch are those of BT.709.
@pytest.mark.parametrize("name", ["apcs.mov", "apch.mov", "ap4h.mov"])
def test_prores_is_coded_anew_in_its_colours(ladders: Made, shown: Made, name: str) -> None:
    variants, _ = read_multivariant((ladders.folder / name / "ladder.m3u8").read_text())
    assert [(one["URI"], one["RESOLUTION"]) for one in variants] == [("av1_full.m3u8", "128x72")]
    assert (shown.facts(name)["frames"], shown.facts(name)["frames_per_second"]) == (5, 25.0)
    found = np.array(shown.picture(name, "poster.webp")["corners"])[:, :3]
    assert np.abs(found - np.array(CORNERS)).max() <= MOST_STEPS, found
