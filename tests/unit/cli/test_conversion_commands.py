"""What `twin conversions list` takes together."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from twin_local.cli.commands.conversions import command


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["list", "--path", "a.step"], "--path is of an asset"),
        (["list", "pump", "--state", "FAILED"], "--state is of the whole site"),
        (["list", "--state", "GONE"], "Invalid value for '--state'"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments: list[str], said: str) -> None:
    result = CliRunner().invoke(command, arguments)
    assert result.exit_code == 2
    assert said in result.output
