"""The jobs of a study, as the states of the workflow submit them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from simulation_runtime.study_storage import StudyStorage
from twin.simulation.study_jobs import ImageJob
from twin.simulation.study_keys import (
    described_key,
    errors_prefix,
    folder,
    groups_key,
    study_key,
)
from twin.simulation.study_order import StudyOrder
from twin.simulation.study_plan import MOST_OF_A_GROUP, StudyPlan, chunk_groups
from twin.simulation.study_run import StudyRun

ARRAYS_AT_ONCE = 20
"""Of up to `MOST_OF_A_GROUP` children each: the queue decides how many of these run."""


@dataclass(frozen=True)
class StudyJobs:
    """The jobs of a study, as the states of the workflow submit them.

    `runs` is the job of the model's image, `collects` the one that joins what many left.
    """

    bucket: StudyStorage
    study: StudyRun
    memory: str
    runs: ImageJob
    collects: ImageJob

    def describing(self, order: StudyOrder) -> dict[str, Any]:
        """Return the job that says what the model of an order is."""
        artefact = order.artefact
        target = described_key(artefact.sha256, order.image_digest)
        command = [
            *("--describe", self.bucket.address(artefact.key), "--sha256", artefact.sha256),
            *("--output", self.bucket.address(target), *self._errors()),
        ]
        return self._next("describe", self._job(self.runs, self._name(), command))

    def one(self, planned: StudyPlan) -> dict[str, Any]:
        """Return the job that runs the only chunk and collects it."""
        command = ["--study", self._address(), "--and-collect", *self._common(planned)]
        return self._next("one", self._job(self.runs, self._name(), command))

    def many(self, planned: StudyPlan) -> dict[str, Any]:
        """Write what the map of the workflow reads, an array job an item; return what collects.

        Of a model that may need a licence one array at a time has as many children as there are
        licences: a job that waits for one at the head of the queue keeps the others waiting.
        """
        command = ["--study", self._address(), *self._common(planned)]
        licences = self.runs.licences
        groups = [
            {
                **self._job(
                    self.runs,
                    f"{self._name()}-{group.first}",
                    [*command, "--first", str(group.first)],
                ),
                "size": group.size,
                "memory": self.memory,
            }
            for group in chunk_groups(planned.chunks, most=licences or MOST_OF_A_GROUP)
        ]
        key = groups_key(self.study.study_id)
        self.bucket.write(key, json.dumps(groups))
        collecting = ["--collect", self._address(), *self._common(planned)]
        return {
            **self._next("many", self._job(self.collects, f"{self._name()}-collect", collecting)),
            "groups": {"bucket": self.bucket.bucket, "key": key},
            "arrays_at_once": 1 if licences else ARRAYS_AT_ONCE,
        }

    def _job(self, job: ImageJob, name: str, command: list[str]) -> dict[str, Any]:
        return {"definition": job.definition, "name": name, "command": command}

    def _next(self, state: str, job: dict[str, Any]) -> dict[str, Any]:
        return {
            "study_id": self.study.study_id,
            "attempt": self.study.attempt,
            "memory": self.memory,
            "next": state,
            "job": job,
        }

    def _name(self) -> str:
        return f"study-{self.study.execution}"

    def _address(self) -> str:
        return self.bucket.address(study_key(self.study.study_id))

    def _common(self, planned: StudyPlan) -> list[str]:
        target = self.bucket.address(folder(self.study.study_id))
        return ["--output", target, "--of", str(planned.chunks), *self._errors()]

    def _errors(self) -> list[str]:
        prefix = errors_prefix(self.study.study_id, self.study.attempt).rstrip("/")
        return ["--errors", self.bucket.address(prefix)]
