"""`twin keys` over the function that serves it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from tests.integration.access_keys.conftest import EVE
from twin.access.api_key import parse
from twin_local.cli import profile
from twin_local.cli.commands import keys
from twin_local.cli.main import main

if TYPE_CHECKING:
    from tests.integration.access_keys.conftest import Api

METHODS = {"createAccessKey": "POST", "revokeAccessKey": "DELETE"}


@pytest.fixture
def run(api: Api, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Return what runs `twin keys …` as an administrator."""

    class Client:
        def call(
            self,
            operation_id: str,
            path: Mapping[str, str] | None = None,
            *,
            body: Mapping[str, Any] | None = None,
        ) -> Any:  # noqa: ANN401 - any JSON
            status, answer = api.call(EVE, METHODS[operation_id], body=body, **(path or {}))
            assert status in (200, 201), answer
            return answer

        def pages(self, path: str, member: str, query: Mapping[str, str]) -> Iterator[Any]:
            assert path == "/access/keys"
            yield from api.call(EVE, "GET", **query)[1][member]

    monkeypatch.setattr(keys, "ApiClient", Client)

    def run_it(*arguments: str) -> str:
        done = CliRunner().invoke(main, ["keys", *arguments], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return done.output

    yield run_it


def test_a_key_is_made_listed_and_revoked(run: Any) -> None:  # noqa: ANN401 - a function
    made = json.loads(run("create", "report", "--role", "viewer", "--days", "7", "--json"))
    key_id = made["key"]["key_id"]
    assert parse(made["secret"]).key_id == key_id
    listed = json.loads(run("list", "--all", "--json"))["keys"]
    assert [(one["key_id"], one["role"]) for one in listed] == [(key_id, "viewer")]
    assert json.loads(run("revoke", key_id, "--json"))["revoked_at"] > 0


def test_people_see_the_secret_once_and_the_state(run: Any) -> None:  # noqa: ANN401 - a function
    printed = run("create", "report", "--database", "line-1", "--operation", "getScene")
    secret = printed.strip().splitlines()[-1]
    key_id = parse(secret).key_id
    table = run("list")
    assert "in use" in table
    assert "line-1" in table
    assert secret not in table
    run("revoke", key_id)
    assert "revoked" in run("list")


def test_a_key_in_the_environment_stands_for_a_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "profiles.ini"
    file.write_text("[plant]\napi_url = https://plant.example/api\n", encoding="utf-8")
    monkeypatch.setattr(profile, "PROFILES", file)
    with pytest.raises(profile.ProfileMissing, match="client_id"):
        profile.deployed("plant")
    monkeypatch.setenv(profile.API_KEY, "twin_key")
    assert profile.deployed("plant").api_key == "twin_key"
