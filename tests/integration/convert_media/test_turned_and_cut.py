"""Pictures that a matrix turns and edit lists that cut the end: in what is copied and coded."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_media.conftest import HERE, Made, made
from tests.integration.convert_media.hevc import HEVC
from tests.integration.convert_media.turned_movies import MATRICES, cut_end, turned

pytestmark = [pytest.mark.container, pytest.mark.slow]

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)
CORNERS = {
    90: (BLUE, RED, WHITE, GREEN),
    180: (WHITE, BLUE, GREEN, RED),
    270: (GREEN, WHITE, RED, BLUE),
}
"""By degrees clockwise, of red, green, blue and white."""

KEPT, FRAMES = 12, 20
MOST_STEPS = 25
CUT = "half.mov"
RENDITION = "av1_own.mp4"


def coded(converter: ConversionImage, sources: Path, folder: Path) -> Path:
    """Code each file of a folder in its own size."""
    names = [str(path) for path in sorted(sources.iterdir())]
    converter.python_output(HERE / "code_rendition.py", str(folder), *names, folder=folder)
    return folder


@pytest.fixture(scope="module")
def sources(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> Path:
    work, folder = tmp_path_factory.mktemp("work"), tmp_path_factory.mktemp("sources")
    (work / "plain.mov").write_bytes(HEVC)
    once = coded(converter, work, tmp_path_factory.mktemp("once"))
    av1 = (once / "plain.mov" / RENDITION).read_bytes()
    for degrees in MATRICES:
        (folder / f"hevc{degrees}.mov").write_bytes(turned(HEVC, degrees))
        (folder / f"av1{degrees}.mp4").write_bytes(turned(av1, degrees))
    (folder / CUT).write_bytes(cut_end(HEVC, KEPT / FRAMES))
    return folder


@pytest.fixture(scope="module")
def renditions(
    converter: ConversionImage, sources: Path, tmp_path_factory: pytest.TempPathFactory
) -> Made:
    """Return what is shown of the coded renditions."""
    folder = coded(converter, sources, tmp_path_factory.mktemp("coded"))
    again = tmp_path_factory.mktemp("again")
    for path in folder.iterdir():
        (again / path.name).write_bytes((path / RENDITION).read_bytes())
    return made(converter, "video_to_web", again, tmp_path_factory.mktemp("played"))


def require_corners(made: Made, name: str, degrees: int) -> None:
    picture = made.picture(name, "poster.webp")
    found = [one[:3] for one in picture["corners"]]
    pairs = zip(found, CORNERS[degrees], strict=True)
    assert all(
        abs(a - b) <= MOST_STEPS for one, want in pairs for a, b in zip(one, want, strict=True)
    ), found
    assert picture["size"] == ([64, 48] if degrees == 180 else [48, 64])


@pytest.mark.parametrize("degrees", MATRICES)
@pytest.mark.parametrize("kind", ["hevc{}.mov", "av1{}.mp4"])
def test_turned_pictures_are_upright_where_they_are_copied_and_coded(
    shown: Made, renditions: Made, kind: str, degrees: int
) -> None:
    name = kind.format(degrees)
    require_corners(shown, name, degrees)
    assert shown.json(name, "video.json")["rotation_degrees"] == degrees
    require_corners(renditions, name, degrees)
    assert renditions.json(name, "video.json")["rotation_degrees"] == 0


def test_what_is_cut_off_at_the_end_is_left_out_and_told(shown: Made, renditions: Made) -> None:
    facts, again = shown.facts(CUT), renditions.facts(CUT)
    # Pictures that others need stay, though they are shown after the end.
    assert KEPT <= facts["frames"] <= KEPT + 3
    assert facts["duration_seconds"] == pytest.approx(facts["frames"] / 10, abs=1e-3)
    (warning,) = shown.json(CUT, "video.json")["warnings"]
    assert "cuts off at the end" in warning
    assert again["frames"] == facts["frames"]
    whole = len((shown.folder / "hevc90.mov" / "web.mp4").read_bytes())
    assert len((shown.folder / CUT / "web.mp4").read_bytes()) < 0.9 * whole
