"""What a person can do with values for an import and with dead letters."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from edge_publisher.operate import operate
from edge_runtime.rows import Refusal, value_of_text
from edge_runtime.spool import Spool
from twin.live.events import Quality
from twin.site_document import DataType, Signal, SiteDocument
from twin.telemetry.sample import NANOSECONDS, Sample, Value

SECOND = 1_789_000_000
TYPES: dict[str, DataType] = {
    "/t/double": "DOUBLE", "/t/bool": "BOOLEAN", "/t/text": "STRING", "/t/count": "INTEGER"
}  # fmt: skip


@pytest.fixture
def spool_file(tmp_path: Path) -> Path:
    return tmp_path / "spool.sqlite"


@pytest.fixture
def spool(spool_file: Path) -> Iterator[Spool]:
    opened = Spool(spool_file)
    yield opened
    opened.close()


@pytest.fixture
def site_file(tmp_path: Path) -> Path:
    signals = tuple(
        Signal(alias, "S", "s", "s", "measurement", kind, "", None, None, None, 30.0, 0.0, None)
        for alias, kind in TYPES.items()
    )
    site = SiteDocument("t", "T", "UTC", "t-edge", "opc.tcp://h:1", (), signals, (), (), (), ())
    file = tmp_path / "site.json"
    file.write_text(site.to_json(), encoding="utf-8")
    return file


def sample(alias: str, value: Value, number: int = 0) -> Sample:
    quality: Quality = "BAD" if value is None else "GOOD"
    return Sample(alias, SECOND * NANOSECONDS + number, value, quality)


def hold(spool: Spool, *samples: Sample) -> None:
    spool.accept(samples, now=SECOND)
    spool.hold(before_nanoseconds=(SECOND + 1) * NANOSECONDS)


def run(capsys: pytest.CaptureFixture[str], *words: object) -> dict[str, Any]:
    assert operate([str(word) for word in words]) == 0
    result: dict[str, Any] = json.loads(capsys.readouterr().out)
    return result


def test_export_writes_what_the_bulk_import_of_sitewise_reads(
    spool: Spool,
    spool_file: Path,
    site_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    hold(
        spool,
        sample("/t/double", 2.5),
        sample("/t/bool", True, 1),
        sample("/t/text", 'a "b", c', 2),
        sample("/t/count", 7, 3),
        sample("/t/double", None, 4),
        sample("/t/gone", "x", 5),
    )
    file = tmp_path / "values.csv"
    result = run(
        capsys, "export", "--spool", spool_file, "--site", site_file, "--lane", "bulk", "--to", file
    )
    assert result["columnNames"] == [
        "ALIAS", "DATA_TYPE", "TIMESTAMP_SECONDS", "TIMESTAMP_NANO_OFFSET", "QUALITY", "VALUE"
    ]  # fmt: skip
    assert (result["written"], result["removed"], result["left"]) == (6, 0, 6)
    assert file.read_text().splitlines() == [
        f"/t/double,DOUBLE,{SECOND},0,GOOD,2.5",
        f"/t/bool,BOOLEAN,{SECOND},1,GOOD,true",
        f'/t/text,STRING,{SECOND},2,GOOD,"a ""b"", c"',
        f"/t/count,INTEGER,{SECOND},3,GOOD,7",
        f"/t/double,DOUBLE,{SECOND},4,BAD,",
        f"/t/gone,STRING,{SECOND},5,GOOD,x",
    ]


def test_exported_values_are_forgotten_only_on_request_and_counted(
    spool: Spool,
    spool_file: Path,
    site_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    hold(spool, *(sample("/t/double", float(n), n) for n in range(5)))
    words = ("export", "--spool", spool_file, "--site", site_file, "--lane", "bulk", "--remove")
    result = run(capsys, *words, "--limit", 3, "--to", tmp_path / "first.csv")
    assert (result["removed"], result["left"]) == (3, 2)
    counts = spool.counts()
    assert (counts.exported, counts.bulk) == (3, 2)
    assert counts.is_balanced


def test_file_that_cannot_be_written_loses_nothing(
    spool: Spool, spool_file: Path, site_file: Path, tmp_path: Path
) -> None:
    hold(spool, sample("/t/double", 1.0))
    words = ["export", "--spool", spool_file, "--site", site_file, "--lane", "bulk", "--remove"]
    with pytest.raises(FileNotFoundError):
        operate([str(word) for word in (*words, "--to", tmp_path / "no" / "folder.csv")])
    assert spool.counts().bulk == 1


def test_dead_letters_are_counted_by_code_exported_and_replayed(
    spool: Spool,
    spool_file: Path,
    site_file: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    letters = [
        Refusal(sample("/t/double", 9.5), "VALUE_OUT_OF_RANGE", "high"),
        Refusal(sample("/t/text", "nan", 1), "ResourceNotFoundException", "unknown"),
    ]
    spool.accept([], letters, now=SECOND)
    assert run(capsys, "counts", "--spool", spool_file)["dead_letters_by_code"] == {
        "ResourceNotFoundException": 1,
        "VALUE_OUT_OF_RANGE": 1,
    }
    file = tmp_path / "dead.csv"
    run(
        capsys, "export", "--spool", spool_file, "--site", site_file, "--lane", "dead", "--to", file
    )
    assert file.read_text().splitlines()[0] == f"/t/double,DOUBLE,{SECOND},0,GOOD,9.5"
    code = "ResourceNotFoundException"
    assert run(capsys, "replay", "--spool", spool_file, "--code", code) == {"replayed": 1}
    (row,) = spool.peek(9, now=SECOND)
    assert row.sample == sample("/t/text", "nan", 1)
    counts = spool.counts()
    assert (counts.dead_lettered, counts.pending) == (1, 1)
    assert counts.is_balanced


@pytest.mark.parametrize("value", [1.5, 7, "a'b", "1", True, None, -math.inf])
def test_value_of_a_dead_letter_comes_back_as_it_was(value: Value) -> None:
    assert value_of_text(repr(value)) == value


def test_missing_spool_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert operate(["counts", "--spool", str(tmp_path / "none.sqlite")]) == 2
    assert not (tmp_path / "none.sqlite").exists()


def test_spool_of_an_earlier_release_keeps_its_counts(spool: Spool, spool_file: Path) -> None:
    hold(spool, sample("/t/double", 1.0))
    with sqlite3.connect(spool_file) as raw:
        raw.execute("UPDATE counter SET name = 'held' WHERE name = 'bulk'")
        raw.execute("DELETE FROM counter WHERE name = 'exported'")
    raw.close()
    again = Spool(spool_file)
    counts = again.counts()
    again.close()
    assert (counts.bulk, counts.exported, counts.is_balanced) == (1, 0, True)
