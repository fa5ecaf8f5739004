"""A site of 5,000 machines and 100,000 signals: from its file to all that is compiled from it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.harness import Result, seconds
from benchmarks.large_site import SIGNALS_OF_A_MACHINE, write_large_site
from twin.compile import compile_site, compile_sitewise, compile_twinmaker, placement
from twin.compile.topics import compile_topics
from twin.definition import load_site
from twin.site_document import SiteDocument

MACHINES = 5_000
MOST_SECONDS = 10.0
"""What a person waits for before every synthesis, at most."""
MOST_MEGABYTES = 5.0
MOST_SECONDS_TO_LOAD = 1.0
"""What every cold start of a function waits for the document of its site, at most."""


def run() -> list[Result]:
    """Measure loading, compiling and the document that functions read."""
    with tempfile.TemporaryDirectory() as folder:
        path = write_large_site(Path(folder) / "large.yaml", MACHINES)
        load = seconds(lambda: load_site(path), runs=1)
        definition = load_site(path)
    steps = {
        "site file read and checked": load,
        "SiteWise plan": seconds(lambda: compile_sitewise(definition), runs=1),
        "TwinMaker plan": seconds(lambda: compile_twinmaker(definition), runs=1),
        "site document": seconds(lambda: compile_site(definition), runs=1),
        "topics": seconds(lambda: compile_topics(definition), runs=1),
        "placement": seconds(lambda: placement(definition), runs=1),
    }
    signals = MACHINES * SIGNALS_OF_A_MACHINE
    label = f"{signals:,} signals"
    return [
        *(Result(f"{label}: {name}", value, "s") for name, value in steps.items()),
        Result(f"{label}: all", sum(steps.values()), "s", "the limit", MOST_SECONDS),
        *_document(label, compile_site(definition)),
    ]


def _document(label: str, document: SiteDocument) -> list[Result]:
    packing = seconds(document.to_packed_json, runs=1)
    text = document.to_packed_json()
    size = len(text.encode()) / 1e6
    read = seconds(lambda: SiteDocument.from_json(text))
    signals = seconds(lambda: SiteDocument.from_json(text).signal_by_alias)
    limit = MOST_SECONDS_TO_LOAD
    return [
        Result(f"{label}: document packed", packing, "s"),
        Result(f"{label}: site.json", size, "MB", "the limit", MOST_MEGABYTES),
        Result(f"{label}: site.json read", read, "s", "the limit", limit),
        Result(f"{label}: site.json read, all signals", signals, "s", "the limit", limit),
    ]
