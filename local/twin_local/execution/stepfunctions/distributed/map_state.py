"""Run a distributed Map state: read items, batch them, run the children, write the results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from botocore.exceptions import ClientError
from moto.stepfunctions.parser.api import HistoryEventType
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_map.state_map import StateMap
from moto.stepfunctions.parser.asl.eval.environment import Environment
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from twin_local.execution import in_process
from twin_local.execution.stepfunctions.distributed.batches import (
    BatchError,
    BatchRules,
    ChildInput,
    batches,
    singles,
    size_of,
)
from twin_local.execution.stepfunctions.distributed.children import ChildMaker
from twin_local.execution.stepfunctions.distributed.map_run import MapRun, new_arns
from twin_local.execution.stepfunctions.distributed.reader import read_items
from twin_local.execution.stepfunctions.distributed.results import (
    ChildResult,
    manifest,
    outputs,
    result_files,
)
from twin_local.execution.stepfunctions.distributed.running import Children
from twin_local.execution.stepfunctions.distributed.settings import (
    DistributedSettings,
    WriterSettings,
)
from twin_local.execution.stepfunctions.failures import map_failure
from twin_local.execution.stepfunctions.machines import execution_of, machine_of
from twin_local.execution.stepfunctions.templates import evaluate

TOO_LARGE = "the maximum number of bytes service limit"
LARGEST_RESULT_BYTES = 256 * 1024


@dataclass(frozen=True)
class MapState:
    """One entry into a distributed Map state."""

    state: StateMap
    settings: DistributedSettings
    env: Environment

    def run(self) -> None:
        """Leave the state's result on the stack.

        Raises:
            FailureEventException: with the error that the service gives the state.
        """
        concurrency = int(self._value(self.state.max_concurrency_decl))
        items = self._items()
        tolerated_count = int(self._value(self.state.tolerated_failure_count_decl))
        tolerated_share = float(self._value(self.state.tolerated_failure_percentage_decl))
        length = 0 if self.settings.reader else len(items)
        self._event(
            HistoryEventType.MapStateStarted, mapStateStartedEventDetails={"length": length}
        )
        context = self.env.states.context_object.context_object_data
        parent = context["Execution"]["Id"]
        run_arn, machine_arn = new_arns(context["StateMachine"]["Id"], self.settings.label)
        inputs = self._inputs(self._selected(items))
        run = MapRun(
            arn=run_arn,
            execution_arn=parent,
            machine_arn=machine_arn,
            max_concurrency=concurrency,
            tolerated_count=tolerated_count,
            tolerated_percentage=tolerated_share,
            items_per_child=[one.items for one in inputs],
        )
        _remember(parent, run)
        self._event(
            HistoryEventType.MapRunStarted, mapRunStartedEventDetails={"mapRunArn": run_arn}
        )
        try:
            self.env.stack.append(self._finish(run, inputs))
        except FailureEventException as failure:
            run.end("FAILED")
            error, cause = failure.extract_error_cause_pair() or (None, None)
            details = {"error": error, "cause": cause}
            self._event(HistoryEventType.MapRunFailed, mapRunFailedEventDetails=details)
            raise
        self._event(HistoryEventType.MapRunSucceeded)
        self.env.event_manager.add_event(
            context=self.env.event_history_context,
            event_type=HistoryEventType.MapStateSucceeded,
            update_source_event_id=False,
        )

    def _finish(self, run: MapRun, inputs: list[ChildInput]) -> Any:
        results = Children(run, self._maker(run), inputs, self.env.is_running).finish()
        exceeded = run.exceeds_tolerance()
        writer = self.settings.writer
        written = self._write(run, results, writer) if writer and writer.resource else None
        if not self.env.is_running():
            run.end("ABORTED")
            return None
        if exceeded:
            cause = "The specified tolerated failure threshold was exceeded"
            raise map_failure(self.env, "States.ExceedToleratedFailureThreshold", cause)
        run.end("SUCCEEDED")
        if written is not None:
            return written
        output = outputs(results, writer.transformation if writer else "COMPACT")
        if size_of(output) > LARGEST_RESULT_BYTES:
            cause = f"The state/task {self.state.name!r} returned a result beyond {TOO_LARGE}."
            raise map_failure(self.env, "States.DataLimitExceeded", cause)
        return output

    def _items(self) -> list[Any]:
        if self.settings.reader:
            return read_items(self.settings, self.settings.reader, self.env)
        if self.state.items_path:
            self.state.items_path.eval(self.env)
        elif self.state.items:
            self.state.items.eval(self.env)
        else:
            self.env.stack.append(self.env.states.get_input())
        items = self.env.stack.pop()
        if isinstance(items, dict) and self.settings.is_jsonata:
            return [{"Key": key, "Value": value} for key, value in items.items()]
        if not isinstance(items, list):
            cause = f"Map state input must be an array but was: {type(items).__name__}"
            raise map_failure(self.env, "States.Runtime", cause)
        return items

    def _selected(self, items: list[Any]) -> list[Any]:
        """Return what ItemSelector, or Parameters as it was called before, makes of each item."""
        selector = self.state.item_selector or self.state.parameters
        if selector is None:
            return items
        given = self.env.states.get_input()
        selected = []
        for index, item in enumerate(items):
            frame = self.env.open_inner_frame()
            try:
                context = frame.states.context_object.context_object_data
                context["Map"] = {"Item": {"Index": index, "Value": item}}
                frame.states.reset(given)
                frame.stack.append(given)
                selector.eval(frame)
                selected.append(frame.stack.pop())
            finally:
                self.env.delete_frame(frame)
        return selected

    def _inputs(self, items: list[Any]) -> list[ChildInput]:
        if self.settings.batcher is None:
            return singles(items)
        fields = self.settings.batcher.fields
        rules = BatchRules(
            self._number("MaxItemsPerBatch"),
            self._number("MaxInputBytesPerBatch"),
            self._template(fields["BatchInput"]) if "BatchInput" in fields else None,
        )
        try:
            return batches(items, rules)
        except BatchError as error:
            raise map_failure(self.env, "States.ItemReaderFailed", str(error)) from error

    def _number(self, name: str) -> int | None:
        fields = self.settings.batcher.fields if self.settings.batcher else {}
        value = fields.get(name)
        if f"{name}Path" in fields:
            path = {"value.$": fields[f"{name}Path"]}
            value = evaluate(path, self.env, is_jsonata=False)["value"]
        elif isinstance(value, str):
            value = self._template({"value": value})["value"]
        if value is not None and (not isinstance(value, int) or value < 0):
            raise map_failure(self.env, "States.Runtime", f"{name} {value!r} is not allowed")
        return value or None

    def _write(
        self, run: MapRun, results: list[ChildResult], writer: WriterSettings
    ) -> dict[str, Any]:
        arguments = self._template(writer.arguments)
        bucket, prefix = arguments["Bucket"], str(arguments.get("Prefix") or "")
        folder = f"{prefix.rstrip('/')}/" if prefix else ""
        folder += f"{run.arn.rpartition(':')[2]}/"
        files = result_files(results, writer)
        details = self.env.aws_execution_details
        s3 = in_process.client("s3", details.region, details.role_arn)
        key = f"{folder}manifest.json"
        try:
            for file in files:
                s3.put_object(
                    Bucket=bucket,
                    Key=f"{folder}{file.name}",
                    Body=file.body,
                    ContentType=file.media_type,
                )
            body = manifest(bucket, run.arn, folder, files)
            s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/json")
        except ClientError as error:
            cause = f"{error.response['Error']['Code']}: {error.response['Error']['Message']}"
            raise map_failure(self.env, "States.ResultWriterFailed", cause) from error
        run.results_written = sum(1 for one in results if one.group != "PENDING")
        return {"MapRunArn": run.arn, "ResultWriterDetails": {"Bucket": bucket, "Key": key}}

    def _maker(self, run: MapRun) -> ChildMaker:
        details = self.env.aws_execution_details
        machine = machine_of(run.execution_arn)
        if machine is None:
            raise map_failure(self.env, "States.Runtime", "the state machine was deleted")
        return ChildMaker(
            machine=machine,
            run=run,
            role_arn=details.role_arn,
            processor=self.settings.processor,
            is_express=self.settings.execution_type == "EXPRESS",
            account=details.account,
            region=details.region,
        )

    def _template(self, template: object) -> Any:
        return evaluate(template, self.env, is_jsonata=self.settings.is_jsonata)

    def _value(self, component: Any) -> Any:
        component.eval(env=self.env)
        return self.env.stack.pop()

    def _event(self, kind: str, **details: object) -> None:
        self.env.event_manager.add_event(
            context=self.env.event_history_context,
            event_type=cast(HistoryEventType, kind),
            event_details=cast(EventDetails, details) if details else None,
        )


def _remember(execution_arn: str, run: MapRun) -> None:
    execution = execution_of(execution_arn)
    if execution is not None:
        runs = [*getattr(execution, "map_runs", ()), run]
        execution.map_runs = runs  # type: ignore[attr-defined]
