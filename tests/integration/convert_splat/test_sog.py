"""Splats → SOG: read back by a reader of the specification and compared value by value."""

from __future__ import annotations

import io
import os
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.integration.conversion_image import ConversionImage, Outcome
from tests.integration.convert_splat.conftest import DEGREE_0, Scene

pytestmark = [pytest.mark.container, pytest.mark.slow]

READER = Path(__file__).parent / "read_sog.py"
Array = NDArray[Any]
Columns = dict[str, Array]


def shaded(count: int = 4000) -> Scene:
    """Return a ball whose harmonics follow the place, as trained ones do, with noise of 0.01."""
    scene, random = Scene.ball(count), np.random.default_rng(5)
    places = np.stack([scene.columns[axis] for axis in "xyz"], axis=1) - (1, -3, 5)
    values = places @ random.normal(0, 0.1, (3, 45)) + random.normal(0, 0.01, (count, 45))
    return scene.changed(**{f"f_rest_{at}": values[:, at] for at in range(45)})


@pytest.fixture(scope="module")
def scene() -> Scene:
    return shaded()


@pytest.fixture(scope="module")
def outcome(converter: ConversionImage, scene: Scene) -> Outcome:
    outcome = converter.convert("splat_to_spz", scene.ply())
    assert outcome.exit_code == 0, outcome.log
    return outcome


def read(converter: ConversionImage, outcome: Outcome, folder: Path) -> Columns:
    (folder / "splats.sog").write_bytes(outcome.files["splats.sog"])
    converter.python_output(READER, "splats.sog", "columns.npz", folder=folder)
    with np.load(folder / "columns.npz") as columns:
        return dict(columns)


@pytest.fixture(scope="module")
def columns(
    converter: ConversionImage, outcome: Outcome, tmp_path_factory: pytest.TempPathFactory
) -> Columns:
    return read(converter, outcome, tmp_path_factory.mktemp("sog"))


@pytest.fixture(scope="module")
def original(scene: Scene, columns: Columns) -> Scene:
    """Return the scene in the order of the file: each splat is the nearest one."""
    return in_order_of(columns["positions"], scene)


def in_order_of(positions: Array, scene: Scene) -> Scene:
    places = of(scene, "x", "y", "z")
    away = ((positions[:, None, :] - places[None]) ** 2).sum(axis=2)
    order = away.argmin(axis=1)
    assert sorted(order.tolist()) == list(range(len(places)))
    return Scene({name: column[order] for name, column in scene.columns.items()})


def of(scene: Scene, *names: str) -> Array:
    return np.stack([scene.columns[name] for name in names], axis=1)


def harmonics_of(scene: Scene) -> Array:
    names = [f"f_rest_{colour * 15 + at}" for at in range(15) for colour in range(3)]
    return of(scene, *names).reshape(-1, 15, 3)


def test_every_splat_comes_out_where_it_was(
    columns: Columns, original: Scene, outcome: Outcome
) -> None:
    expected = of(original, "x", "y", "z")
    size = np.ptp(np.sign(expected) * np.log1p(np.abs(expected)), axis=0)
    bound = (1 + np.abs(expected)) * np.expm1(0.5 * size / 65535 + 1e-9)
    away = np.abs(columns["positions"] - expected)
    assert (away <= bound + 1e-6).all()
    assert away.max() <= float(outcome.manifest.facts["sog_position_step_units"]) / 2 + 1e-6


def test_sizes_colours_and_opacities_are_kept(columns: Columns, original: Scene) -> None:
    scales = of(original, "scale_0", "scale_1", "scale_2")
    colours = of(original, "f_dc_0", "f_dc_1", "f_dc_2")
    for found, expected in ((columns["scales"], scales), (columns["colours"], colours)):
        away = np.abs(found - expected)
        assert away.max() <= np.ptp(expected) / 127 / 2 + 1e-5
        assert np.sqrt((away * away).mean()) <= np.ptp(expected) / 600
    opacities = 1 / (1 + np.exp(-original.columns["opacity"]))
    assert np.abs(columns["opacities"] - opacities).max() <= 0.5 / 255 + 1e-6


def test_rotations_are_kept_to_a_degree(columns: Columns, original: Scene) -> None:
    before = of(original, *(f"rot_{at}" for at in range(4)))
    cosine = np.abs((before * columns["rotations"]).sum(axis=1)).clip(0, 1)
    assert np.degrees(2 * np.arccos(cosine)).max() < 1.1


def test_harmonics_are_kept_as_well_as_the_fact_says(
    columns: Columns, original: Scene, outcome: Outcome
) -> None:
    expected = harmonics_of(original)
    away = columns["harmonics"] - expected
    found = float(np.sqrt((away * away).mean()))
    told = float(outcome.manifest.facts["sog_harmonics_rms_error"])
    assert found == pytest.approx(told, rel=0.05)
    assert found < 0.15 * np.sqrt((expected * expected).mean())


def test_same_splats_give_the_same_bytes(
    converter: ConversionImage, scene: Scene, outcome: Outcome
) -> None:
    again = converter.convert("splat_to_spz", scene.ply(">"))
    assert again.files["splats.sog"] == outcome.files["splats.sog"]


def test_archive_is_what_a_browser_reads(outcome: Outcome) -> None:
    with zipfile.ZipFile(io.BytesIO(outcome.files["splats.sog"])) as archive:
        members = archive.infolist()
    assert members[0].filename == "meta.json"
    assert {one.compress_type for one in members} == {zipfile.ZIP_STORED}
    assert len(outcome.files["splats.sog"]) < len(outcome.files["splats.spz"])


def test_splats_without_harmonics_are_written_without(
    converter: ConversionImage, scene: Scene, tmp_path: Path
) -> None:
    outcome = converter.convert("splat_to_spz", scene.splat())
    found = read(converter, outcome, tmp_path)
    assert "harmonics" not in found
    assert "sog_harmonics_rms_error" not in outcome.manifest.facts
    original = in_order_of(found["positions"], scene)
    expected = 0.5 + DEGREE_0 * of(original, "f_dc_0", "f_dc_1", "f_dc_2")
    assert np.abs(0.5 + DEGREE_0 * found["colours"] - expected).max() < 0.01


@pytest.mark.parametrize("coefficients", [3, 8])
def test_lower_degrees_keep_their_coefficients(
    converter: ConversionImage, tmp_path: Path, coefficients: int
) -> None:
    scene = Scene.ball(40, coefficients)
    values = {f"f_rest_{at}": np.full(40, at / 100) for at in range(3 * coefficients)}
    outcome = converter.convert("splat_to_spz", scene.changed(**values).ply())
    found = read(converter, outcome, tmp_path)["harmonics"]
    expected = np.arange(3 * coefficients).reshape(3, coefficients).T / 100
    assert found.shape == (40, coefficients, 3)
    assert np.abs(found - expected).max() < 0.25 / 255


def test_harmonics_beyond_all_colours_are_clamped_and_counted(
    converter: ConversionImage, tmp_path: Path
) -> None:
    scene = Scene.ball(40, 3)
    values = np.zeros(40)
    values[:3] = 100, -5, 4
    outcome = converter.convert("splat_to_spz", scene.changed(f_rest_0=values).ply())
    found = read(converter, outcome, tmp_path)
    assert outcome.manifest.facts["sog_harmonics_clamped_splats"] == 2
    assert np.abs(found["harmonics"]).max() <= 4 + 1e-6


def test_a_single_splat_is_a_scene(converter: ConversionImage, tmp_path: Path) -> None:
    scene = Scene({name: column[:1] for name, column in Scene.ball(20).columns.items()})
    outcome = converter.convert("splat_to_spz", scene.ply())
    assert outcome.exit_code == 0, outcome.log
    found = read(converter, outcome, tmp_path)
    assert found["positions"] == pytest.approx(of(scene, "x", "y", "z"), abs=1e-6)
    assert found["harmonics"] == pytest.approx(harmonics_of(scene), abs=0.004)


def test_the_format_s_own_tool_reads_the_same(
    outcome: Outcome, columns: Columns, repository_root: Path, tmp_path: Path
) -> None:
    peers = repository_root / ".build" / "peers" / "node_modules" / ".bin" / "splat-transform"
    tool = Path(os.environ.get("SPLAT_TRANSFORM", peers))
    if not tool.exists():
        pytest.skip("no splat-transform: install it, or set SPLAT_TRANSFORM")
    (tmp_path / "splats.sog").write_bytes(outcome.files["splats.sog"])
    command = ["node", str(tool), "-g", "cpu", "splats.sog", "splats.ply"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    head, rows = (tmp_path / "splats.ply").read_bytes().split(b"end_header\n", 1)
    names = [line.split()[2] for line in head.decode().splitlines() if line[:8] == "property"]
    table = np.frombuffer(rows, [(name, "<f4") for name in names])
    for axis, name in enumerate("xyz"):
        assert table[name] == pytest.approx(columns["positions"][:, axis], abs=1e-5)
        assert table[f"scale_{axis}"] == pytest.approx(columns["scales"][:, axis], abs=1e-5)
        assert table[f"f_dc_{axis}"] == pytest.approx(columns["colours"][:, axis], abs=1e-5)
    for at in range(45):
        found = columns["harmonics"][:, at % 15, at // 15]
        assert table[f"f_rest_{at}"] == pytest.approx(found, abs=1e-5)
    turns = np.stack([table[f"rot_{at}"] for at in range(4)], axis=1)
    assert np.abs((turns * columns["rotations"]).sum(axis=1)) == pytest.approx(1, abs=1e-5)
