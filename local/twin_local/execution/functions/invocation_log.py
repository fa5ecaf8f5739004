"""The lines of one invocation in CloudWatch Logs, some of them while it runs."""

from __future__ import annotations

from collections.abc import Sequence

from moto.awslambda.models import LambdaFunction

from twin_local.execution import logs


class InvocationLog:
    """Writes START, the output and the report of one invocation, each line once."""

    def __init__(self, function: LambdaFunction, stream: str) -> None:
        self._function, self._stream = function, stream
        self._lines: list[str] = []

    def write(self, lines: Sequence[str]) -> None:
        """Write lines now."""
        self._lines += lines
        logs.write(
            account=self._function.account_id,
            region=self._function.region,
            group=self._function.logs_group_name,
            stream=self._stream,
            lines=lines,
        )

    def complete(self, output: str, closing: Sequence[str]) -> None:
        """Write what of the output was not handed on while it ran, and the last lines."""
        first_of_output = 1  # after START
        handed_on = len(self._lines) - first_of_output
        self.write([*output.splitlines()[handed_on:], *closing])

    @property
    def text(self) -> str:
        """Return all lines."""
        return "\n".join(self._lines)
