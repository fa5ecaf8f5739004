"""The report as one page that needs nothing else: no script, no other file, every text escaped."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from twin.recalibration.order import PLOTS

NO_FIGURE = "none"
TEMPLATES = Path(__file__).parent / "templates"


def page(data: Mapping[str, Any], folder: Path) -> str:
    """Return the page of a report whose plots are in the folder."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"moment": _moment, "figure": _figure, "share": _share}
    plots = {name.partition(".")[0]: _address(folder / name) for name in PLOTS}
    return environment.get_template("report.html").render(report=data, plots=plots)


def _address(path: Path) -> str:
    content = base64.b64encode(path.read_bytes()).decode()
    return f"data:image/png;base64,{content}"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def _figure(value: float | None) -> str:
    return NO_FIGURE if value is None else f"{value:.4g}"


def _share(value: float | None) -> str:
    return NO_FIGURE if value is None else f"{100 * value:.1f} %"
