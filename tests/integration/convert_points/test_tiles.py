"""3D Tiles: valid by the rules, every point once, in metres and in its place."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tests.integration.conversion_image import Outcome
from tests.integration.convert_points.clouds import Las, geotiff_record, grid, ply
from tests.integration.convert_points.conftest import PointsConverter
from tests.integration.convert_points.tiles import Archive, check_rules
from tests.integration.gltf_validation import validate_gltf

pytestmark = [pytest.mark.container, pytest.mark.slow]


@pytest.fixture(scope="module")
def archive(autzen: Outcome) -> Archive:
    return Archive(autzen.files["tileset.3tz"])


def test_archive_holds_every_point_once(archive: Archive) -> None:
    check_rules(archive)
    tiles = archive.tiles()
    assert sum(len(tile.points) for tile in tiles) == 110_000
    assert {tile.depth for tile in tiles} == {0, 1}


def test_tiles_are_valid_gltf(archive: Archive, tmp_path: Path) -> None:
    contents = [archive.read(name) for name in archive.names if name.endswith(".glb")]
    assert [validate_gltf(content, tmp_path).problems for content in contents] == [()] * 3


def test_feet_become_metres(archive: Archive, autzen: Outcome) -> None:
    facts = autzen.manifest.facts
    points = np.concatenate([tile.points for tile in archive.tiles()])
    width, depth, height = points.max(axis=0) - points.min(axis=0)
    assert facts["width_metres"] == pytest.approx((637179.22 - 636001.76) * 0.3048, abs=0.01)
    assert height == pytest.approx((520.51 - 406.26) * 0.3048, abs=0.02)
    # The grid's north is a little off the true one: the box turns with it.
    assert width == pytest.approx(float(facts["width_metres"]), rel=0.02)
    assert depth == pytest.approx(float(facts["depth_metres"]), rel=0.1)


def test_up_is_away_from_the_earth(archive: Archive) -> None:
    east, north, up = archive.transform[:3, :3].T
    origin = archive.transform[:3, 3]
    assert up @ (origin / np.linalg.norm(origin)) == pytest.approx(1.0, abs=1e-4)
    assert east[2] == pytest.approx(0.0, abs=1e-12) and north[2] > 0.5
    assert np.cross(east, north) == pytest.approx(up)


def test_stadium_is_where_it_is_on_earth(archive: Archive) -> None:
    x, y, z = archive.transform[:3, 3]
    longitude = np.degrees(np.arctan2(y, x))
    # Geodetic latitude on the ellipsoid, near enough to its surface.
    latitude = np.degrees(np.arctan2(z, np.hypot(x, y) * (1 - 0.00669438)))
    assert longitude == pytest.approx(-123.07, abs=0.01)
    assert latitude == pytest.approx(44.06, abs=0.01)


def test_colours_are_linear_and_those_of_the_source(archive: Archive) -> None:
    """The means of the source's own colours, by the transfer function of sRGB."""
    linear = np.concatenate([tile.colours for tile in archive.tiles()])
    assert linear.mean(axis=0) == pytest.approx([0.18389, 0.20294, 0.13620], abs=1e-4)


def test_units_of_geotiff_keys_are_used_without_a_system(converter: PointsConverter) -> None:
    feet = Las(records=(geotiff_record(key1024=1, key3072=32767, key3076=9002),))
    outcome = converter.convert_points(feet.to_bytes())
    facts = outcome.manifest.facts
    assert (facts["unit_status"], facts["metres_per_unit"]) == ("geotiff", 0.3048)
    points = np.concatenate([tile.points for tile in Archive(outcome.files["tileset.3tz"]).tiles()])
    assert points[:, 2].max() - points[:, 2].min() == pytest.approx(0.04 * 0.3048, rel=1e-3)


def test_far_origin_stays_in_the_transform(converter: PointsConverter) -> None:
    """A millimetre 4,900 km from the origin is still one."""
    far = [(x + 4_900_000.0, y - 500_000.0, z) for x, y, z in grid(5, 0.001)]
    outcome = converter.convert_points(ply(far))
    archive = Archive(outcome.files["tileset.3tz"])
    local = np.concatenate([tile.points for tile in archive.tiles()])
    assert np.abs(local).max() < 0.01
    assert np.unique(np.round(archive.placed_points()[:, 0] - 4_900_000.0, 6)).tolist() == (
        pytest.approx([0.0, 0.001, 0.002, 0.003, 0.004], abs=1e-6)
    )


def test_single_point_and_points_in_one_place_are_clouds(
    converter: PointsConverter, tmp_path: Path
) -> None:
    clouds = {"one": [(1.0, 2.0, 3.0)], "many": [(1.0, 2.0, 3.0)] * 200}
    files = {name: ply(points) for name, points in clouds.items()}
    for name, one in converter.convert_many(files, tmp_path).items():
        check_rules(one.archive)
        assert one.archive.placed_points() == pytest.approx(np.array(clouds[name]), abs=1e-6)
