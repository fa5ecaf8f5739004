"""What jobs say of their progress: what is believed, and what it makes of a conversion."""

from __future__ import annotations

from typing import Any

import pytest

from twin.catalogue.identity import AssetId
from twin.spatial.conversion import CONVERTED, ORDERED, Conversion
from twin.spatial.conversion_begin import requested
from twin.spatial.conversion_errors import ProgressInvalid
from twin.spatial.job_progress import STEPS, JobProgress, JobProgressed

NOW = 1_790_000_000.0
DETAIL = {
    "conversion": "conversions/site/pump/1",
    "execution": "one",
    "step": "convert",
    "fraction": 0.5,
    "at": NOW,
}


def running() -> Conversion:
    asset_id = AssetId("site", "pump")
    queued = requested(asset_id, "a.step", 1, "step_to_glb", by=("s", "name"), at=NOW - 10)
    return queued.running("converting", ORDERED, execution="one", at=NOW)


def test_what_is_said_is_read_back() -> None:
    said = JobProgressed.from_detail(DETAIL, now=NOW)
    assert said.progress == JobProgress("convert", 0.5, NOW)
    assert JobProgressed.from_detail(said.to_detail(), now=NOW) == said


@pytest.mark.parametrize(
    "wrong",
    [
        {"step": "publish"},
        {"step": None},
        {"step": ["convert"]},
        {"fraction": 1.5},
        {"fraction": -0.1},
        {"fraction": float("nan")},
        {"fraction": True},
        {"at": "now"},
        {"at": None},
        {"at": float("inf")},
        {"at": NOW + 3600},
    ],
)
def test_what_cannot_be_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ProgressInvalid):
        JobProgressed.from_detail({**DETAIL, **wrong}, now=NOW)


def test_progress_rises_from_step_to_step_between_order_and_publication() -> None:
    shares = [
        running().worked(JobProgress(step, fraction, NOW + 1)).progress
        for step in STEPS
        for fraction in (None, 0.5, 1.0)
    ]
    assert shares == sorted(shares)
    assert (shares[0], shares[-1]) == (ORDERED, CONVERTED)


def test_only_news_of_its_own_execution_counts() -> None:
    conversion = running()
    assert conversion.is_told_by("one", JobProgress("convert", None, NOW + 1))
    assert not conversion.is_told_by("two", JobProgress("convert", None, NOW + 1))
    assert not conversion.is_told_by("one", JobProgress("convert", None, NOW))
    worked = conversion.worked(JobProgress("pack", None, NOW + 5))
    assert not worked.is_told_by("one", JobProgress("convert", None, NOW + 4))


def test_nothing_is_told_of_what_has_ended() -> None:
    late = JobProgress("upload", 1.0, NOW + 100)
    conversion = running().worked(JobProgress("upload", None, NOW + 1))
    for ended in (
        conversion.succeeded(1, at=NOW + 2),
        conversion.failed({"code": "X"}, at=NOW + 2),
        conversion.failed({"code": "X"}, at=NOW + 2).again(),
    ):
        assert ended.job is None
        assert not ended.is_told_by("one", late)
