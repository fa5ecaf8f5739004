"""What is no photo or video, or a harmful one, is refused with a typed error."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.integration.conversion_batch import convert_batch
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_media.hostile_fragments import HOSTILE_FRAGMENTS
from tests.integration.convert_media.hostile_ladders import HOSTILE_LADDERS
from tests.integration.convert_media.hostile_matroska import HOSTILE_MATROSKA
from tests.integration.convert_media.hostile_movies import GOOD, HOSTILE_MOVIES
from tests.integration.convert_media.hostile_photos import HOSTILE_PHOTOS

pytestmark = [pytest.mark.container, pytest.mark.slow]

MOST_MEBIBYTES = 512
WARM = {
    "photo_to_web": ("photo.pictures", "photo.picture"),
    "video_to_web": ("video.pictures", "video.record"),
    "video_to_ladder": ("ladder.write",),
}


@pytest.mark.parametrize(
    ("name", "hostile"),
    [
        ("photo_to_web", HOSTILE_PHOTOS),
        ("video_to_web", HOSTILE_MOVIES),
        ("video_to_web", HOSTILE_FRAGMENTS),
        ("video_to_web", HOSTILE_MATROSKA),
        ("video_to_ladder", HOSTILE_LADDERS),
    ],
)
def test_hostile_files_are_refused(
    converter: ConversionImage,
    tmp_path: Path,
    name: str,
    hostile: Mapping[str, tuple[bytes, str]],
) -> None:
    files = {one: content for one, (content, _) in hostile.items()}
    ended = convert_batch(converter, files, name, tmp_path, warm=WARM[name])
    found = {
        one: end.error.get("code", f"{end.exit_code}: {end.log}") for one, end in ended.items()
    }
    assert found == {one: code for one, (_, code) in hostile.items()}
    assert {end.exit_code for end in ended.values()} == {10}
    assert {one for one, end in ended.items() if end.mebibytes > MOST_MEBIBYTES} == set()
    assert not any("secret" in str(end.error) for end in ended.values())


@pytest.mark.parametrize(
    ("name", "content"),
    [("photo_to_web", b"Dear all, the secret is 42"), ("video_to_web", GOOD)],
)
def test_refused_job_leaves_nothing_but_its_error(
    converter: ConversionImage, name: str, content: bytes
) -> None:
    outcome = converter.convert(name, content)
    assert (outcome.exit_code, list(outcome.files)) == (10, ["error.json"])
    assert outcome.error["code"].startswith("SOURCE_")
