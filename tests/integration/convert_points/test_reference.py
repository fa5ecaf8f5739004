"""Reference systems: every point is where PROJ puts it, whatever the units and the system."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.integration.convert_points.clouds import Las, geotiff_record, wkt_record
from tests.integration.convert_points.conftest import PointsConverter
from tests.integration.convert_points.tiles import Archive, Array

pytestmark = [pytest.mark.container, pytest.mark.slow]

OREGON_METRES = "EPSG:2991"
"""NAD83 / Oregon LCC (m)."""

MICRODEGREE = (1e-7, 1e-7, 0.001)


def farthest(found: Array, expected: Array) -> float:
    """Return the largest distance from a point to the nearest of another cloud, in metres."""
    middle = expected.mean(axis=0)
    one, two = found - middle, expected - middle
    squares = (one**2).sum(axis=1)[:, None] + (two**2).sum(axis=1) - 2 * one @ two.T
    return float(np.sqrt(np.maximum(squares.min(axis=1), 0).max()))


def error_of(
    converter: PointsConverter, content: bytes, crs: str, height: float, folder: Path
) -> tuple[float, dict[str, Any]]:
    """Return how far points are from where they belong, and the facts of the conversion."""
    source, target = folder / "source.las", folder / "places.npy"
    source.write_bytes(content)
    (folder / "many").mkdir()
    arguments = (str(source), str(target), crs, str(height))
    converter.run("expected_places.py", *arguments, folder=folder)
    (made,) = converter.convert_many({"cloud": content}, folder / "many").values()
    assert made.facts["georeferenced"] == 1
    found = made.archive.placed_points()
    expected = np.load(target)
    assert len(found) == len(expected)
    return max(farthest(found, expected), farthest(expected, found)), made.facts


def test_wide_cloud_follows_the_curved_earth(
    converter: PointsConverter, samples: Path, tmp_path: Path
) -> None:
    """4.6 km long: a flat frame would be wrong by a metre."""
    content = (samples / "pointcloud" / "simple.copc.laz").read_bytes()
    assert error_of(converter, content, OREGON_METRES, 1200 / 3937, tmp_path)[0] < 0.002


def test_survey_feet_are_not_international_feet(converter: PointsConverter, tmp_path: Path) -> None:
    """2 ppm are 4 m on a coordinate of 2,000 km."""
    points = [(163960000 + 1000 * at, 145450000 + 700 * at, 700000) for at in range(20)]
    las = Las(points=points, records=(geotiff_record(key3072=2903, key4099=9003),))
    assert error_of(converter, las.to_bytes(), "EPSG:2903", 1200 / 3937, tmp_path)[0] < 0.002


def test_degrees_become_metres_of_a_zone(converter: PointsConverter, tmp_path: Path) -> None:
    points = [(115_000_000 + 97 * at, 481_000_000 + 53 * at, 520_000 + at) for at in range(50)]
    las = Las(points=points, scales=MICRODEGREE, records=(geotiff_record(key2048=4326),))
    error, facts = error_of(converter, las.to_bytes(), "EPSG:4326", 1.0, tmp_path)
    assert error < 0.002
    assert (facts["crs"], facts["source_crs"]) == ("EPSG:32632", "EPSG:4326")
    assert float(facts["height_metres"]) == pytest.approx(0.049)


def test_earth_centred_coordinates_are_taken_as_they_are(converter: PointsConverter) -> None:
    points = [(4_177_000 + 10 * at, 855_000, 4_728_000) for at in range(-8, 9)]
    las = Las(points=points, scales=(1.0, 1.0, 1.0), records=(geotiff_record(key2048=4978),))
    outcome = converter.convert_points(las.to_bytes())
    assert outcome.manifest.facts["georeferenced"] == 1
    placed = Archive(outcome.files["tileset.3tz"]).placed_points()
    assert farthest(placed, np.array(points, float)) < 0.01


STATUS = {
    "broken": (wkt_record("PROJCS[broken"), "unreadable"),
    "unknown": (geotiff_record(key3072=30000), "unreadable"),
    "empty": (wkt_record(""), "none"),
}


def test_system_that_is_not_understood_is_said(converter: PointsConverter, tmp_path: Path) -> None:
    files = {name: Las(records=(record,)).to_bytes() for name, (record, _) in STATUS.items()}
    for name, made in converter.convert_many(files, tmp_path).items():
        found = made.facts
        said = (found["crs"], found["crs_status"], found["georeferenced"])
        assert said == ("", STATUS[name][1], 0)


def test_system_that_does_not_fit_the_coordinates_places_nothing(
    converter: PointsConverter,
) -> None:
    """Two million kilometres east of a zone is nowhere on earth."""
    las = Las(
        scales=(1e5, 1e5, 1.0), offsets=(5e8, 5e8, 0.0), records=(geotiff_record(key3072=32632),)
    )
    assert converter.convert_points(las.to_bytes()).manifest.facts["georeferenced"] == 0
