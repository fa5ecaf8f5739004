"""Run the suite, or the cases named, and write its report.

`python -m benchmarks.validation [CASE …] [--json FILE] [--markdown FILE]`; the exit code is 1 where
a promise is not held or a case fails.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from benchmarks.validation.markdown import markdown, shown
from benchmarks.validation.outcome import Outcome, to_json
from benchmarks.validation.registry import PACKAGE, names
from benchmarks.validation.runner import run_case


def main(arguments: list[str], package: str = PACKAGE) -> int:
    """Run, print and write; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.validation")
    parser.add_argument("cases", nargs="*", metavar="CASE")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--markdown", type=Path, metavar="FILE")
    asked = parser.parse_args(arguments)
    known = names(package)
    unknown = sorted(set(asked.cases) - set(known))
    if unknown:
        parser.error(f"no such case: {', '.join(unknown)}; there are {', '.join(known)}")
    if asked.markdown and asked.cases:
        parser.error("a page of some cases would hide the others: name no case")
    outcomes = [_told(run_case(name, package)) for name in asked.cases or known]
    for file, text in ((asked.json, to_json), (asked.markdown, markdown)):
        if file:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text(outcomes), encoding="utf-8")
    return int(any(outcome.state.is_failure for outcome in outcomes))


def _told(outcome: Outcome) -> Outcome:
    times = f"{outcome.wall_seconds:.1f} s, CPU {outcome.cpu_seconds:.1f} s"
    print(f"{outcome.name:<20} {outcome.state.value:<9} {times} {outcome.reason}", flush=True)
    for promise in outcome.result.promises if outcome.result else ():
        mark = " " if promise.is_held else "!"
        found = f"{shown(promise.found)} {promise.unit}".strip()
        print(f"  {mark} {promise.name}: {found} ({promise.expected})")
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
