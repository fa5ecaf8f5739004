"""The state from before a deployment, kept until the deployment has ended.

A deployment that is killed leaves the embedded AWS and the engine's store knowing different things.
The next start then puts both back as they were and deploys again, as if the first attempt had never
been: nothing has to be guessed. Bodies and images are named by their content and need no copy. The
journal is not put back: what others wrote while the deployment ran is made again from it.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from twin_local.engine.store import FILE_NAME as STORE
from twin_local.server.context import SERVICES_FOLDER, STATE_FOLDER
from twin_local.server.persistence.manifest import CHECKPOINT, MANIFEST, START_OVER
from twin_local.supervisor.errors import InterruptedDeploymentError, SupervisorError

ATTEMPTS = 5


@dataclass(frozen=True)
class Checkpoint:
    """The checkpoint of one state folder; it is there whole or not at all."""

    state: Path

    @property
    def folder(self) -> Path:
        """Where the copy is."""
        return self.state / CHECKPOINT

    @property
    def _partial(self) -> Path:
        return self.state / f"{CHECKPOINT}.partial"

    @property
    def exists(self) -> bool:
        """Whether a deployment began to change something and did not end."""
        return self.folder.is_dir()

    def take(self) -> None:
        """Copy the state; the embedded AWS may run, if it has just written all it knows.

        Raises:
            SupervisorError: the state cannot be copied.
        """
        try:
            self._copy()
        except (OSError, sqlite3.Error) as error:
            raise SupervisorError(
                "the state cannot be copied before the deployment",
                found=str(error),
                expected=f"space for a copy of {self.state / SERVICES_FOLDER}",
                where=str(self.state),
            ) from error

    def _copy(self) -> None:
        shutil.rmtree(self._partial, ignore_errors=True)
        self._partial.mkdir(parents=True)
        self._link_snapshots()
        for database in self._databases(self.state):
            _copy_database(database, self._partial / database.relative_to(self.state))
        _sync(self._partial)
        self._partial.rename(self.folder)
        _sync_folder(self.state)

    def restore(self) -> None:
        """Put the state back; nothing may run. It can be done again when it is interrupted.

        Raises:
            InterruptedDeploymentError: it cannot be put back.
        """
        try:
            self._put_back()
        except OSError as error:
            raise InterruptedDeploymentError(
                "a deployment was killed, and the state from before it cannot be put back",
                found=str(error),
                where=START_OVER,
            ) from error
        self.drop()

    def _put_back(self) -> None:
        shutil.rmtree(self.state / STATE_FOLDER, ignore_errors=True)
        if (self.folder / STATE_FOLDER).is_dir():
            shutil.copytree(
                self.folder / STATE_FOLDER, self.state / STATE_FOLDER, copy_function=os.link
            )
        for database in list(self._databases(self.state)):
            for path in database.parent.glob(f"{database.name}*"):
                path.unlink()
        for database in self._databases(self.folder):
            place = self.state / database.relative_to(self.folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(database, place)
        _sync(self.state / STATE_FOLDER, self.state / SERVICES_FOLDER, self.state / STORE)

    def drop(self) -> None:
        """Forget the copy: the state as it is now holds."""
        if self.exists:
            shutil.rmtree(self._partial, ignore_errors=True)
            self.folder.rename(self._partial)
            _sync_folder(self.state)
        shutil.rmtree(self._partial, ignore_errors=True)

    def _link_snapshots(self) -> None:
        """Link the snapshots that belong together; they are never written in place."""
        source, target = self.state / STATE_FOLDER, self._partial / STATE_FOLDER
        for attempt in range(1, ATTEMPTS + 1):
            try:
                _link_listed(source, target)
                return
            except FileNotFoundError:  # a newer snapshot has just taken the place of one
                if attempt == ATTEMPTS:
                    raise

    def _databases(self, root: Path) -> Iterator[Path]:
        yield from sorted((root / SERVICES_FOLDER).glob("*.sqlite"))
        if (root / STORE).is_file():
            yield root / STORE


def _link_listed(source: Path, target: Path) -> None:
    """Link the files of one manifest; without a manifest there is nothing yet."""
    if not (source / MANIFEST).is_file():
        return
    manifest = (source / MANIFEST).read_bytes()
    target.mkdir(exist_ok=True)
    for file, *_ in json.loads(manifest)["snapshots"].values():
        (target / file).unlink(missing_ok=True)
        os.link(source / file, target / file)
    (target / MANIFEST).write_bytes(manifest)


def _copy_database(source: Path, target: Path) -> None:
    """Copy a database as it is between two of its transactions."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as original, closing(sqlite3.connect(target)) as copy:
        original.backup(copy)


def _sync(*places: Path) -> None:
    """Make sure that files, and all files in folders, are on the disk."""
    for place in places:
        for path in (place, *sorted(place.rglob("*"))):
            if path.exists():
                _sync_folder(path)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
