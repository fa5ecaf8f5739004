"""The first data of a new twin: the scene's CAD files and one run of each simulation model."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from twin.errors import TwinError
from twin.site_document import SceneModel, SiteDocument
from twin_local.cli.client import ApiClient
from twin_local.cli.profile import local
from twin_local.engine.images import STATE_VARIABLE
from twin_local.supervisor.errors import SupervisorError
from twin_local.supervisor.layout import Layout
from twin_local.supervisor.status import FILE_NAME as STATUS_FILE

RECORD = "seeded.json"
ROLE = "engineer"


class SeedError(SupervisorError):
    """A first datum could not be put in."""

    code = "SEED_FAILED"


@dataclass
class Seeding:
    """Puts in what is not in yet; every step is recorded once it has succeeded."""

    layout: Layout
    site: SiteDocument
    spatial: bool
    simulation: bool
    tell: Callable[[str], None]

    def run(self) -> None:
        """Take every step not taken yet; one that fails is told and taken at the next start."""
        for name, take in self._steps():
            if name not in self._done():
                self._take(name, take)

    def _steps(self) -> Iterator[tuple[str, Callable[[], None]]]:
        if self.spatial:
            for placed in self.site.scene:
                yield f"scene model {placed.asset_key}", partial(self._upload, placed)
        if self.simulation:
            for model in self.site.models:
                yield f"run of {model.id}", partial(self._predict, model.id)

    def _take(self, name: str, take: Callable[[], None]) -> None:
        try:
            take()
        except (TwinError, OSError) as error:
            self.tell(f"first data: {name}: {error}")
            return
        done = json.dumps([*self._done(), name])
        (self.layout.state / RECORD).write_text(done, encoding="utf-8")
        self.tell(f"first data: {name} is in")

    def _done(self) -> list[str]:
        record = self.layout.state / RECORD
        try:
            done: list[str] = json.loads(record.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):  # an unreadable record: what is in is put in again
            return []
        return done

    def _upload(self, placed: SceneModel) -> None:
        """Upload one CAD file by the command a user would take."""
        twin = Path(sys.executable).with_name("twin")
        options = ["--key", placed.asset_key, "--wait", "--json"]
        done = subprocess.run(
            [str(twin), "--role", ROLE, "assets", "upload", str(self._source(placed)), *options],
            cwd=self.layout.root,
            env={**os.environ, STATE_VARIABLE: str(self.layout.state)},
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise SeedError(
                f"{placed.source} could not be uploaded",
                found=" ".join((done.stdout + done.stderr).split())[-500:],
            )

    def _source(self, placed: SceneModel) -> Path:
        """Return the file: in the checkout, or where set-up made it."""
        for folder in (self.layout.root, self.layout.build):
            if (folder / placed.source).is_file():
                return folder / placed.source
        raise SeedError(
            f"the scene's source {placed.source} is missing",
            expected=f"{self.layout.root / placed.source}, or made by `make setup`",
        )

    def _predict(self, model: str) -> None:
        profile = local("operator", status_file=self.layout.state / STATUS_FILE)
        key = f"first-{model}"
        body = {"model_id": model, "kind": "prediction", "idempotency_key": key}
        ApiClient(profile).post("/runs", body)
