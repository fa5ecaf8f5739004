"""Plug our services into moto: `install()` before the first request or `mock_aws`.

moto finds a service as `moto.<name>`, takes its backends from there and its addresses from
`moto.<name>.urls`. Its package path is extended by our folder, so ours are found like its own.
"""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import moto
from moto import backend_index

SERVICES = Path(__file__).parent / "services" / "moto_plugins"
NAMES = tuple(
    sorted(folder.name for folder in SERVICES.iterdir() if (folder / "urls.py").is_file())
)


def install() -> None:
    """Make moto serve our services too; installing twice is the same as once."""
    if str(SERVICES) not in moto.__path__:
        moto.__path__.append(str(SERVICES))
    for name in NAMES:
        _register(name)


def _register(name: str) -> None:
    urls = importlib.import_module(f"moto.{name}.urls")
    importlib.import_module(f"moto.{name}.models")
    known = {(service, pattern.pattern) for service, pattern in backend_index.backend_url_patterns}
    for base in urls.url_bases:
        if (name, base) not in known:
            # First, so that Greengrass V1, which claims the same host, does not answer for V2.
            backend_index.backend_url_patterns.insert(0, (name, re.compile(base)))
