"""Deploy and delete stacks in the background, one after the other."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field, replace

from botocore.exceptions import BotoCoreError

from twin_local.engine.clients import OperationError
from twin_local.engine.engine import Engine
from twin_local.engine.errors import DeploymentError, TemplateError
from twin_local.engine.event import silent
from twin_local.engine.progress import Progress
from twin_local.engine.template import read_template
from twin_local.services.cloudformation.model import Revision, StackRecord
from twin_local.services.cloudformation.records import Records

LOG = logging.getLogger(__name__)
FAILURES = (DeploymentError, OperationError, BotoCoreError)
BUSY = "_IN_PROGRESS"
AFTER_FAILURE = {
    "CREATE_IN_PROGRESS": "ROLLBACK_FAILED",
    "ROLLBACK_IN_PROGRESS": "ROLLBACK_FAILED",
    "UPDATE_IN_PROGRESS": "UPDATE_ROLLBACK_FAILED",
    "UPDATE_ROLLBACK_IN_PROGRESS": "UPDATE_ROLLBACK_FAILED",
    "DELETE_IN_PROGRESS": "DELETE_FAILED",
}
PATIENCE_SECONDS = 4.0
"""How long a request waits for what it began: tools that look every five seconds need not look."""

INTERRUPTED = "the embedded AWS was stopped in the midst of it"


@dataclass(frozen=True)
class Deployments:
    """Deploys with an engine of its own, in a thread of its own.

    `flush` has the embedded AWS write its state, so that what is reported as done stays done.
    """

    records: Records
    make_engine: Callable[[], Engine]
    flush: Callable[[], object]
    patience: float = PATIENCE_SECONDS
    _thread: ThreadPoolExecutor = field(
        default_factory=lambda: ThreadPoolExecutor(1, thread_name_prefix="cloudformation")
    )

    def deploy(self, before: StackRecord, record: StackRecord, revision: Revision) -> None:
        """Begin to deploy a revision; after a failure the record is again as it was before."""
        self._begin(record, lambda engine: self._deploy(engine, before, revision))

    def delete(self, record: StackRecord) -> None:
        """Begin to delete a stack."""
        self._begin(record, lambda engine: self._delete(engine, record))

    def roll_back(self, record: StackRecord) -> None:
        """Begin to lead a stack back to what it was last deployed with, or to nothing."""
        self._begin(record, lambda engine: self._roll_back(engine, record))

    def close(self) -> None:
        """Take no more work; what runs ends."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _begin(self, record: StackRecord, work: Callable[[Engine], None]) -> None:
        running = self._thread.submit(self._run, record, work)
        wait([running], timeout=self.patience)

    def _run(self, record: StackRecord, work: Callable[[Engine], None]) -> None:
        try:
            with self.make_engine() as engine, engine.alone():
                try:
                    work(engine)
                finally:
                    self._settle(engine, record)
            self.flush()
        except Exception:
            LOG.exception("stack %s: an operation was lost", record.name)
            raise

    def _settle(self, engine: Engine, record: StackRecord) -> None:
        """Leave no stack in progress with which nothing is under way."""
        status = engine.store.status(record.name) or ""
        if status in AFTER_FAILURE:
            engine.store.set_status(record.name, AFTER_FAILURE[status])
            reason = (self.records.stack(record.name) or record).reason
            _progress(engine, record).tell_stack(AFTER_FAILURE[status], reason)

    def _deploy(self, engine: Engine, before: StackRecord, revision: Revision) -> None:
        try:
            template = read_template(revision.template, stack=revision.stack)
            engine.check_template(template, revision.parameters)
        except FAILURES as error:
            self._refused(engine, before, error)
            return
        try:
            engine.deploy_template(template, revision.parameters)
        except FAILURES as error:
            self.records.put_stack(replace(before, reason=str(error)))

    def _refused(self, engine: Engine, before: StackRecord, error: Exception) -> None:
        """Note that nothing was changed, for the engine does not take the template."""
        verb = (engine.store.status(before.name) or "").removesuffix(BUSY)
        status = "ROLLBACK_COMPLETE" if verb == "CREATE" else f"{verb}_ROLLBACK_COMPLETE"
        _progress(engine, before).tell_stack(f"{verb}_FAILED", str(error))
        self.records.put_stack(replace(before, reason=str(error)))
        engine.store.set_status(before.name, status)
        _progress(engine, before).tell_stack(status)

    def _delete(self, engine: Engine, record: StackRecord) -> None:
        self.records.put_deleted(replace(record, deleted_at=time.time(), reason=""))
        try:
            engine.destroy_stack(record.name)
        except FAILURES as error:
            self.records.remove("deleted", record.stack_id)
            self.records.put_stack(replace(record, reason=str(error)))
            return
        self.records.remove("stack", record.name)

    def _roll_back(self, engine: Engine, record: StackRecord) -> None:
        try:
            if engine.store.status(record.name) == "ROLLBACK_IN_PROGRESS":
                engine.undo_creation(record.name)
                engine.store.set_status(record.name, "ROLLBACK_COMPLETE")
                _progress(engine, record).tell_stack("ROLLBACK_COMPLETE", record.reason)
            else:
                _deploy_again(engine, record)
        except FAILURES as error:
            self.records.put_stack(replace(record, reason=f"{record.reason}; {error}"))


def _deploy_again(engine: Engine, record: StackRecord) -> None:
    """Deploy what a stack was last made of.

    Raises:
        TemplateError: that is not known.
    """
    document = engine.store.document(record.name)
    if document is None:
        raise TemplateError("the template from before is not known", where=record.name)
    template = read_template(document["template"], stack=record.name)
    engine.deploy_template(template, document["parameters"], rolling_back=True)


def _progress(engine: Engine, record: StackRecord) -> Progress:
    return Progress(record.name, engine.store, silent)
