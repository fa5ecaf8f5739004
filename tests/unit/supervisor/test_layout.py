"""The ports of a twin, which preflight looks at, and what is told of them."""

from __future__ import annotations

from dataclasses import replace

from twin_local.supervisor import processes
from twin_local.supervisor.deployment import Deployed
from twin_local.supervisor.layout import Layout


def test_every_port_is_its_own_and_leaves_that_of_the_plc(layout: Layout) -> None:
    moved = replace(layout, port_base=9000)
    assert sorted([*moved.ports.values(), moved.moved_plc_port]) == [9000 + n for n in range(6)]
    assert moved.mqtt_url == "mqtt://127.0.0.1:9004"
    assert moved.mqtt_websocket_url == "ws://127.0.0.1:9005/mqtt"


def test_the_edge_device_is_told_its_role_and_what_to_trust(layout: Layout) -> None:
    class Site:
        thing_name = "demo-edge"

    deployed = Deployed("pool", "client", role_alias="alias", device_policy="policy")
    command = processes.nucleus(layout, Site(), "us-east-1", deployed).command  # type: ignore[arg-type]
    options = dict(zip(command[3::2], command[4::2], strict=True))
    assert (options["--role-alias"], options["--policy"]) == ("alias", "policy")
    assert options["--root-ca"] == str(layout.state / "mqtt" / "root-ca.pem")
