"""What AWS answers when two change the same thing, or the last change is not done yet."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import TypeVar

from botocore.exceptions import ClientError

Answer = TypeVar("Answer")

CONFLICTS = frozenset({"ConflictingOperationException", "ConflictException"})
THROTTLED = frozenset({"ThrottlingException"})
EXISTS = frozenset({"ResourceAlreadyExistsException"})
GONE = frozenset({"ResourceNotFoundException"})

PATIENCE_SECONDS = 120.0
"""How long a change of the same asset may take; large models take longer than the SDK's 60 s."""

FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 5.0


def code_of(error: ClientError) -> str:
    """Return the code of an API's error."""
    return str(error.response.get("Error", {}).get("Code", ""))


def patiently(
    call: Callable[[], Answer],
    *,
    patience_seconds: float = PATIENCE_SECONDS,
    now: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Answer:
    """Call, and call again while the resource is under change, or others use up the rate.

    botocore does not retry conflicts: to most programs they are final. Between the calls is a pause
    with full jitter.

    Raises:
        ClientError: AWS refuses, or the conflict lasts.
    """
    deadline, pause = now() + patience_seconds, FIRST_PAUSE_SECONDS
    while True:
        try:
            return call()
        except ClientError as error:
            if code_of(error) not in CONFLICTS | THROTTLED or now() >= deadline:
                raise
        sleep(random.uniform(0.0, pause))
        pause = min(LONGEST_PAUSE_SECONDS, 2 * pause)
