"""What makes the embedded AWS execute: functions, state machines, jobs, rules, schedules, APIs.

`install` replaces the parts of moto that only pretend. One folder per service; each replacement is
made with `patching.replace` in that folder's `patch.py` and held by a contract test.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from twin_local.execution.plant import Execution
    from twin_local.server.context import ServerContext


def install(context: ServerContext, keep: Callable[[str], None] = lambda _: None) -> Execution:
    """Make this process's moto execute; `close()` on the result ends what was started.

    `keep` returns when the state of a service (by its name in moto) is on the disk.

    Raises:
        twin_local.execution.patching.MotoChangedError: the installed moto is not the pinned one.
    """
    from twin_local.execution.starting import start

    return start(context, keep)
