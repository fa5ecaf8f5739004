"""What stands in the way of a start is named, with what is to be done about it."""

from __future__ import annotations

import json
import os
import shutil
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from twin_local.supervisor import preflight
from twin_local.supervisor.errors import (
    AlreadyRunningError,
    FileDamagedError,
    PortInUseError,
    SupervisorError,
    ToolMissingError,
)
from twin_local.supervisor.layout import DEFAULT_PORT_BASE, Layout
from twin_local.supervisor.local_site import local_site
from twin_local.supervisor.status import FILE_NAME

Tools = Callable[[str], None]


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    """Return a function that makes `node` the only program, of a given version."""

    def node(version: str) -> None:
        folder = tmp_path / "bin"
        folder.mkdir()
        program = folder / "node"
        program.write_text(f"#!/bin/sh\necho {version}\n", encoding="utf-8")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))

    return node


def refusal(layout: Layout) -> SupervisorError:
    """Return the first thing that stands in the way."""
    site = local_site(layout) if layout.site_file.is_file() else None
    with pytest.raises(SupervisorError) as caught:
        preflight.check(layout, site)
    return caught.value


def test_nothing_stands_in_the_way_of_a_checkout_that_is_set_up(layout: Layout) -> None:
    preflight.check(layout, local_site(layout))


def test_an_unknown_site_is_refused_with_those_there_are(layout: Layout) -> None:
    error = refusal(replace(layout, site="other"))
    assert error.found == "sites: demo"
    assert "twin site new" in error.where


def test_without_node_the_version_to_install_is_named(
    layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    error = refusal(layout)
    assert isinstance(error, ToolMissingError)
    assert "node 20 or newer" in error.expected


@pytest.mark.parametrize("version", ["v18.20.4", "v9.1.0", "nonsense", ""])
def test_a_node_that_is_too_old_is_refused(layout: Layout, node: Tools, version: str) -> None:
    node(version)
    error = refusal(layout)
    assert (error.code, error.found) == ("TOOL_MISSING", version)


def test_a_node_that_is_new_enough_is_taken(layout: Layout, node: Tools) -> None:
    node("v20.0.0")
    preflight.check(layout, local_site(layout))


def test_a_python_that_is_too_old_is_refused(
    layout: Layout, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preflight, "OLDEST_PYTHON", (4, 0))
    error = refusal(layout)
    assert (error.code, error.expected) == ("TOOL_MISSING", "4.0 or newer")


@pytest.mark.parametrize(
    "missing", [".build/venvs/convert_cad", ".build/venvs/edge", "web/dist/index.html"]
)
def test_a_checkout_that_is_not_set_up_is_refused(layout: Layout, missing: str) -> None:
    path = layout.root / missing
    shutil.rmtree(path) if path.is_dir() else path.unlink()
    error = refusal(layout)
    assert (error.code, error.where) == ("TOOL_MISSING", "make setup")
    assert error.expected == str(path)


@pytest.mark.parametrize("offset", [0, 1, 2, 3])
def test_a_port_in_use_is_refused_with_the_process_in_the_way(layout: Layout, offset: int) -> None:
    with socket.create_server(("127.0.0.1", layout.port_base + offset)):
        error = refusal(layout)
    assert isinstance(error, PortInUseError)
    assert str(layout.port_base + offset) in error.message
    assert f"process {os.getpid()}" in error.found
    assert "--port-base" in error.where
    assert "plc.endpoint" not in error.where


def with_plc(layout: Layout, address: str) -> Layout:
    """Return the layout with another address of the PLC in its site file."""
    text = layout.site_file.read_text(encoding="utf-8").replace("127.0.0.1:4840", address)
    layout.site_file.write_text(text, encoding="utf-8")
    return layout


def plc_finding(layout: Layout) -> preflight.Finding:
    """Return what is found of the PLC's port, which comes last."""
    return list(preflight.findings(layout, local_site(layout)))[-1]


def test_the_plc_s_port_in_use_is_refused_with_the_key_that_decides(
    layout: Layout, listener: socket.socket
) -> None:
    port = listener.getsockname()[1]
    default = replace(layout, port_base=DEFAULT_PORT_BASE)
    error = plc_finding(with_plc(default, f"127.0.0.1:{port}")).error
    assert error is not None
    assert f"port {port} (simulated PLC)" in error.message
    assert "--port-base" in error.where
    assert f"plc.endpoint in {layout.site_file}" in error.where


def test_other_ports_are_not_offered_for_a_plc_that_does_not_follow_them(
    layout: Layout, listener: socket.socket
) -> None:
    error = plc_finding(with_plc(layout, f"plc.plant.example:{listener.getsockname()[1]}")).error
    assert error is not None
    assert "--port-base" not in error.where
    assert "plc.endpoint" in error.where


def status_of(process: psutil.Process) -> dict[str, object]:
    """Return what a twin whose `twin up` is a process writes of itself."""
    return {
        "site": "demo",
        "console_url": "http://127.0.0.1:1",
        "api_url": "http://127.0.0.1:1/api",
        "endpoint_url": "http://127.0.0.1:2",
        "region": "us-east-1",
        "user_pool_id": "pool",
        "user_pool_client_id": "client",
        "supervisor": process.pid,
        "started": process.create_time(),
        "ready": True,
        "users": [{"name": "admin", "password": "x", "groups": ["admin"]}],
    }


def write_status(layout: Layout, text: str) -> None:
    layout.state.mkdir(exist_ok=True)
    (layout.state / FILE_NAME).write_text(text, encoding="utf-8")


def test_a_second_twin_with_the_same_state_is_refused(layout: Layout) -> None:
    write_status(layout, json.dumps(status_of(psutil.Process())))
    error = refusal(layout)
    assert isinstance(error, AlreadyRunningError)
    assert f"process {os.getpid()}" in error.found


def test_the_status_of_a_twin_that_is_gone_stands_in_nobody_s_way(layout: Layout) -> None:
    gone = {**status_of(psutil.Process()), "started": 1.0}
    write_status(layout, json.dumps(gone))
    preflight.check(layout, local_site(layout))


def test_a_damaged_status_file_is_refused(layout: Layout) -> None:
    write_status(layout, "{")
    assert isinstance(refusal(layout), FileDamagedError)
