"""Snapshots of all backends in a folder: a manifest, and one file per kind of backend."""

from __future__ import annotations

import hashlib
import json
import os
import pickle
import platform
import sys
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from moto.core.base_backend import BackendDict

from twin_local.moto_extension import NAMES as OWN_SERVICES
from twin_local.server.persistence.errors import StateIncompatibleError, StateIncompleteError
from twin_local.server.persistence.manifest import MANIFEST, START_OVER
from twin_local.server.persistence.pickling import backend_dict, backend_key, dump, load

FORMAT = 1
WITHOUT_STATE = frozenset({"moto_api", "instance_metadata"})


@dataclass(frozen=True)
class Snapshot:
    """The file that holds one kind of backend, and what of the journal is in it."""

    file: str
    digest: str
    position: int = 0


def compatibility() -> dict[str, object]:
    """Return what must be equal for a snapshot to be readable."""
    return {
        "format": FORMAT,
        "moto": version("moto"),
        "python": ".".join(platform.python_version_tuple()[:2]),
        "platform": sys.platform,
    }


def backends() -> dict[str, BackendDict[Any]]:
    """Return the backends in use by key, except those that keep their state themselves."""
    return {
        backend_key(instances.backend): instances
        for instances in list(BackendDict._instances)  # type: ignore[misc]
        if instances.service_name not in WITHOUT_STATE
        and backend_service(instances) not in OWN_SERVICES
    }


def backend_service(instances: BackendDict[Any]) -> str:
    """Return the name of the service's module in moto."""
    return instances.backend.__module__.split(".")[1]


def capture(instances: BackendDict[Any]) -> bytes:
    """Pickle every account and region of one kind of backend."""
    state = {
        account: {region: dict(vars(backend)) for region, backend in regions.items()}
        for account, regions in instances.items()
    }
    return dump(state)


class SnapshotFolder:
    """Reads and writes the snapshots of one state folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.current: dict[str, Snapshot] = {}

    @property
    def manifest(self) -> Path:
        """The file that says which snapshots belong together."""
        return self.folder / MANIFEST

    @property
    def positions(self) -> dict[str, int]:
        """Up to where the journal is in the snapshot, for each kind of backend."""
        return {key: one.position for key, one in self.current.items()}

    def is_behind(self, positions: dict[str, int]) -> bool:
        """Say whether the journal has entries that are in a backend but not yet in its snapshot."""
        return any(
            key in self.current and self.current[key].position < position
            for key, position in positions.items()
        )

    def write(self, captured: dict[str, bytes], positions: dict[str, int]) -> None:
        """Write snapshots and then the manifest; before that, the old ones hold.

        `positions` are of the backends looked at, also of those that were as they had been.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        for key in positions.keys() & self.current.keys():
            self.current[key] = replace(self.current[key], position=positions[key])
        for key, body in captured.items():
            digest = hashlib.sha256(body).hexdigest()
            file = f"{key}-{digest[:16]}.pickle"
            _write(self.folder / file, body)
            self.current[key] = Snapshot(file, digest, positions.get(key, 0))
        listed = {
            key: [one.file, one.digest, one.position] for key, one in sorted(self.current.items())
        }
        body = json.dumps({**compatibility(), "snapshots": listed}, indent=1).encode()
        _write(self.manifest, body)
        self._sweep()

    def _sweep(self) -> None:
        kept = {snapshot.file for snapshot in self.current.values()}
        for path in self.folder.glob("*.pickle*"):
            if path.name not in kept:
                path.unlink()

    def restore(self) -> bool:
        """Put the backends back as they were; return False when there is nothing yet.

        Raises:
            StateIncompleteError: a file is missing, cut off or altered.
            StateIncompatibleError: another version wrote it.
        """
        if not self.manifest.exists():
            if self.folder.exists() and any(self.folder.glob("*.pickle*")):
                raise _incomplete(self.manifest, "missing")
            return False
        for key, snapshot in self._listed().items():
            self.current[key] = snapshot
            _put_back(key, self._body(snapshot.file, snapshot.digest))
        return True

    def _listed(self) -> dict[str, Snapshot]:
        try:
            manifest = json.loads(self.manifest.read_text(encoding="utf-8"))
            listed = {key: Snapshot(*values) for key, values in manifest["snapshots"].items()}
        except (ValueError, LookupError, AttributeError, TypeError) as error:
            raise _incomplete(self.manifest, "not a manifest") from error
        found = {name: manifest.get(name) for name in compatibility()}
        if found != compatibility():
            raise StateIncompatibleError(
                f"the state in {self.folder} was written by another version: {START_OVER}",
                found=json.dumps(found),
                expected=json.dumps(compatibility()),
                where=str(self.folder),
            )
        return listed

    def _body(self, file: str, digest: str) -> bytes:
        path = self.folder / file
        body = path.read_bytes() if path.exists() else b""
        if hashlib.sha256(body).hexdigest() != digest:
            raise _incomplete(path, "missing, cut off or altered")
        return body


def _put_back(key: str, body: bytes) -> None:
    try:
        instances = backend_dict(key)
        state = load(body)
    except (AttributeError, ImportError, LookupError, TypeError, pickle.UnpicklingError) as error:
        raise StateIncompatibleError(
            f"the state of {key} cannot be read by this version: {START_OVER}", found=str(error)
        ) from error
    for account, regions in state.items():
        for region, attributes in regions.items():
            backend = instances[account][region]
            vars(backend).clear()
            vars(backend).update(attributes)


def _incomplete(path: Path, found: str) -> StateIncompleteError:
    return StateIncompleteError(
        f"the state folder is incomplete: {START_OVER}", found=f"{path}: {found}", where=str(path)
    )


def _write(path: Path, body: bytes) -> None:
    """Write a file so that after a crash it is whole, old or new."""
    partial = path.with_name(f"{path.name}.partial")
    with partial.open("wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
