"""The commands of a twin's processes."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from twin.site_document import SiteDocument
from twin_local.engine.images import STATE_VARIABLE
from twin_local.supervisor.children import MARK, Child
from twin_local.supervisor.deployment import Deployed
from twin_local.supervisor.layout import Layout


def environment(layout: Layout, region: str) -> dict[str, str]:
    """Return the environment of every process: AWS is at the embedded endpoint."""
    return {
        **os.environ,
        MARK: str(layout.state),
        STATE_VARIABLE: str(layout.state),
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": region,
        "AWS_DEFAULT_REGION": region,
        "AWS_ENDPOINT_URL": layout.endpoint_url,
        "PYTHONUNBUFFERED": "1",
    }


def embedded_aws(layout: Layout, *, account: str, region: str) -> Child:
    """Return the embedded AWS."""
    options = {
        "--account": account,
        "--region": region,
        "--state-dir": str(layout.state),
        "--build-dir": str(layout.build),
        "--repository-root": str(layout.root),
        "--port-base": str(layout.port_base),
    }
    return _child(layout, "embedded AWS", "twin_local.server", options, region)


def simulated_plc(layout: Layout, site_file: Path, region: str) -> Child:
    """Return the simulated PLC."""
    options = {"--site": str(site_file)}
    return _child(layout, "simulated PLC", "twin_local.plc", options, region)


def nucleus(layout: Layout, site: SiteDocument, region: str, deployed: Deployed) -> Child:
    """Return the edge device: it runs the deployed Greengrass components as the device's role."""
    options = {
        "--endpoint": layout.endpoint_url,
        "--thing": site.thing_name,
        "--region": region,
        "--root": str(layout.state / "greengrass"),
        "--path": str(layout.build / "venvs" / "edge" / "bin"),
        "--role-alias": deployed.role_alias,
        "--policy": deployed.device_policy,
        "--root-ca": str(layout.root_ca),
    }
    return _child(layout, "edge device", "twin_local.nucleus", options, region)


def _child(layout: Layout, name: str, module: str, options: dict[str, str], region: str) -> Child:
    arguments = [part for option in options.items() for part in option]
    return Child(
        name=name,
        command=(sys.executable, "-m", module, *arguments),
        environment=environment(layout, region),
        log=layout.logs / f"{name.replace(' ', '-').lower()}.log",
    )
