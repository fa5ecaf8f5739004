"""What must be there before a twin can start, and what is to be done when it is not."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

from twin.spatial.converters import converters
from twin.spatial.site_converters import FOLDER
from twin_local.supervisor.errors import (
    FileDamagedError,
    PortInUseError,
    SupervisorError,
    ToolMissingError,
)
from twin_local.supervisor.layout import Layout
from twin_local.supervisor.local_site import LocalSite
from twin_local.supervisor.ownership import already_running, owner
from twin_local.supervisor.status import read_status

OLDEST_PYTHON = (3, 11)
OLDEST_NODE = 20
OTHER_PORTS = "choose other ports with `twin up --port-base PORT`"
IMAGES = (*sorted({converter.image for converter in converters()}), "simulate", "calibrate", "edge")


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `error` says what is wrong with it."""

    name: str
    found: str
    error: SupervisorError | None = None


def check(layout: Layout, site: LocalSite | None) -> None:
    """Raise the first thing that stands in the way of a start.

    Raises:
        SupervisorError: see the subclasses.
    """
    for finding in findings(layout, site):
        if finding.error is not None:
            raise finding.error


def findings(layout: Layout, site: LocalSite | None) -> Iterator[Finding]:
    """Look at everything a start needs."""
    yield _site(layout)
    yield _python()
    yield _node()
    yield from _built(layout, site)
    other = running(layout)
    yield other
    if other.error is None:
        for name, port in layout.ports.items():
            yield _port(name, port)
        if site is not None:
            yield _plc_port(site)


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


def _python() -> Finding:
    found = ".".join(str(part) for part in sys.version_info[:3])
    if sys.version_info >= OLDEST_PYTHON:
        return Finding("Python", found)
    oldest = ".".join(str(part) for part in OLDEST_PYTHON)
    error = ToolMissingError(
        "Python is too old",
        found=found,
        expected=f"{oldest} or newer",
        where=f"make setup PYTHON=python{oldest}",
    )
    return Finding("Python", found, error)


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


def _built(layout: Layout, site: LocalSite | None) -> Iterator[Finding]:
    names = (*IMAGES, *(_own_images(site) if site else ()))
    places = {f"environment {name}": layout.build / "venvs" / name for name in names}
    places["console"] = layout.root / "web" / "dist" / "index.html"
    for name, path in places.items():
        if path.exists():
            yield Finding(name, str(path))
        else:
            error = ToolMissingError(f"{name} is not built", expected=str(path), where="make setup")
            yield Finding(name, "missing", error)


def _own_images(site: LocalSite) -> list[str]:
    """Return the folders of images of the site's pipelines."""
    pipelines = site.definition.spatial.pipelines.values()
    named = {one.image.removeprefix(FOLDER) for one in pipelines if one.image.startswith(FOLDER)}
    return sorted(named - set(IMAGES))


def running(layout: Layout) -> Finding:
    """Look for a twin that runs with the same state folder."""
    try:
        status = read_status(layout.state)
    except FileDamagedError as error:
        return Finding("other twin", "unknown", error)
    if status is not None and status.running:
        process = status.supervisor
        return Finding(
            "other twin", f"process {process}", already_running(process, status.console_url)
        )
    starting = owner(layout.state)
    if starting in (None, os.getpid()):
        return Finding("other twin", "none runs")
    return Finding("other twin", "starting", already_running(starting))


def _port(name: str, port: int, otherwise: str = OTHER_PORTS) -> Finding:
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
        where=f"stop that process, or {otherwise}",
    )
    return Finding(f"port {port}", holder or "in use", error)


def _plc_port(site: LocalSite) -> Finding:
    """Look at the port of the simulated PLC, which may be the site file's."""
    ways = [OTHER_PORTS] if site.is_plc_here else []
    if not site.is_copy:
        ways.append(f"choose another plc.endpoint in {site.file}")
    return _port("simulated PLC", site.plc_port, ", or ".join(ways))


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
