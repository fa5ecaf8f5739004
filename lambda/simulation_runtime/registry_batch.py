"""What is active of many models at once: one read of a hundred items instead of one a model."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from time import sleep
from typing import TYPE_CHECKING, Any

from simulation_runtime.artefacts import site_deployment
from simulation_runtime.registry_items import ACTIVE, activations_of, key_of, position_of
from twin.simulation.activations import Activations
from twin.simulation.registry import SITE, ActiveModel, Deployment, ParameterVersion, What
from twin.simulation.registry_errors import RegistryBusy
from twin.site_document import SimulationModel

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

MOST_KEYS = 100
"""Of one BatchGetItem: https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/"""

MOST_READS = 6
FIRST_PAUSE_SECONDS = 0.05

Key = tuple[str, str]
Items = Mapping[Key, Mapping[str, Any]]


def active_models(
    client: DynamoDBClient, table: str, models: Sequence[SimulationModel]
) -> list[ActiveModel]:
    """Return what the next run of each model uses, in the order given.

    Raises:
        RegistryBusy: the table did not answer everything.
        ModelBroken: the site's own file is active, and was not deployed.
    """
    found = _read(client, table, [(model.id, ACTIVE) for model in models])
    states = {
        model.id: activations_of(found[model.id, ACTIVE])
        if (model.id, ACTIVE) in found
        else Activations()
        for model in models
    }
    versions = _read(client, table, sorted(set(_wanted(states))))
    return [_active(model, states[model.id], versions) for model in models]


def _wanted(states: Mapping[str, Activations]) -> Iterator[Key]:
    whats: tuple[What, ...] = ("deployment", "parameters")
    for model_id, state in states.items():
        for what in whats:
            number = state.choice(what).number
            if number != SITE:
                yield model_id, position_of(what, number)


def _active(model: SimulationModel, state: Activations, versions: Items) -> ActiveModel:
    deployed = state.choice("deployment").number
    published = state.choice("parameters").number
    return ActiveModel(
        model_id=model.id,
        deployment=site_deployment(model)
        if deployed == SITE
        else Deployment.from_mapping(_version(versions, model.id, "deployment", deployed)),
        parameters=None
        if published == SITE
        else ParameterVersion.from_mapping(_version(versions, model.id, "parameters", published)),
        revision=state.revision,
    )


def _version(versions: Items, model_id: str, what: What, number: int) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(
        versions[model_id, position_of(what, number)]["version"]["S"]
    )
    return value


def _read(client: DynamoDBClient, table: str, keys: Sequence[Key]) -> Items:
    return {
        (item["pk"]["S"].removeprefix("model#"), item["sk"]["S"]): item
        for start in range(0, len(keys), MOST_KEYS)
        for item in _items(client, table, keys[start : start + MOST_KEYS])
    }


def _items(client: DynamoDBClient, table: str, keys: Iterable[Key]) -> Iterator[Mapping[str, Any]]:
    """Yield the items of up to 100 keys; a busy table is asked again after a pause."""
    left: Any = [key_of(model_id, position) for model_id, position in keys]
    for attempt in range(MOST_READS):
        if attempt:
            sleep(FIRST_PAUSE_SECONDS * 2**attempt)
        wanted: Any = {table: {"Keys": left, "ConsistentRead": True}}
        answer = client.batch_get_item(RequestItems=wanted)
        yield from answer["Responses"].get(table, [])
        unread: Any = answer["UnprocessedKeys"]
        left = unread.get(table, {}).get("Keys", [])
        if not left:
            return
    raise RegistryBusy(
        "the registry of models is busy; try again",
        found=f"{len(left)} items unread after {MOST_READS} attempts",
        expected="all items read",
    )
