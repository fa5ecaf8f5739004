"""A source of windows is one file: found by its room, named in site files, read by its port."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from simulation_window import reading, series
from twin.calibration.errors import WindowInvalid
from twin.compile import compile_site
from twin.compile.window_sources import compile_window_sources, options_json
from twin.connectors.errors import SourceRefused, SourceUnavailable
from twin.definition import SiteDefinition
from twin.recalibration import sources
from twin.recalibration.errors import WindowFileInvalid
from twin.recalibration.sources import window_sources
from twin.recalibration.window_source import FileSource
from twin.site_document import SiteDocument
from twin_constructs.simulation.calibration_workflow import REFUSALS
from twin_runtime import clients

NEW_FILE = '''
"""Readings of a shift book."""

from twin.recalibration.window_source import FileSource


def read(files):
    def points(signal, start, end):
        for key in files.below("book/"):
            for line in files.lines(key):
                alias, time, value = line.split()
                if alias.decode() == signal.alias and start <= float(time) <= end:
                    yield float(time), float(value)

    return points


SOURCE = FileSource("shift_book", prefix="book/", read=read)
'''


@pytest.fixture
def new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Put one file into the room of sources."""
    (tmp_path / "shift_book.py").write_text(NEW_FILE, encoding="utf-8")
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path)])
    window_sources.cache_clear()
    yield
    window_sources.cache_clear()


class Book:
    """A bucket with one file."""

    def __init__(self, *_: object) -> None:
        """Take what the real one takes."""

    def below(self, prefix: str) -> Iterator[str]:
        yield f"{prefix}night.txt"

    def lines(self, key: str) -> Iterator[bytes]:
        assert key == "book/night.txt"
        yield from (b"/demo/P-101/flow %d %d\n" % (at, at * 2) for at in range(100))

    def address(self, key: str) -> str:
        return key


def reading_from(definition: SiteDefinition, source: str) -> SiteDefinition:
    content = definition.model_dump()
    pump = content["twin"]["types"]["pump"]["models"]["pump"]
    pump["calibration"]["window_source"] = source
    return SiteDefinition.model_validate(content)


@pytest.fixture
def book(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "BucketFiles", Book)
    monkeypatch.setattr(clients, "s3", object)
    monkeypatch.setattr(clients, "iotsitewise", object)
    monkeypatch.setenv("MODELS_BUCKET", "models")


def test_the_sources_of_the_framework() -> None:
    assert list(window_sources()) == ["influxdb", "s3", "sitewise"]


def test_a_new_file_is_a_new_source(
    new_file: None, book: None, definition: SiteDefinition, site: SiteDocument
) -> None:
    changed = reading_from(definition, "shift_book")
    document = compile_site(changed)
    (plan,) = compile_window_sources(document, changed.features)
    assert isinstance(plan.source, FileSource)
    assert (plan.source.prefix, options_json((plan,))) == ("book/", '{"shift_book": {}}')
    flow = document.signal_by_alias["/demo/P-101/flow"]
    read = reading.reader_of("shift_book")
    assert list(read(flow, 10.0, 12.0)) == [(10.0, 20.0), (11.0, 22.0), (12.0, 24.0)]


def test_a_source_that_no_file_holds_is_not_in_site_files(definition: SiteDefinition) -> None:
    with pytest.raises(ValueError, match="one of influxdb, s3, sitewise"):
        reading_from(definition, "shift_book")


def test_a_step_is_repeated_where_the_database_is_away_and_not_where_it_refuses() -> None:
    refused = {one.__name__ for one in (SourceRefused, WindowFileInvalid, WindowInvalid)}
    assert refused <= set(REFUSALS)
    assert SourceUnavailable.__name__ not in REFUSALS


def test_more_values_than_can_be_read_are_refused(
    new_file: None, book: None, definition: SiteDefinition, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = compile_site(reading_from(definition, "shift_book"))
    model = document.model_by_id["P-101.pump"]
    assert model.calibration is not None
    monkeypatch.setattr(series, "MOST_POINTS", 100)
    series.read_samples(model, model.calibration, document, (50.0, 99.0))
    monkeypatch.setattr(series, "MOST_POINTS", 99)
    with pytest.raises(WindowInvalid, match="more values") as caught:
        series.read_samples(model, model.calibration, document, (50.0, 99.0))
    assert caught.value.where == "/demo/P-101/flow"
