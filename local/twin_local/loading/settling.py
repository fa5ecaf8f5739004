"""Wait until changes are done: SiteWise and TwinMaker answer before that, TwinMaker has no waiters.

One list answers for all assets of a model; the SDK's waiters ask for each of them.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from twin.loading.errors import LoadError

CHANGING = frozenset({"CREATING", "UPDATING", "DELETING", "PROPAGATING"})
PATIENCE_SECONDS = 600.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 3.0


class NotSettledError(LoadError):
    """Changes are not done in time; loading again goes on from there."""

    code = "LOAD_NOT_SETTLED"
    status = 504


def wait_until_settled(
    states: Callable[[], dict[str, str]],
    *,
    patience_seconds: float = PATIENCE_SECONDS,
    now: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> None:
    """Wait until nothing is under change; `states` returns the state of each by its name.

    Raises:
        NotSettledError: that takes too long.
    """
    deadline, pause = now() + patience_seconds, FIRST_PAUSE_SECONDS
    while changing := sorted(name for name, state in states().items() if state in CHANGING):
        if now() >= deadline:
            raise NotSettledError(
                f"{len(changing)} changes are not done after {patience_seconds:g} s",
                found=", ".join(changing[:5]),
                expected="ACTIVE",
                where="load again; it goes on from where it is",
            )
        sleep(random.uniform(pause / 2, pause))
        pause = min(LONGEST_PAUSE_SECONDS, 2 * pause)
