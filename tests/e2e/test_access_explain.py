"""`twin explain` of a running twin: of oneself, of users of the pool, of the catalogue."""

from __future__ import annotations

import pytest

from tests.e2e.conftest import Twin

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]
DATABASE = "/databases/site"


def test_the_policy_that_decides_is_named(twin: Twin) -> None:
    own = twin.run("explain", "deleteDatabase", DATABASE)
    assert (own["allowed"], own["reason"]) == (True, "permitted by base:admin")
    viewers = [one for one in twin.run("status")["users"] if one["groups"] == ["viewer"]]
    other = twin.run("explain", "deleteDatabase", DATABASE, "--user", viewers[0]["name"])
    assert (other["allowed"], other["reason"]) == (False, "no policy permits it")
    assert other["principal"]["groups"] == ["viewer"]


def test_others_are_only_an_administrator_s_business(twin: Twin) -> None:
    twin.run("explain", "getSite", "/", "--group", "admin", role="viewer", code=1)
    twin.run("explain", "getSite", "/", "--key", "0" * 16, code=1)
