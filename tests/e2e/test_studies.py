"""Studies of a whole twin, from the command line: cost, results, rows, and the second time."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from tests.e2e.conftest import Twin

pytestmark = [pytest.mark.container, pytest.mark.slow]
SWEEP = ("run", "sweep", "P-101.pump", "--grid", "speed=800:1600:5", "--grid", "wear=0,0.2")


def test_sweep_is_run_once_and_its_rows_are_fetched(twin: Twin, tmp_path: Path) -> None:
    study = twin.run(*SWEEP, "--wait", role="engineer")
    assert (study["state"], study["was_cached"]) == ("SUCCEEDED", False)
    assert study["counts"] == {"accepted": 10, "done": 10, "failed": 0, "pending": 0}
    assert study["usage"]["cost_usd"] > 0

    file = tmp_path / "rows.parquet"
    results = twin.run("run", "results", study["study_id"], "-o", str(file), role="viewer")
    assert results["outputs"]["flow"]["count"] == 10
    with duckdb.connect() as connection:
        found = connection.execute(
            f"""SELECT "input.speed", "input.wear", "output.flow" FROM '{file}' ORDER BY row"""
        ).fetchall()
    assert [row[:2] for row in found[:3]] == [(800.0, 0.0), (800.0, 0.2), (1000.0, 0.0)]
    flows = [row[2] for row in found if row[1] == 0.0]
    assert flows == sorted(flows), "a pump that turns faster pumps more"

    again = twin.run(*SWEEP, role="engineer")
    assert (again["study_id"], again["was_cached"]) == (study["study_id"], True)
    listed = twin.run("run", "studies", "--limit", "1", role="viewer")["studies"]
    assert listed[0]["study_id"] == study["study_id"]
    estimated = twin.run(*SWEEP, "--steps", "3600", "--dry-run", role="engineer")["estimate"]
    assert estimated["steps_per_second"] > 0 and estimated["cost_usd"] > 0


def test_operators_look_but_do_not_start(twin: Twin) -> None:
    refusal = twin.run(*SWEEP, role="operator", code=1)["error"]
    assert refusal["code"] == "ACCESS_DENIED"
