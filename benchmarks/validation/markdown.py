"""The report as a page that a reader can judge by."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence

from benchmarks.validation.case import CaseResult, Figure, Promise, Row
from benchmarks.validation.outcome import Outcome, State

NOTHING = "\N{EN DASH}"
SUMMARY_COLUMNS = ("case", "promises held", "state", "wall s", "CPU s")
PROMISE_COLUMNS = ("promised", "found", "unit", "expected", "held")
HEAD = """# Validation of the simulation plane

What the estimators, intervals, gates and model runs are worth, measured beside references, also
where a reference is better. Each case is a file of `benchmarks/validation/cases` and runs in a
process of its own. Every table stands below its protocol: what is the truth, which noise, seed and
choice of points. Times are those of the machine that wrote this page (2 shared cores); errors
repeat with their seeds. Bounds that no target gave were set with first results in view: they guard
against regressions, and are no blind predictions.

```sh
make validation                                       # all; fails where a promise is not held
make validation CASES="gate coverage"                 # some of them
make validation GUIDE=docs/simulation/validation.md   # writes this page anew
```

Figures and promises as JSON: `.build/validation/report.json`. A case whose data, compiler or image
this machine lacks is told as not run; `TWIN_SAMPLES` names the folder of the data. What each method
is, and where it comes from: [estimation](estimation.md).
"""


def markdown(outcomes: Sequence[Outcome]) -> str:
    """Return the page."""
    blocks = [HEAD, *_table(SUMMARY_COLUMNS, map(_summary, outcomes)), ""]
    for outcome in outcomes:
        blocks += _section(outcome)
    return "\n".join(blocks)


def _summary(outcome: Outcome) -> tuple[str, ...]:
    promises = outcome.result.promises if outcome.result else ()
    held = sum(promise.is_held for promise in promises)
    times = f"{outcome.wall_seconds:.1f}", f"{outcome.cpu_seconds:.1f}"
    link = f"[{outcome.title}](#{outcome.name})"
    return (link, f"{held} of {len(promises)}", outcome.state.value, *times)


def _section(outcome: Outcome) -> Iterator[str]:
    yield f'## <a id="{outcome.name}"></a>{outcome.title}'
    yield ""
    yield outcome.protocol.strip()
    yield ""
    if outcome.result is None:
        word = "Not run" if outcome.state is State.NOT_RUN else "Failed"
        yield f"{word}: {outcome.reason}"
        yield ""
        return
    yield from _body(outcome.result)


def _body(result: CaseResult) -> Iterator[str]:
    for columns, rows in itertools.groupby(result.rows, key=lambda row: tuple(row.figures)):
        yield from _table(("", *columns), map(_cells, rows))
        yield ""
    for remark in result.remarks:
        yield f"- {remark}"
    if result.remarks:
        yield ""
    yield from _table(PROMISE_COLUMNS, map(_promise, result.promises))
    yield ""


def _cells(row: Row) -> tuple[str, ...]:
    return (row.subject, *map(shown, row.figures.values()))


def _promise(promise: Promise) -> tuple[str, ...]:
    held = "yes" if promise.is_held else "**no**"
    return (promise.name, shown(promise.found), promise.unit, promise.expected, held)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    yield f"| {' | '.join(columns)} |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def shown(figure: Figure) -> str:
    """Return a figure as a reader wants it: three digits, or that it is none."""
    if isinstance(figure, str):
        return figure
    if not math.isfinite(figure):
        return NOTHING
    return f"{figure:,.0f}" if abs(figure) >= 1000 else f"{figure:.3g}"
