"""A checkout that is set up, as far as a look at it can tell, in a folder of its own."""

from __future__ import annotations

import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from twin_local.supervisor.layout import Layout
from twin_local.supervisor.preflight import IMAGES
from twin_local.testing.ports import free_ports

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with the demo site and empty files where set-up puts what it builds."""
    root = tmp_path / "checkout"
    (root / "sites").mkdir(parents=True)
    for name in ("sites/demo.yaml", "app.py", "cdk.json"):
        shutil.copyfile(ROOT / name, root / name)
    for image in IMAGES:
        (root / ".build" / "venvs" / image).mkdir(parents=True)
    (root / "web" / "dist").mkdir(parents=True)
    (root / "web" / "dist" / "index.html").touch()
    return root


@pytest.fixture
def layout(checkout: Path, tmp_path: Path) -> Layout:
    """Return a layout at ports that are free."""
    return Layout(root=checkout, state=tmp_path / "state", site="demo", port_base=free_ports())


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """Return a socket of this process that listens at some port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server
