"""What we replace in moto is what was read: a change of it is to be read before it is taken.

The digests of all replaced parts stand beside this file. When moto is updated, this test names the
parts that changed; look at each, at its replacement and at the replacement's tests, then write
the digests anew with `python -m tests.integration.moto.test_originals`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.twin_process import ROOT
from twin_local.execution.patching import (
    MotoChangedError,
    ReplacedTwiceError,
    before,
    original,
    replace,
)

DIGESTS = Path(__file__).with_name("originals.json")
PROGRAM = """
import json, os, sys
from pathlib import Path
from twin_local.server.context import ServerContext
from twin_local.server.process import EmbeddedAws, Ports
from twin_local.testing.ports import free_ports

folder, base = Path(sys.argv[1]), free_ports()
context = ServerContext(
    endpoint_url=f"http://127.0.0.1:{base + 1}",
    realtime_url=f"ws://127.0.0.1:{base + 2}/event/realtime",
    state_dir=folder,
    region="us-east-1",
    account="123456789012",
    build_dir=folder,
    repository_root=folder,
)
EmbeddedAws(context, Ports(console=base, endpoint=base + 1))
from twin_local.execution.patching import fingerprints
print(json.dumps(fingerprints()), flush=True)
os._exit(0)
"""


def replaced(folder: Path) -> dict[str, str]:
    """Return the digests of everything that an embedded AWS replaces when it starts."""
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(folder)],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "0"},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
    return {name: digest for name, digest in sorted(found.items()) if name.startswith("moto")}


def test_what_is_replaced_is_what_was_read(tmp_path: Path) -> None:
    known = json.loads(DIGESTS.read_text(encoding="utf-8"))
    found = replaced(tmp_path)
    assert len(found) > 50
    changed = {name for name in known.keys() & found.keys() if known[name] != found[name]}
    assert not changed, "moto has changed what these replace"
    assert found.keys() - known.keys() == set(), "replaced, but not written down"
    assert known.keys() - found.keys() == set(), "written down, but no longer replaced"


def test_what_moto_no_longer_has_cannot_be_replaced() -> None:
    class Renamed:
        pass

    with pytest.raises(MotoChangedError, match="gone"):
        replace(Renamed, "gone", None)


class Service:
    """Something of moto's."""

    def put(self, name: str) -> str:
        """Take whatever comes."""
        return f"put {name}"


def first(service: Service, name: str) -> str:
    return f"first {original(Service, 'put')(service, name)}"


def test_what_one_module_replaces_another_cannot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Service, "put", Service.put)  # put back afterwards
    replace(Service, "put", first)
    replace(Service, "put", first)
    assert Service().put("a") == "first put a"
    with pytest.raises(ReplacedTwiceError, match="put"):
        replace(Service, "put", json.dumps)
    assert Service().put("a") == "first put a"


def test_a_check_sees_the_arguments_first() -> None:
    class Store:
        def put(self, name: str, *, size: int = 1) -> str:
            return name * size

    def check(store: Store, name: str, *, size: int = 1) -> None:
        if size > 2:
            raise ValueError(name)

    before(Store, "put", check)
    assert Store().put("a", size=2) == "aa"
    with pytest.raises(ValueError, match="a"):
        Store().put("a", size=3)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        text = json.dumps(replaced(Path(folder)), indent=1) + "\n"
        DIGESTS.write_text(text, encoding="utf-8")
