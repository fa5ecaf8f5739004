"""Splats → SPZ: read back by the reference implementation and compared value by value."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_splat.conftest import DEGREE_0, Scene

pytestmark = [pytest.mark.container, pytest.mark.slow]

PIXELS = Path(__file__).parent / "pixels.py"
READER = Path(__file__).parent / "read_spz.mjs"
Columns = dict[str, NDArray[Any]]


@pytest.fixture(scope="module")
def scene() -> Scene:
    return Scene.ball()


@pytest.fixture(scope="module")
def outcome(converter: ConversionImage, scene: Scene) -> Outcome:
    return converter.convert("splat_to_spz", scene.ply())


def read(outcome: Outcome, root: Path, folder: Path) -> Columns:
    """Return the columns that the reference implementation reads, one row a splat."""
    if not (root / "node_modules" / "@adobe" / "spz").is_dir():
        pytest.skip("no reader of SPZ: run `make setup`")
    assert outcome.exit_code == 0, outcome.log
    path = folder / "splats.spz"
    path.write_bytes(outcome.files["splats.spz"])
    ended = subprocess.run(["node", READER, root, path], check=True, capture_output=True, text=True)
    told = json.loads(ended.stdout.splitlines()[-1])
    count = told["count"]
    return {
        name: np.array(told[name]).reshape(count, -1)
        for name in ("positions", "scales", "rotations", "alphas", "colors", "sh")
    }


@pytest.fixture(scope="module")
def columns(
    outcome: Outcome, repository_root: Path, tmp_path_factory: pytest.TempPathFactory
) -> Columns:
    return read(outcome, repository_root, tmp_path_factory.mktemp("spz"))


def of(scene: Scene, *names: str) -> NDArray[Any]:
    return np.stack([scene.columns[name] for name in names], axis=1)


def test_every_splat_comes_out_where_it_was(columns: Columns, scene: Scene) -> None:
    expected = of(scene, "x", "y", "z")
    assert columns["positions"].shape == expected.shape
    assert np.abs(columns["positions"] - expected).max() < 2**-16


def test_sizes_and_opacities_are_kept_to_a_step(columns: Columns, scene: Scene) -> None:
    scales = of(scene, "scale_0", "scale_1", "scale_2")
    assert np.abs(columns["scales"] - scales).max() <= 1 / 32 + 1e-6
    before, after = (1 / (1 + np.exp(-one)) for one in (of(scene, "opacity"), columns["alphas"]))
    assert np.abs(before - after).max() <= 0.5 / 255 + 1e-5


def test_rotations_are_kept_to_a_fraction_of_a_degree(columns: Columns, scene: Scene) -> None:
    before = of(scene, "rot_1", "rot_2", "rot_3", "rot_0")
    cosine = np.abs((before * columns["rotations"]).sum(axis=1)).clip(0, 1)
    assert np.degrees(2 * np.arccos(cosine)).max() < 0.4


def test_colours_and_harmonics_are_kept(columns: Columns, scene: Scene) -> None:
    colours = of(scene, "f_dc_0", "f_dc_1", "f_dc_2")
    assert np.abs(columns["colors"] - colours).max() <= 0.5 / (0.15 * 255) + 1e-5
    names = [f"f_rest_{colour * 15 + at}" for at in range(15) for colour in range(3)]
    away = np.abs(columns["sh"] - of(scene, *names))
    assert away[:, :9].max() <= 4.5 / 128 + 1e-6
    assert away[:, 9:].max() <= 8.5 / 128 + 1e-6


def test_file_is_a_fraction_of_the_source(outcome: Outcome, scene: Scene) -> None:
    facts = outcome.manifest.facts
    assert (facts["splats"], facts["harmonics_degree"]) == (2000, 3)
    assert facts["width_units"] == pytest.approx(4, abs=0.02)
    assert len(outcome.files["splats.spz"]) < 0.17 * len(scene.ply())


def test_thumbnail_shows_red_above_blue(
    converter: ConversionImage, outcome: Outcome, tmp_path: Path
) -> None:
    (tmp_path / "thumbnail.webp").write_bytes(outcome.files["thumbnail.webp"])
    converter.python_output(PIXELS, "thumbnail.webp", "levels.npy", folder=tmp_path)
    levels = np.load(tmp_path / "levels.npy").astype(int)
    assert levels.shape == (512, 512, 4)
    top, bottom = levels[20:60, 236:276], levels[460:490, 236:276]
    assert (top[..., 0] > top[..., 2] + 100)[top[..., 3] > 200].all()
    assert (bottom[..., 2] > bottom[..., 0] + 100)[bottom[..., 3] > 200].all()
    assert levels[2, 2, 3] == 0 and levels[256, 256, 3] > 50


def test_text_and_both_byte_orders_give_the_same_bytes(
    converter: ConversionImage, outcome: Outcome, scene: Scene
) -> None:
    for content in (scene.ply(">"), scene.text()):
        again = converter.convert("splat_to_spz", content)
        assert again.files["splats.spz"] == outcome.files["splats.spz"]
        assert again.files["thumbnail.webp"] == outcome.files["thumbnail.webp"]


def test_splat_file_comes_out_as_it_was(
    converter: ConversionImage, scene: Scene, repository_root: Path, tmp_path: Path
) -> None:
    outcome = converter.convert("splat_to_spz", scene.splat())
    found = read(outcome, repository_root, tmp_path)
    assert np.abs(found["positions"] - of(scene, "x", "y", "z")).max() < 2**-15
    assert outcome.manifest.facts["harmonics_degree"] == 0
    colours = 0.5 + DEGREE_0 * found["colors"]
    expected = 0.5 + DEGREE_0 * of(scene, "f_dc_0", "f_dc_1", "f_dc_2")
    assert np.abs(colours - expected).max() < 0.01


def test_single_splats_without_a_place_are_left_out(
    converter: ConversionImage, scene: Scene
) -> None:
    x = scene.columns["x"].copy()
    x[:3] = np.nan
    outcome = converter.convert("splat_to_spz", scene.changed(x=x).ply())
    facts = outcome.manifest.facts
    assert (facts["splats"], facts["splats_left_out"]) == (1997, 3)
