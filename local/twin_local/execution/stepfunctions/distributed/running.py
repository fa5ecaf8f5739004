"""Run the children of a Map Run, so many at a time, until they ended or too many failed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from moto.stepfunctions.parser.backend.execution import Execution

from twin_local.execution.stepfunctions.distributed.batches import ChildInput
from twin_local.execution.stepfunctions.distributed.children import ChildMaker, result_of
from twin_local.execution.stepfunctions.distributed.map_run import STATUS_NAMES, MapRun
from twin_local.execution.stepfunctions.distributed.results import ChildResult

LOOK_S = 0.2
THREADS = 200
"""Children that really run at once on this machine; the rest is pending, in the order of items."""

END_S = 30.0
"""How long children that are stopped may take to end."""


_running: set[Execution] = set()


def running_children() -> list[Execution]:
    """Return the children that run now, those of the type EXPRESS too."""
    return list(_running)


class Children:
    """The children of one run; `finish` starts them and waits."""

    def __init__(
        self,
        run: MapRun,
        maker: ChildMaker,
        inputs: Sequence[ChildInput],
        is_running: Callable[[], bool],
    ) -> None:
        self._run = run
        self._maker = maker
        self._inputs = inputs
        self._is_running = is_running
        self._changed = threading.Condition()
        self._active: dict[int, Execution] = {}
        self._results: dict[int, ChildResult] = {}

    def finish(self) -> list[ChildResult]:
        """Return the results of all children, in the order of the items."""
        begun = 0
        with self._changed:
            while len(self._results) < len(self._inputs):
                if not self._goes_on():
                    break
                while begun < len(self._inputs) and len(self._active) < self._limit():
                    self._begin(begun)
                    begun += 1
                self._changed.wait(LOOK_S)
        if len(self._results) < len(self._inputs):
            self._stop()
        return [self._result(index) for index in range(len(self._inputs))]

    def _limit(self) -> int:
        return min(self._run.concurrency, THREADS)

    def _goes_on(self) -> bool:
        return self._is_running() and not self._run.exceeds_tolerance()

    def _begin(self, index: int) -> None:
        child = self._maker.make(self._inputs[index].value)
        self._active[index] = child
        _running.add(child)
        self._run.moved(index, "running")
        threading.Thread(
            target=self._work, args=(index, child), name=f"map-{index}", daemon=True
        ).start()

    def _work(self, index: int, child: Execution) -> None:
        try:
            child.start()
        finally:
            self._ended(index, child)

    def _ended(self, index: int, child: Execution) -> None:
        result = result_of(child)
        vars(child)["kept_history"] = list(child.to_history_output()["events"])
        child.exec_worker = None
        _running.discard(child)
        self._run.moved(index, STATUS_NAMES.get(result.status, "failed"))
        with self._changed:
            self._active.pop(index, None)
            self._results[index] = result
            self._changed.notify_all()

    def _stop(self) -> None:
        for child in list(self._active.values()):
            child.stop(datetime.now(UTC), error=None, cause="the Map Run ended")
        with self._changed:
            self._changed.wait_for(lambda: not self._active, END_S)

    def _result(self, index: int) -> ChildResult:
        if index in self._results:
            return self._results[index]
        value = self._inputs[index].value
        machine = self._run.machine_arn
        return ChildResult("", "", machine, "PENDING", value, None, None, None, None, None)
