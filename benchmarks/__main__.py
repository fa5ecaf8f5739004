"""Run every benchmark of this folder, or those named, and print one table.

`python -m benchmarks [NAME …] [--json]`; a benchmark is a module here with `run()`.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from dataclasses import asdict

import benchmarks
from benchmarks.harness import Result, Unavailable

HELPERS = {
    "__main__",
    "converter_sources",
    "freecad",
    "harness",
    "image_process",
    "large_site",
    "linear_search",
    "pump_study",
    "running",
    "sample_catalogue",
    "search_function",
    "validation",
}


def names() -> list[str]:
    """List the benchmarks of this folder."""
    found = {module.name for module in pkgutil.iter_modules(benchmarks.__path__)}
    return sorted(found - HELPERS)


def measure(name: str) -> list[Result]:
    """Run one benchmark; one that cannot run here says why and yields nothing."""
    try:
        results: list[Result] = importlib.import_module(f"benchmarks.{name}").run()
    except Unavailable as reason:
        print(f"{name}: not measured: {reason}", file=sys.stderr)
        return []
    return results


def main(arguments: list[str]) -> int:
    """Print the figures of the named benchmarks, all of them by default."""
    chosen = [argument for argument in arguments if not argument.startswith("-")] or names()
    unknown = sorted(set(chosen) - set(names()))
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(names())}")
        return 2
    results = [result for name in chosen for result in measure(name)]
    if "--json" in arguments:
        print(json.dumps([asdict(result) for result in results], indent=2))
    else:
        for result in results:
            print(result.line())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
