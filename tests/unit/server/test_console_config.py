"""The console's settings on this machine name what stands for AWS here."""

from __future__ import annotations

from pathlib import Path

from twin_local.server.console import local_config
from twin_local.server.context import ServerContext

CONTEXT = ServerContext(
    endpoint_url="http://127.0.0.1:8100",
    realtime_url="ws://127.0.0.1:8100/event/realtime",
    state_dir=Path("state"),
    region="eu-central-1",
    account="111111111111",
    build_dir=Path("build"),
    repository_root=Path(),
    console_port=8101,
)
SIGN_ON = {"url": "https://plant-twin.auth.eu-central-1.amazoncognito.com", "clientId": "c"}


def test_a_site_of_passwords_has_the_endpoints_of_aws_and_the_live_channel() -> None:
    found = local_config({"site": "plant", "singleSignOn": None}, CONTEXT)
    assert found["site"] == "plant"
    assert found["endpoint"] == {"aws": CONTEXT.endpoint_url, "realtime": CONTEXT.realtime_url}


def test_single_sign_on_is_at_the_domain_of_the_embedded_pool() -> None:
    found = local_config({"singleSignOn": SIGN_ON}, CONTEXT)
    assert found["singleSignOn"] == SIGN_ON
    assert found["endpoint"]["signIn"] == "http://127.0.0.1:8100/_aws/cognito-idp/plant-twin"
