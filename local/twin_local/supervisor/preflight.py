"""What must be there before a twin can start, and what is to be done when it is not."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

from twin_local.supervisor.errors import (
    AlreadyRunningError,
    PortInUseError,
    SupervisorError,
    ToolMissingError,
)
from twin_local.supervisor.layout import Layout
from twin_local.supervisor.status import read_status

OLDEST_NODE = 20
IMAGES = ("convert_cad", "simulate", "edge")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `error` says what is wrong with it."""

    name: str
    found: str
    error: SupervisorError | None = None


def check(layout: Layout, plc_port: int) -> None:
    """Raise the first thing that stands in the way of a start.

    Raises:
        SupervisorError: see the subclasses.
    """
    for finding in findings(layout, plc_port):
        if finding.error is not None:
            raise finding.error


def findings(layout: Layout, plc_port: int) -> Iterator[Finding]:
    """Look at everything a start needs."""
    yield _site(layout)
    yield _node()
    yield from _built(layout)
    other = running(layout)
    yield other
    if other.error is None:
        for name, port in {**layout.ports, "simulated PLC": plc_port}.items():
            yield _port(name, port)


def _site(layout: Layout) -> Finding:
    if layout.site_file.is_file():
        return Finding("site file", str(layout.site_file))
    known = ", ".join(sorted(path.stem for path in (layout.root / "sites").glob("*.yaml")))
    error = ToolMissingError(
        f"there is no site {layout.site}",
        found=f"sites: {known or 'none'}",
        expected=str(layout.site_file),
        where="twin site new NAME makes one",
    )
    return Finding("site file", "missing", error)


def _node() -> Finding:
    node = shutil.which("node")
    if node is None:
        error = ToolMissingError(
            "Node.js is needed to synthesize", expected=f"node {OLDEST_NODE} or newer on the PATH"
        )
        return Finding("Node.js", "missing", error)
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = version.stdout.strip()
    major = found.removeprefix("v").split(".")[0]
    if not major.isdigit() or int(major) < OLDEST_NODE:
        error = ToolMissingError(
            "Node.js is too old", found=found, expected=f"{OLDEST_NODE} or newer"
        )
        return Finding("Node.js", found, error)
    return Finding("Node.js", found)


def _built(layout: Layout) -> Iterator[Finding]:
    places = {f"environment {name}": layout.build / "venvs" / name for name in IMAGES}
    places["console"] = layout.root / "web" / "dist" / "index.html"
    for name, path in places.items():
        if path.exists():
            yield Finding(name, str(path))
        else:
            error = ToolMissingError(f"{name} is not built", expected=str(path), where="make setup")
            yield Finding(name, "missing", error)


def running(layout: Layout) -> Finding:
    """Look for a twin that runs with the same state folder."""
    status = read_status(layout.state)
    if status is None or not status.running:
        return Finding("other twin", "none runs")
    error = AlreadyRunningError(
        "a twin with this state folder runs already",
        found=f"process {status.supervisor}, {status.console_url}",
        where="`twin down` stops it",
    )
    return Finding("other twin", f"process {status.supervisor}", error)


def _port(name: str, port: int) -> Finding:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            return Finding(f"port {port}", "free")
        except OSError:
            holder = port_holder(port)
    error = PortInUseError(
        f"port {port} ({name}) is in use",
        found=holder or "a process of another user",
        expected="a free port",
        where="stop that process, or choose other ports: twin up --port-base PORT",
    )
    return Finding(f"port {port}", holder or "in use", error)


def port_holder(port: int) -> str | None:
    """Return the name and id of the process that listens on a port, None if it is hidden."""
    try:
        connections = psutil.net_connections("tcp")
    except psutil.AccessDenied:
        return None
    for connection in connections:
        address: tuple[str | int, ...] = tuple(connection.laddr)
        listening = connection.status == psutil.CONN_LISTEN
        if listening and address[1:2] == (port,) and connection.pid:
            try:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
            except psutil.Error:
                return f"process {connection.pid}"
    return None
