"""What every part of the embedded AWS needs to know of the process it runs in."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

STATE_FOLDER, BODIES_FOLDER, SERVICES_FOLDER = "state", "bodies", "services"
"""Below the state folder: snapshots, large contents, and databases of services."""


@dataclass(frozen=True)
class ServerContext:
    """Addresses, identity and folders of one embedded AWS.

    `endpoint_url` is what `AWS_ENDPOINT_URL` is set to for everything it runs; `realtime_url` is
    the WebSocket address of AppSync Events; `state_dir` survives restarts; `build_dir` holds what
    set-up built (virtual environments, staged images). `mqtt_port` is that of MQTT over TCP and TLS
    and `mqtt_websocket_port` that of MQTT over WebSocket; 0 takes any that is free. `console_port`
    is where the console's distribution is served, 0 for nowhere.
    """

    endpoint_url: str
    realtime_url: str
    state_dir: Path
    region: str
    account: str
    build_dir: Path
    repository_root: Path
    mqtt_port: int = 0
    mqtt_websocket_port: int = 0
    console_port: int = 0
