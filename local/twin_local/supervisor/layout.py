"""Where the parts of one local twin are: folders, ports and addresses."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from twin_local.engine.images import STATE_VARIABLE

DEFAULT_PORT_BASE = 8700
"""At these ports the simulated PLC is where the site file says."""


@dataclass(frozen=True)
class Layout:
    """Folders and ports of one local twin; ports count up from `port_base`."""

    root: Path
    state: Path
    site: str
    port_base: int

    @property
    def build(self) -> Path:
        """What set-up built."""
        return self.root / ".build"

    @property
    def assembly(self) -> Path:
        """The synthesized cloud assembly."""
        return self.state / "assembly"

    @property
    def site_file(self) -> Path:
        """The site's definition."""
        return self.root / "sites" / f"{self.site}.yaml"

    @property
    def is_moved(self) -> bool:
        """Whether the ports are others than the default ones, so that two twins may run."""
        return self.port_base != DEFAULT_PORT_BASE

    @property
    def moved_plc_port(self) -> int:
        """The port of the simulated PLC of a twin at other ports."""
        return self.port_base + 3

    @property
    def logs(self) -> Path:
        """What the processes write."""
        return self.state / "logs"

    @property
    def root_ca(self) -> Path:
        """The certificate that clients of MQTT over TLS trust."""
        return self.state / "mqtt" / "root-ca.pem"

    @property
    def console_url(self) -> str:
        """Where the console is."""
        return f"http://127.0.0.1:{self.port_base}"

    @property
    def api_url(self) -> str:
        """Where the HTTP API is."""
        return f"{self.console_url}/api"

    @property
    def endpoint_url(self) -> str:
        """Where the AWS APIs are."""
        return f"http://127.0.0.1:{self.port_base + 1}"

    @property
    def ports(self) -> dict[str, int]:
        """The ports of the embedded AWS by what they are for."""
        names = ("console", "AWS endpoint", "live channel")
        ports = {name: self.port_base + offset for offset, name in enumerate(names)}
        return {**ports, "MQTT": self.port_base + 4, "MQTT over WebSocket": self.port_base + 5}

    @property
    def mqtt_url(self) -> str:
        """Where MQTT is over TCP; TLS is spoken on the same port."""
        return f"mqtt://127.0.0.1:{self.ports['MQTT']}"

    @property
    def mqtt_websocket_url(self) -> str:
        """Where MQTT is over WebSocket."""
        return f"ws://127.0.0.1:{self.ports['MQTT over WebSocket']}/mqtt"


def default_state(root: Path) -> Path:
    """Return the state folder: `TWIN_STATE`, or `.twin` in the checkout."""
    return Path(os.environ.get(STATE_VARIABLE, root / ".twin")).resolve()


def repository_root() -> Path:
    """Return the checkout this package belongs to."""
    return Path(__file__).resolve().parents[3]
