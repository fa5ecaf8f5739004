"""Files that say they are splats and lie: each refused with its own code."""

from __future__ import annotations

import numpy as np
import pytest

from tests.integration.conversion_batch import Ended, convert_batch
from tests.integration.conversion_image import ConversionImage
from tests.integration.convert_splat.conftest import Scene

pytestmark = [pytest.mark.container, pytest.mark.slow]

BALL = Scene.ball(50, coefficients=3)
EMPTY = Scene({name: column[:0] for name, column in BALL.columns.items()})
NAN, LARGE = np.full(50, np.nan), np.full(50, 1e30)
DAMAGED, UNSUPPORTED, BOUNDS = "SOURCE_DAMAGED", "SOURCE_UNSUPPORTED", "SOURCE_BOUNDS_INVALID"
COMPLEX, UNREADABLE = "SOURCE_TOO_COMPLEX", "SOURCE_UNREADABLE"


def with_count(count: int, content: bytes = BALL.ply()) -> bytes:
    return content.replace(b"vertex 50", b"vertex %d" % count)


CASES: dict[str, tuple[bytes, str]] = {
    "header alone": (b"ply\n", UNREADABLE),
    "endless header": (b"ply\n" + b"comment x\n" * 100_000, UNREADABLE),
    "no format": (BALL.ply().replace(b"format", b"farmat", 1), UNREADABLE),
    "unknown order": (BALL.ply().replace(b"little", b"middle", 1), UNREADABLE),
    "count of text": (BALL.ply().replace(b"vertex 50", b"vertex x5"), UNREADABLE),
    "count below zero": (BALL.ply().replace(b"vertex 50", b"vertex -5"), UNREADABLE),
    "cut": (BALL.ply()[:-1], DAMAGED),
    "one too many": (with_count(51), DAMAGED),
    "four billion": (with_count(2**32 - 1), COMPLEX),
    "more than all memory": (with_count(10**30), COMPLEX),
    "nine million of fifty": (with_count(9_000_000), DAMAGED),
    "text of nine million": (with_count(9_000_000, BALL.text()), DAMAGED),
    "text with a word": (BALL.text().rsplit(b" ", 1)[0] + b" secret", DAMAGED),
    "no splats": (EMPTY.ply(), "SOURCE_EMPTY"),
    "no rotation": (BALL.without("rot_3").ply(), UNSUPPORTED),
    "no opacity": (BALL.without("opacity").ply(), UNSUPPORTED),
    "half a degree": (BALL.without("f_rest_8").ply(), UNSUPPORTED),
    "property twice": (BALL.ply().replace(b"float rot_3", b"float rot_2"), DAMAGED),
    "list": (BALL.ply().replace(b"property float x", b"property list uchar int x"), UNSUPPORTED),
    "type": (BALL.ply().replace(b"property float x", b"property quad x"), UNSUPPORTED),
    "faces first": (
        BALL.ply().replace(b"element vertex", b"element face 1\nelement vertex"), UNSUPPORTED
    ),
    "no places": (BALL.changed(x=NAN).ply(), BOUNDS),
    "places without bounds": (BALL.changed(y=LARGE).ply(), BOUNDS),
    "infinite sizes": (BALL.changed(scale_0=NAN + np.inf).ply(), BOUNDS),
    "colours not numbers": (BALL.changed(f_dc_1=NAN).ply(), BOUNDS),
    "splat cut": (BALL.splat()[:-1], DAMAGED),
    "splat of zeros": (bytes(32 * 100), BOUNDS),
    "splat of noise": (b"\xff" * 320, BOUNDS),
}  # fmt: skip


@pytest.fixture(scope="module")
def found(converter: ConversionImage, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Ended]:
    files = {name: content for name, (content, _) in CASES.items()}
    folder = tmp_path_factory.mktemp("splats")
    return convert_batch(converter, files, "splat_to_spz", folder, warm=("source", "thumbnail"))


@pytest.mark.parametrize("case", CASES)
def test_hostile_file_is_refused_with_its_code(found: dict[str, Ended], case: str) -> None:
    ended = found[case]
    assert (ended.exit_code, ended.code) == (10, CASES[case][1])
    assert "secret" not in str(ended.error)
    assert not (ended.folder / "splats.spz").exists()


@pytest.mark.parametrize("case", ["four billion", "no places"])
def test_job_leaves_nothing_but_the_error(converter: ConversionImage, case: str) -> None:
    content, code = CASES[case]
    outcome = converter.convert("splat_to_spz", content)
    assert outcome.exit_code == 10
    assert list(outcome.files) == ["error.json"]
    assert outcome.error["code"] == code


def test_extreme_but_valid_splats_are_drawn(converter: ConversionImage) -> None:
    scene = BALL.changed(
        scale_0=np.full(50, 80.0), opacity=np.full(50, 1e30), rot_0=np.zeros(50),
        rot_1=np.zeros(50), rot_2=np.zeros(50), rot_3=np.zeros(50),
    )  # fmt: skip
    outcome = converter.convert("splat_to_spz", scene.ply())
    assert outcome.exit_code == 0, outcome.log
    assert outcome.manifest.facts["splats"] == 50
