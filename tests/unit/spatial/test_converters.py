"""The registry of converters: one file each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from twin.spatial import converters as registry
from twin.spatial.content import ContentType
from twin.spatial.converter import Converter
from twin.spatial.errors import SourceTooLarge
from twin.spatial.fargate_sizes import is_offered
from twin.spatial.site_converters import SiteConverters

NEW_CONVERTER = """
from twin.spatial.converter import Converter, JobSize, Output

CONVERTER = Converter(
    name="kmz_to_tiles",
    title="Places",
    inputs=("kmz",),
    outputs=(Output("tileset.3tz", "application/zip"),),
    image="convert_points",
    parameters={"weld": 1},
    sizes=(JobSize(1000, vcpus=1, memory_mebibytes=2048, timeout_seconds=60),),
)
"""


def converter_for(content_type: ContentType) -> Converter:
    """Return the converter of small files of a kind."""
    found = SiteConverters().find(content_type, 1000)
    assert found is not None
    return found


@pytest.fixture
def fresh_registry() -> Iterator[None]:
    registry.converters.cache_clear()
    yield
    registry.converters.cache_clear()


@pytest.mark.usefixtures("fresh_registry")
def test_one_new_file_is_a_new_converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "kmz_to_tiles.py").write_text(NEW_CONVERTER, encoding="utf-8")
    monkeypatch.setattr(registry, "__path__", [*registry.__path__, str(tmp_path)])
    names = [converter.name for converter in registry.converters()]
    assert {"kmz_to_tiles", "step_to_glb"} <= set(names)
    assert converter_for("kmz").options() == ["--parameters", '{"weld": 1}']


def test_format_or_size_that_nothing_converts_has_no_converter() -> None:
    assert SiteConverters().find("pdf", 1000) is None
    assert SiteConverters().find("step", converter_for("step").maximum_bytes + 1) is None


def test_job_grows_with_the_measured_source() -> None:
    converter = converter_for("step")
    small, large = converter.size_for(1000), converter.size_for(300 * 1024**2)
    assert small.memory_mebibytes < large.memory_mebibytes
    assert small.timeout_seconds < large.timeout_seconds


def test_source_beyond_the_largest_job_is_refused() -> None:
    converter = converter_for("step")
    with pytest.raises(SourceTooLarge):
        converter.size_for(converter.maximum_bytes + 1)


def test_every_job_is_a_size_that_fargate_offers() -> None:
    for converter in registry.converters():
        for size in converter.sizes:
            assert is_offered(size.vcpus, size.memory_mebibytes)


def test_sizes_of_a_converter_rise() -> None:
    for converter in registry.converters():
        limits = [size.maximum_source_bytes for size in converter.sizes]
        assert limits == sorted(set(limits))
