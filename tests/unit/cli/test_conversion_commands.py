"""What `twin conversions list` takes together."""

from __future__ import annotations

from typing import ClassVar
from urllib.parse import urlsplit

import pytest
import urllib3
from click.testing import CliRunner

from twin_local.cli.client import ApiClient
from twin_local.cli.commands import conversions
from twin_local.cli.commands.conversions import command
from twin_local.cli.operations import filled, route_of
from twin_local.cli.profile import Profile


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


@pytest.mark.parametrize(
    ("arguments", "operation_id", "names"),
    [
        ([], "listConversions", {}),
        (["pump"], "listAssetConversions", {"asset_key": "pump"}),
        (
            ["pump", "--path", "cad/Gehäuse 'neu'.step"],
            "listFileConversions",
            {"asset_key": "pump", "file_path": "cad/Gehäuse 'neu'.step"},
        ),
    ],
)
def test_a_list_is_of_the_site_an_asset_or_a_file_in_any_folder(
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    operation_id: str,
    names: dict[str, str],
) -> None:
    class Sent(ApiClient):
        """Remembers where a request went, and answers an empty page."""

        addresses: ClassVar[list[str]] = []

        def __init__(self) -> None:
            super().__init__(Profile("https://twin.test", "", "", "", "", "key"))

        def _send(
            self, method: str, url: str, *, body: object, headers: object
        ) -> urllib3.BaseHTTPResponse:
            self.addresses.append(url)
            return urllib3.HTTPResponse(body=b'{"conversions": []}', status=200)

    monkeypatch.setattr(conversions, "ApiClient", Sent)
    result = CliRunner().invoke(command, ["list", *arguments, "--json"])
    assert result.exit_code == 0, result.exception
    place = {"database_id": "site", **names} if names else {}
    (address,) = Sent.addresses
    assert urlsplit(address).path == filled(route_of(operation_id), place)
