"""First step of a study: what its jobs read, and how many there are."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from simulation_runtime.study_settings import announce_study, job_price, storage, table
from simulation_runtime.study_storage import StudyStorage, json_of
from twin.simulation.study_cost import estimate
from twin.simulation.study_errors import StudyFailed
from twin.simulation.study_keys import (
    described_key,
    errors_prefix,
    folder,
    groups_key,
    order_key,
    study_key,
)
from twin.simulation.study_order import StudyOrder
from twin.simulation.study_plan import StudyPlan, chunk_groups, job_memory_mebibytes, plan_study
from twin.simulation.study_run import StudyRun


def plan(study: StudyRun, event: Mapping[str, Any]) -> dict[str, Any]:
    """Return which jobs come next: one that says what the model is, one that does all, or many.

    Raises:
        StudyInvalid, DesignInvalid, StudyTooLarge: the study is not run.
        StudyFailed: what was asked for is not there.
    """
    bucket = storage()
    order = StudyOrder.from_mapping(_required(bucket, order_key(study.study_id)))
    jobs = _Jobs(bucket, study, memory=str(job_memory_mebibytes(order.kind)))
    manifest = bucket.manifest(order)
    if manifest is None and event["is_described"]:
        raise StudyFailed("the model was described, but nothing says how fast it steps")
    if manifest is None:
        return jobs.describing(order)
    kept = json_of(bucket.read(study_key(study.study_id)))
    planned = plan_study(order, manifest, kept_block_rows=kept["block_rows"] if kept else None)
    bucket.write(study_key(study.study_id), planned.study.to_json())
    _record(study, planned)
    return jobs.one(planned) if planned.chunks == 1 else jobs.many(planned)


@dataclass(frozen=True)
class _Jobs:
    """The jobs of a study, as the states of the workflow submit them."""

    bucket: StudyStorage
    study: StudyRun
    memory: str

    def describing(self, order: StudyOrder) -> dict[str, Any]:
        """Return the job that says what the model of an order is."""
        artefact = order.artefact
        target = described_key(artefact.sha256, order.image_digest)
        command = [
            *("--describe", self.bucket.address(artefact.key), "--sha256", artefact.sha256),
            *("--output", self.bucket.address(target), *self._errors()),
        ]
        return self._next("describe", {"name": self._name(), "command": command})

    def one(self, planned: StudyPlan) -> dict[str, Any]:
        """Return the job that runs the only chunk and collects it."""
        command = ["--study", self._address(), "--and-collect", *self._common(planned)]
        return self._next("one", {"name": self._name(), "command": command})

    def many(self, planned: StudyPlan) -> dict[str, Any]:
        """Write what the map of the workflow reads, an array job an item; return what collects."""
        command = ["--study", self._address(), *self._common(planned)]
        groups = [
            {
                "name": f"{self._name()}-{group.first}",
                "size": group.size,
                "command": [*command, "--first", str(group.first)],
                "memory": self.memory,
            }
            for group in chunk_groups(planned.chunks)
        ]
        key = groups_key(self.study.study_id)
        self.bucket.write(key, json.dumps(groups))
        collecting = ["--collect", self._address(), *self._common(planned)]
        job = {"name": f"{self._name()}-collect", "command": collecting}
        return {
            **self._next("many", job),
            "groups": {"bucket": self.bucket.bucket, "key": key},
        }

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


def _required(bucket: StudyStorage, key: str) -> Any:  # noqa: ANN401 - any JSON
    content = json_of(bucket.read(key))
    if content is None:
        raise StudyFailed("what was asked for is not there", where=key)
    return content


def _record(study: StudyRun, planned: StudyPlan) -> None:
    expected = estimate(
        rows=planned.rows,
        steps=study.steps,
        steps_per_second=planned.steps_per_second,
        price=job_price(study.kind),
    )

    def change(one: StudyRun) -> StudyRun | None:
        if one.state not in ("QUEUED", "PLANNED"):
            return None
        digest = planned.study.digest
        return one.planned(expected, chunks=planned.chunks, study_digest=digest)

    found, is_changed = table().change(study.study_id, change)
    if is_changed:
        announce_study(found)
