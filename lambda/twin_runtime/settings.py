"""Settings from the environment, read once; a missing one names itself."""

from __future__ import annotations

import os

from twin_runtime.errors import SettingMissing


def setting(name: str) -> str:
    """Return an environment variable.

    Raises:
        SettingMissing: the variable is unset or empty.
    """
    value = os.environ.get(name, "")
    if not value:
        function = os.environ.get("AWS_LAMBDA_FUNCTION_NAME", "the function")
        raise SettingMissing(
            f"the environment of {function} has no {name}",
            expected="a value set by the construct that makes the function",
            where=f"the environment of {function}",
        )
    return value
