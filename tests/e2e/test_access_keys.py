"""An API key in a running twin: it works as its owner within its limits, until it is revoked."""

from __future__ import annotations

import pytest
import urllib3

from tests.e2e.conftest import Twin, eventually

pytestmark = [pytest.mark.slow, pytest.mark.container, pytest.mark.timeout(600)]
REVOKED_WITHIN_S = 60


def answered(twin: Twin, secret: str, path: str) -> int:
    url = f"{twin.run('status')['api_url']}{path}"
    return urllib3.request("GET", url, headers={"Authorization": f"Bearer {secret}"}).status


def test_a_key_is_good_for_what_it_was_made_for_until_it_is_revoked(twin: Twin) -> None:
    made = twin.run("keys", "create", "report", "--role", "viewer", "--operation", "getSite")
    secret, key_id = made["secret"], made["key"]["key_id"]
    assert answered(twin, secret, "/site") == 200
    assert answered(twin, secret, "/alarms") == 403
    assert answered(twin, secret, "/access/keys") == 403
    (listed,) = [one for one in twin.run("keys", "list")["keys"] if one["key_id"] == key_id]
    assert listed["last_used_day"] is not None
    twin.run("keys", "revoke", key_id, role="viewer", code=1)
    twin.run("keys", "revoke", key_id)
    eventually(
        lambda: answered(twin, secret, "/site") == 401,
        seconds=REVOKED_WITHIN_S,
        what="the end of a revoked key",
    )
    assert answered(twin, f"twin_{key_id}_{'0' * 64}", "/site") == 401


def test_a_key_without_limits_is_as_good_as_its_owner_but_makes_no_keys(twin: Twin) -> None:
    made = twin.run("keys", "create", "everything", "--days", "1")
    assert answered(twin, made["secret"], "/access/me") == 200
    assert answered(twin, made["secret"], "/access/keys") == 403
    twin.run("keys", "revoke", made["key"]["key_id"])
