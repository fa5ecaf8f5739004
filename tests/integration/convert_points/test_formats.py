"""E57, PLY, PTX and tables of numbers: all points, their colours, and what is left out is said."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.integration.convert_points.clouds import grid, ply, ptx
from tests.integration.convert_points.conftest import Made, PointsConverter
from tests.integration.convert_points.tiles import Archive, Array

pytestmark = [pytest.mark.container, pytest.mark.slow]

GRID = np.array(grid())


TABLES = [
    ("{x} {y} {z}", "", "height", ""),
    ("{x},{y},{z},255,0,{y}", "x,y,z,r,g,b\n", "rgb", ""),
    ("{x}\t{y}\t{z}\t12\t200\t100\t0", "125\n", "rgb", ""),
    ("{x} {y} {z} 0.6 0.0 0.8", "", "height", "3 columns without a name"),
    ("{x} {y} {z} 0.6 0.0 0.8", "//X Y Z Nx Ny Nz\n", "height", "nx, ny, nz"),
    ("{x},5;{y},5;{z},5", "", "height", ""),
]
ORDERS = ("ascii", "binary_little_endian", "binary_big_endian")
POSE = "0 1 0 0\n-1 0 0 0\n0 0 1 0\n10 20 30 1\n"


def table(line: str, head: str) -> bytes:
    """Return the grid as a table."""
    rows = [line.format(x=int(x), y=int(y), z=int(z)) for x, y, z in grid()]
    return (head + "\n".join(rows)).encode()


@pytest.fixture(scope="module")
def made(converter: PointsConverter, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Made]:
    """All small clouds."""
    scans, folder = tmp_path_factory.mktemp("scans"), tmp_path_factory.mktemp("formats")
    converter.run("make_e57.py", str(scans), folder=scans)
    files = {path.name: path.read_bytes() for path in scans.glob("*.e57")}
    files |= {f"{order}.ply": ply(grid(), order=order) for order in ORDERS}
    files |= {f"{at}.xyz": table(line, head) for at, (line, head, _, _) in enumerate(TABLES)}
    return converter.convert_many({**files, "a.ptx": ptx(grid(), pose=POSE)}, folder)


def points_of(archive: Archive) -> Array:
    """Return all points where the tileset places them, sorted."""
    points = archive.placed_points()
    return points[np.lexsort(np.round(points, 4).T)]


def sorted_grid() -> Array:
    return GRID[np.lexsort(GRID.T)]


@pytest.mark.parametrize(
    ("name", "points", "colours"),
    [("ColouredCubeDouble.e57", 7680, "rgb"), ("bunnyDouble.e57", 30_571, "height")],
)
def test_real_e57_keeps_its_points(
    converter: PointsConverter, samples: Path, name: str, points: int, colours: str
) -> None:
    outcome = converter.convert_points((samples / "pointcloud" / name).read_bytes())
    facts = outcome.manifest.facts
    assert (facts["points"], facts["colour_source"]) == (points, colours)
    assert facts["unit_status"] == "format"
    assert len(points_of(Archive(outcome.files["tileset.3tz"]))) == points


def test_scans_of_e57_come_into_one_frame(made: dict[str, Made]) -> None:
    points = points_of(made["posed.e57"].archive)
    turned = points[points[:, 0] > 50]
    assert (len(points), len(turned), made["posed.e57"].facts["scans"]) == (150, 50, 2)
    # A quarter turn brings x into y, and y into minus x.
    assert ((turned[:, 0] > 99) & (turned[:, 0] < 100)).all()
    assert ((turned[:, 1] > 0) & (turned[:, 1] < 1)).all()


def test_colours_and_intensities_of_e57_are_kept(made: dict[str, Made]) -> None:
    facts = made["coloured.e57"].facts
    assert (facts["intensity_minimum"], facts["intensity_maximum"]) == (0.0, 1.0)
    (tile,) = made["coloured.e57"].archive.tiles()
    assert tile.colours.mean(axis=0) == pytest.approx([0.0, 0.1274, 0.5776], abs=0.002)


def test_invalid_points_of_e57_are_left_out_and_counted(made: dict[str, Made]) -> None:
    facts = made["invalid.e57"].facts
    assert (facts["points"], facts["invalid_points"]) == (90, 10)


@pytest.mark.parametrize("order", ORDERS)
def test_ply_of_every_order_keeps_its_points(made: dict[str, Made], order: str) -> None:
    assert points_of(made[f"{order}.ply"].archive) == pytest.approx(sorted_grid(), abs=1e-5)


def test_ptx_is_moved_by_its_pose_and_empty_cells_are_counted(made: dict[str, Made]) -> None:
    facts = made["a.ptx"].facts
    assert (facts["points"], facts["empty_cells"]) == (124, 1)  # 0 0 0 is no echo
    low = points_of(made["a.ptx"].archive).min(axis=0)
    assert low == pytest.approx([10 - 4, 20, 30], abs=1e-5)


@pytest.mark.parametrize("at", range(len(TABLES)), ids=[line for line, *_ in TABLES])
def test_tables_are_read_by_their_columns(made: dict[str, Made], at: int) -> None:
    line, _, colours, left_out = TABLES[at]
    facts = made[f"{at}.xyz"].facts
    assert (facts["points"], facts["colour_source"]) == (125, colours)
    assert facts.get("left_out", "") == left_out
    offset = 0.5 if ";" in line else 0.0
    found = points_of(made[f"{at}.xyz"].archive)
    assert found == pytest.approx(sorted_grid() + offset, abs=1e-5)
