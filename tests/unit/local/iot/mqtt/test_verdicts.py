"""What the function of an authorizer may answer, and how long it holds."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from tests.unit.local.iot.mqtt.test_broker import link
from twin_local.execution.functions.executor import Answer
from twin_local.execution.iot.mqtt.authentication.evidence import NotAuthenticated
from twin_local.execution.iot.mqtt.authorizers.credentials import Presented
from twin_local.execution.iot.mqtt.authorizers.invocation import CustomAuthorizers, read_verdict
from twin_local.execution.iot.mqtt.authorizers.registry import Authorizer
from twin_local.execution.iot.mqtt.permissions import Lifetime, Owner, PolicyAuthority
from twin_local.execution.iot.mqtt.timers import Timers

ALLOW: dict[str, Any] = {"Effect": "Allow", "Action": "iot:Connect", "Resource": "*"}
GOOD: dict[str, Any] = {
    "isAuthenticated": True,
    "principalId": "guest7",
    "disconnectAfterInSeconds": 3600,
    "refreshAfterInSeconds": 300,
    "policyDocuments": [{"Version": "2012-10-17", "Statement": [ALLOW]}],
}
AUTHORIZER = Authorizer("door", "arn", "function", None, {}, "ACTIVE", True, False)
SHOWN = Presented({}, ("mqtt",), {"mqtt": {}})


def test_a_good_answer_is_read_whether_policies_are_text_or_objects() -> None:
    texts = [json.dumps(one) for one in GOOD["policyDocuments"]]
    for documents in (GOOD["policyDocuments"], texts):
        verdict = read_verdict(json.dumps(GOOD | {"policyDocuments": documents}).encode())
        assert (verdict.principal_id, verdict.ends_after, verdict.renews_after) == (
            "guest7",
            3600,
            300,
        )
        assert [one.actions for one in verdict.statements()] == [("iot:Connect",)]


@pytest.mark.parametrize(
    "change",
    [
        {"isAuthenticated": False},
        {"isAuthenticated": "true"},
        {"principalId": "no-hyphen"},
        {"principalId": ""},
        {"disconnectAfterInSeconds": 299},
        {"refreshAfterInSeconds": 86_401},
        {"refreshAfterInSeconds": None},
        {"policyDocuments": ["no JSON"]},
        {"policyDocuments": [{"Statement": [{"Effect": "Perhaps"}]}]},
        {"policyDocuments": GOOD["policyDocuments"] * 11},
        {"policyDocuments": [{"Statement": [ALLOW], "Id": "x" * 2048}]},
    ],
)
def test_what_iot_core_does_not_take_is_no_authentication(change: dict[str, Any]) -> None:
    with pytest.raises(NotAuthenticated):
        read_verdict(json.dumps(GOOD | change).encode())


def test_policies_are_asked_for_again_and_a_refusal_ends_it() -> None:
    answers = [GOOD, GOOD | {"policyDocuments": []}, {"isAuthenticated": False}]

    def call(_arn: str, _event: object, _caller: object) -> Answer:
        return Answer(json.dumps(answers.pop(0)).encode(), False, "", "")

    principal = CustomAuthorizers("1", "us-east-1", call).authenticate(AUTHORIZER, SHOWN)
    assert principal.authority.allows("iot:Connect", "arn", {})
    assert principal.lifetime is not None
    renewed = principal.lifetime.renew()
    assert renewed is not None and not renewed.allows("iot:Connect", "arn", {})
    assert principal.lifetime.renew() is None


def test_a_function_that_fails_authenticates_nobody() -> None:
    authorizers = CustomAuthorizers("1", "us-east-1", lambda *_: Answer(b"{}", True, "", ""))
    with pytest.raises(NotAuthenticated):
        authorizers.authenticate(AUTHORIZER, SHOWN)


def test_a_link_is_renewed_and_ended_when_its_time_is_over() -> None:
    nothing = PolicyAuthority(lambda: ())

    async def live(lifetime: Lifetime) -> tuple[str | None, bool]:
        one, wire = link()
        timers = Timers(one, 60.0)
        timers.limit(lifetime, None)
        while not wire.is_aborted:
            await asyncio.sleep(0.001)
        timers.cancel()
        return one.ended, one.permissions.authority is nothing

    assert asyncio.run(live(Lifetime(0.05, 0.01, lambda: nothing))) == (
        "CUSTOMAUTH_TTL_EXPIRATION",
        True,
    )
    assert asyncio.run(live(Lifetime(60.0, 0.01, lambda: None))) == ("AUTH_ERROR", False)
    assert asyncio.run(live(Lifetime(0.01, 60.0, Owner))) == ("CUSTOMAUTH_TTL_EXPIRATION", False)
