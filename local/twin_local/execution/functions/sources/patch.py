"""Keep moto from invoking functions inside SendMessage and PutItem, and check mappings."""

from __future__ import annotations

from typing import Any

from moto.awslambda.models import EventSourceMapping, LambdaBackend, lambda_backends
from moto.dynamodb.models import dynamodb_backends
from moto.sqs.models import sqs_backends

from twin_local.execution.arns import parse
from twin_local.execution.functions.lookup import invoked
from twin_local.execution.functions.sources import streams
from twin_local.execution.functions.sources.batches import LAST_RESULT
from twin_local.execution.functions.sources.poller import EventSources
from twin_local.execution.functions.sources.rules import check_role, check_settings, is_ours
from twin_local.execution.patching import original, replace


def install(sources: EventSources) -> None:
    """Replace how mappings are made and changed."""
    create = original(LambdaBackend, "create_event_source_mapping")
    update = original(LambdaBackend, "update_event_source_mapping")
    delete = original(LambdaBackend, "delete_event_source_mapping")
    configuration = original(EventSourceMapping, "get_configuration")

    def create_event_source_mapping(
        backend: LambdaBackend, spec: dict[str, Any]
    ) -> EventSourceMapping:
        arn = str(spec.get("EventSourceArn") or "")
        check_settings(arn, spec) if arn else None
        mapping: EventSourceMapping = create(backend, spec)
        if not is_ours(mapping):
            return mapping
        forget_pushes(mapping)
        mapping.function_arn = _with_qualifier(mapping, str(spec["FunctionName"]))
        try:
            check_role(invoked(parse(mapping.function_arn)).function.role, arn, sources.require)
        except Exception:
            delete(backend, mapping.uuid)
            raise
        if parse(arn).service == "dynamodb":
            streams.begin(mapping)
        return mapping

    def update_event_source_mapping(
        backend: LambdaBackend, uuid: str, spec: dict[str, Any]
    ) -> EventSourceMapping | None:
        if mapping := backend.get_event_source_mapping(uuid):
            batch_size = {"BatchSize": mapping.batch_size}
            window = {"MaximumBatchingWindowInSeconds": mapping.max_batch_window}
            check_settings(mapping.event_source_arn, {**batch_size, **window, **spec})
        changed: EventSourceMapping | None = update(backend, uuid, spec)
        return changed

    def delete_event_source_mapping(backend: LambdaBackend, uuid: str) -> EventSourceMapping | None:
        sources.runner.deleted.add(uuid)
        deleted: EventSourceMapping | None = delete(backend, uuid)
        return deleted

    def get_configuration(mapping: EventSourceMapping) -> dict[str, Any]:
        shown: dict[str, Any] = configuration(mapping)
        shown["LastProcessingResult"] = getattr(mapping, LAST_RESULT, "No records processed")
        return shown

    replace(LambdaBackend, "create_event_source_mapping", create_event_source_mapping)
    replace(LambdaBackend, "update_event_source_mapping", update_event_source_mapping)
    replace(LambdaBackend, "delete_event_source_mapping", delete_event_source_mapping)
    replace(EventSourceMapping, "get_configuration", get_configuration)


def forget_pushes(mapping: EventSourceMapping) -> None:
    """Take a mapping from the queue or table that would invoke its function by itself."""
    arn = parse(mapping.event_source_arn)
    holder: Any
    if arn.service == "sqs":
        holder = sqs_backends[arn.account][arn.region].queues.get(arn.resource)
    else:
        holder = dynamodb_backends[arn.account][arn.region].tables.get(arn.resource.split("/")[1])
    if holder is not None:
        holder.lambda_event_source_mappings.clear()


def forget_all_pushes(account: str) -> None:
    """Do so for every mapping of a state that was kept."""
    for backend in list(lambda_backends[account].values()):
        for mapping in list(backend._event_source_mappings.values()):
            if is_ours(mapping):
                forget_pushes(mapping)


def _with_qualifier(mapping: EventSourceMapping, name: str) -> str:
    """Return the function's ARN with the qualifier that the request gave; moto drops an alias."""
    arn = parse(mapping.function_arn)
    base = ":".join(mapping.function_arn.split(":")[:7])
    given = parse(name).resource.split(":")[2:] if name.startswith("arn:") else name.split(":")[1:]
    qualifier = given[0] if given else None
    return f"{base}:{qualifier}" if qualifier and qualifier != "$LATEST" else arn.text
