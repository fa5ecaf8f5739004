"""Rows of remaining lives: groups of cells, and cell by cell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.validation.case import Row
from benchmarks.validation.systems.fade_forecast import Forecast, Life


@dataclass(frozen=True)
class Judged:
    """One cell: errors in cycles before and after the correction, coverage, width in cycles."""

    name: str
    before: float
    after: float
    coverage: float
    width: float


def judged(forecast: Forecast, lives: Sequence[Life]) -> list[Judged]:
    """Judge each cell over all cycles of its prediction."""
    found = []
    for life in lives:
        lower, corrected, upper = forecast.correction.correct(life.foreseen)
        covered = (life.true >= lower) & (life.true <= upper)
        found.append(
            Judged(
                life.name,
                float(np.abs(life.foreseen - life.true).mean()),
                float(np.abs(corrected - life.true).mean()),
                float(covered.mean()),
                float((upper - lower).mean()),
            )
        )
    return found


def mean(cells: Sequence[Judged], name: str) -> float:
    """Return the mean of a figure over cells, each counting the same."""
    return float(np.mean([getattr(cell, name) for cell in cells]))


def group_rows(groups: Mapping[str, Sequence[Judged]], forecast: Forecast) -> list[Row]:
    """Return a row for each group."""
    return [
        Row(
            f"{name}, life ends at {forecast.end:g}",
            {
                "cells": float(len(cells)),
                "MAE cycles": mean(cells, "before"),
                "corrected": mean(cells, "after"),
                "cover of 90 %": mean(cells, "coverage"),
                "worst cell": max(cell.after for cell in cells),
                "least cover": min(cell.coverage for cell in cells),
                "width cycles": mean(cells, "width"),
            },
        )
        for name, cells in groups.items()
    ]


def cell_rows(cells: Sequence[Judged]) -> list[Row]:
    """Return a row for each cell."""
    return [
        Row(
            cell.name,
            {
                "MAE cycles, this cell": cell.before,
                "corrected": cell.after,
                "cover of 90 %": cell.coverage,
            },
        )
        for cell in cells
    ]
