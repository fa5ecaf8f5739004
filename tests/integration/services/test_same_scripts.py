"""The same scripts in the process of a test and against a server answer alike: shape and status."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from tests.integration.services.sitewise_examples import ASSETS, MODELS, Plant
from tests.integration.services.sitewise_value_examples import VALUES
from twin_local import moto_extension
from twin_local.services.settings import SETTINGS, configure
from twin_local.testing.server import LocalAws, start

if TYPE_CHECKING:
    from mypy_boto3_iotsitewise import IoTSiteWiseClient

pytestmark = pytest.mark.slow
EXAMPLES = {**MODELS, **ASSETS, **VALUES}
Answer = tuple[str, int, object]
KEYS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_DEFAULT_REGION": "us-east-1",
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalAws]:
    aws = start(tmp_path_factory.mktemp("aws"))
    yield aws
    aws.stop()


def shape(value: object) -> object:
    """Return what stays the same from run to run: names of members and types of values."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items() if name != "ResponseMetadata"}
    if isinstance(value, list):
        return sorted({repr(shape(inner)) for inner in value})
    return type(value).__name__


def run(client: IoTSiteWiseClient) -> list[Answer]:
    """Run every example and return the answers to all its calls."""
    answers: list[Answer] = []

    def heard(parsed: Any, model: Any, **_: object) -> None:  # noqa: ANN401 - of any operation
        answers.append((model.name, parsed["ResponseMetadata"]["HTTPStatusCode"], shape(parsed)))

    client.meta.events.register("after-call", heard)
    plant = Plant(client, SETTINGS.now() - 120)  # windows of a minute have ended by now
    plant.build()
    for operation in sorted(EXAMPLES):
        EXAMPLES[operation](plant)
    return answers


def in_process() -> list[Answer]:
    """Run with moto's decorator."""
    configure(state_folder=None)
    moto_extension.install()
    with mock_aws():
        return run(boto3.client("iotsitewise"))


def distinct(answers: list[Answer]) -> set[str]:
    """Return each answer once: how often a script asks again for a state is a matter of time."""
    return {repr(answer) for answer in answers}


def test_answers_are_the_same_in_process_and_from_a_server(
    server: LocalAws, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.MonkeyPatch.context() as here:
        for name, value in KEYS.items():
            here.setenv(name, value)
        mocked = in_process()
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    served = run(boto3.client("iotsitewise"))
    assert {name for name, _, _ in served} == {name for name, _, _ in mocked}
    assert distinct(served) == distinct(mocked)


def test_the_state_of_a_server_is_in_its_folder(server: LocalAws) -> None:
    assert Path(server.log).parent.joinpath("state", "services").is_dir()
