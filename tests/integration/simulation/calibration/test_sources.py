"""Windows from an InfluxDB and from files: the same samples as from SiteWise, and their faults."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import boto3
import pytest

from simulation_window.series import read_samples
from tests.integration.execution.connectors.influxdb_double import InfluxDouble, serving
from tests.integration.simulation.calibration.historian import (
    History,
    deploy,
    put_text,
    write_files,
    write_lines,
)
from tests.integration.simulation.calibration.loop import SAMPLES, SECONDS, CalibrationLoop
from tests.integration.simulation.calibration.plant import Moment, with_gap
from twin.connectors.errors import SourceRefused, SourceUnavailable
from twin.definition import SiteDefinition, load_site
from twin.definition.influxdb import InfluxdbOptions, InfluxdbTarget
from twin.recalibration.errors import WindowFileInvalid
from twin.recalibration.samples import Samples, grid
from twin.recalibration.sources import influxdb as influxdb_source
from twin.site_document import SiteDocument
from twin_runtime.site import site as runtime_site

SECRET = "plant/influxdb"
Language = Literal["sql", "influxql"]


@pytest.fixture(scope="module")
def definition(repository_root: Path) -> SiteDefinition:
    return load_site(repository_root / "sites" / "demo.yaml")


@pytest.fixture
def database() -> Iterator[InfluxDouble]:
    with serving(InfluxDouble()) as double:
        yield double


@pytest.fixture(autouse=True)
def own_site() -> Iterator[None]:
    """Forget the site of another test."""
    runtime_site.cache_clear()
    yield
    runtime_site.cache_clear()


def options(double: InfluxDouble, language: Language = "sql") -> InfluxdbOptions:
    secrets = boto3.client("secretsmanager")
    secrets.create_secret(Name=SECRET, SecretString=json.dumps({"token": double.token}))
    return InfluxdbOptions(
        endpoint=double.url,
        database=double.database,
        token_secret=SECRET,
        language=language,
        target=InfluxdbTarget(token_secret="plant/writer"),
    )


def measure(loop: CalibrationLoop) -> History:
    """Store the window of a pump in SiteWise, with two values that must not count."""
    history = History()
    loop.measure(wear=0.12, change=history.keep)
    last = time.time() // SECONDS * SECONDS
    history.doubt(loop, "flow", last - 3_590, 99.0)
    history.doubt(loop, "speed", last - 7_190, 9_999.0)
    return history


def samples(site: SiteDocument, times: tuple[float, ...]) -> Samples:
    model = site.model_by_id["P-101.pump"]
    assert model.calibration is not None
    return read_samples(model, model.calibration, site, times)


def window_times() -> tuple[float, ...]:
    return grid(time.time(), hours=SAMPLES * SECONDS / 3600, seconds=SECONDS)


@pytest.mark.parametrize("language", ["sql", "influxql"])
def test_influxdb_gives_the_samples_that_sitewise_gives(
    quiet_loop: CalibrationLoop,
    definition: SiteDefinition,
    database: InfluxDouble,
    language: Language,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(influxdb_source, "PAGE_RECORDS", 100)
    history, times = measure(quiet_loop), window_times()
    expected = samples(deploy(definition, "sitewise"), times)
    assert sum(value is not None for row in expected.outputs for value in row) >= 2 * SAMPLES - 2
    stated = options(database, language)
    site = deploy(definition, "influxdb", stated)
    write_lines(database, site, stated.model_dump(mode="json"), history)
    before = len(database.requests)
    assert samples(site, times) == expected
    assert len(database.requests) - before >= 5 * (SAMPLES // 100 + 1)


def test_files_give_the_samples_that_sitewise_gives(
    quiet_loop: CalibrationLoop, definition: SiteDefinition
) -> None:
    history, times = measure(quiet_loop), window_times()
    expected = samples(deploy(definition, "sitewise"), times)
    write_files(history, parts=3)
    put_text("history/demo/P-101/flow/2020-01-01.csv", "too old to be read")
    put_text("history/demo/P-101/flow/2020-01-02.csv", "time,value\n")
    assert samples(deploy(definition, "s3"), times) == expected


@pytest.mark.parametrize("source", ["influxdb", "s3"])
def test_window_is_judged_and_ordered_whatever_its_source(
    quiet_loop: CalibrationLoop, definition: SiteDefinition, database: InfluxDouble, source: str
) -> None:
    stated = options(database)
    site = deploy(definition, source, stated)
    history = measure(quiet_loop)
    write_files(history, parts=1)
    write_lines(database, site, stated.model_dump(mode="json"), history)
    calibration_id = quiet_loop.start()
    assert quiet_loop.window(calibration_id)["go"] is True
    order = json.loads(quiet_loop.read(calibration_id, "order.json"))
    assert order["settings"]["window_source"] == source
    assert quiet_loop.get(calibration_id)["samples"] >= SAMPLES - 1


def test_gap_in_the_database_refuses_the_window(
    quiet_loop: CalibrationLoop, definition: SiteDefinition, database: InfluxDouble
) -> None:
    stated, history = options(database), History()
    site = deploy(definition, "influxdb", stated)

    def kept(index: int, moment: Moment) -> dict[str, float]:
        return history.keep(index, Moment(moment.time, with_gap(index, moment)))

    quiet_loop.measure(wear=0.12, change=kept)
    write_lines(database, site, stated.model_dump(mode="json"), history)
    calibration_id = quiet_loop.start()
    assert quiet_loop.window(calibration_id)["go"] is False
    (finding,) = quiet_loop.get(calibration_id)["findings"]
    assert (finding["code"], finding["where"]) == ("CALIBRATION_WINDOW_GAPS", "flow")


def test_busy_database_fails_the_step_which_may_be_repeated(
    quiet_loop: CalibrationLoop, definition: SiteDefinition, database: InfluxDouble
) -> None:
    stated = options(database)
    site = deploy(definition, "influxdb", stated)
    history = measure(quiet_loop)
    write_lines(database, site, stated.model_dump(mode="json"), history)
    calibration_id = quiet_loop.start()
    database.busy = True
    with pytest.raises(SourceUnavailable, match="InfluxDB cannot answer now"):
        quiet_loop.window(calibration_id)
    assert quiet_loop.get(calibration_id)["state"] == "QUEUED"
    assert quiet_loop.names(calibration_id) == set()
    database.busy = False
    assert quiet_loop.window(calibration_id)["go"] is True


def test_database_that_is_away_publishes_nothing_and_is_told(
    quiet_loop: CalibrationLoop, definition: SiteDefinition, database: InfluxDouble
) -> None:
    stated = options(database).model_copy(update={"endpoint": "http://127.0.0.1:1"})
    deploy(definition, "influxdb", stated)
    calibration_id = quiet_loop.start()
    with pytest.raises(SourceUnavailable, match="did not answer") as caught:
        quiet_loop.window(calibration_id)
    found = ended(quiet_loop, calibration_id, caught.value)
    assert (found["state"], found["error"]["code"]) == ("FAILED", "SOURCE_UNAVAILABLE")
    assert quiet_loop.names(calibration_id) == set()
    assert quiet_loop.active().parameters is None


def test_database_that_has_no_such_series_says_so(
    quiet_loop: CalibrationLoop, definition: SiteDefinition, database: InfluxDouble
) -> None:
    deploy(definition, "influxdb", options(database))
    calibration_id = quiet_loop.start()
    with pytest.raises(SourceRefused, match="pump") as caught:
        quiet_loop.window(calibration_id)
    assert ended(quiet_loop, calibration_id, caught.value)["error"]["code"] == "SOURCE_REFUSED"


def test_signals_without_files_are_named(
    quiet_loop: CalibrationLoop, definition: SiteDefinition
) -> None:
    deploy(definition, "s3")
    calibration_id = quiet_loop.start()
    assert quiet_loop.window(calibration_id)["go"] is False
    missing = {
        one["where"]
        for one in quiet_loop.get(calibration_id)["findings"]
        if one["code"] == "CALIBRATION_WINDOW_GAPS"
    }
    assert missing == {"speed", "suction_pressure", "discharge_pressure", "flow", "power"}


def test_bad_row_of_a_file_is_told_with_file_and_line(
    quiet_loop: CalibrationLoop, definition: SiteDefinition
) -> None:
    deploy(definition, "s3")
    put_text("history/demo/P-101/speed/2026-01-01.csv", "time,value\n1767225600,1450\n,1450\n")
    calibration_id = quiet_loop.start()
    with pytest.raises(WindowFileInvalid) as caught:
        quiet_loop.window(calibration_id)
    assert caught.value.where == "s3://models/history/demo/P-101/speed/2026-01-01.csv line 3"
    found = ended(quiet_loop, calibration_id, caught.value)
    assert (found["state"], found["error"]["code"]) == ("FAILED", "CALIBRATION_FILE_INVALID")


def ended(loop: CalibrationLoop, calibration_id: str, error: Exception) -> Any:  # noqa: ANN401
    """Let the workflow record why a step failed, and return the calibration."""
    cause = {"errorMessage": str(error), "errorType": type(error).__name__}
    loop.fail(calibration_id, type(error).__name__, json.dumps(cause))
    return loop.get(calibration_id)
