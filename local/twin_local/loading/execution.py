"""Do a plan: the steps one after the other, the operations of a step side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from twin.loading.plan import Operation, Plan, Step


class Progress(Protocol):
    """Is told how far a load is."""

    def step(self, title: str, total: int) -> AbstractContextManager[Callable[[], None]]:
        """Begin a step; what is returned is called for each part of it that is done."""


class Silent:
    """Shows nothing."""

    @contextmanager
    def step(self, title: str, total: int) -> Iterator[Callable[[], None]]:
        """Begin a step that is not shown."""
        yield lambda: None


@dataclass
class Execution:
    """Does operations by `do`, which says whether it was this loader that did one.

    After each step `settle` waits until AWS has done it.
    """

    do: Callable[[Operation], bool]
    settle: Callable[[], None]
    progress: Progress
    workers: int

    def run(self, plan: Plan) -> int:
        """Do a plan; return how many operations another loader had done already.

        What has been done stays done when an operation fails: the next load goes on from there.
        """
        return sum(self._run_step(step) for step in plan.steps)

    def _run_step(self, step: Step) -> int:
        foreign = 0
        with self.progress.step(step.title, len(step.operations)) as advance:
            with ThreadPoolExecutor(self.workers) as pool:

                def work(operation: Operation) -> bool:
                    done = self.do(operation)
                    advance()
                    return done

                futures = [pool.submit(work, operation) for operation in step.operations]
                try:
                    wait(futures, return_when=FIRST_EXCEPTION)
                finally:
                    # What waits in the queue is not begun after a refusal, nor after Ctrl-C.
                    pool.shutdown(wait=True, cancel_futures=True)
            for future in futures:
                if not future.cancelled():
                    foreign += not future.result()
        self.settle()
        return foreign
