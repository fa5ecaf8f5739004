"""Lambda functions that are images: their process runs for real, and ends as it does on AWS.

The image is a small package with the loop that the real images have, and no other library.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import signal
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import ACCOUNT, REGION, ROLE
from twin_local.engine.images import publish_images
from twin_local.execution.plant import Execution

Client = Callable[[str], Any]
Make = Callable[..., str]

REGISTRY = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/images"
IMAGE, BARE = f"{REGISTRY}:answering", f"{REGISTRY}:without-environment"
NOT_PUBLISHED = f"{REGISTRY}:nobody-published-this"

AMPLE_S = 120
"""A time limit that no call here comes near, however busy the machine is."""

PROGRAM = """\
import os, signal, sys, threading
from container_runtime.function import FunctionFailed, serve

def handle(event):
    print("handles", event["do"], flush=True)
    if event["do"] == "fail":
        raise FunctionFailed(event["type"], "this is why")
    if event["do"] == "exit":
        os._exit(event["code"])
    if event["do"] == "signal":
        os.kill(os.getpid(), event["number"])
    if event["do"] == "hang":
        threading.Event().wait()
    return {
        "event": event,
        "arguments": sys.argv[1:],
        "process": os.getpid(),
        "variables": {name: os.environ.get(name) for name in event.get("show", ())},
    }

serve(handle)
"""


@pytest.fixture(scope="module")
def images(aws: Execution, repository_root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Publish an image whose environment is this test's own Python, and one that has none."""
    for uri, package in ((IMAGE, "answering"), (BARE, "without_environment")):
        folder = tmp_path_factory.mktemp(package)
        shutil.copytree(
            repository_root / "containers" / "container_runtime",
            folder / "container_runtime",
            ignore=shutil.ignore_patterns("__pycache__"),
        )
        (folder / package).mkdir()
        (folder / package / "__init__.py").write_text("")
        (folder / package / "__main__.py").write_text(PROGRAM)
        (folder / "Dockerfile").write_text(
            "FROM python\nCOPY . .\nENV GREETING=hello MINE=image\n"
            f'ENTRYPOINT ["python", "-m", "{package}"]\nCMD ["as-a-job"]\n'
        )
        publish_images({uri: folder}, state_dir=aws.context.state_dir)
    binaries = aws.context.build_dir / "venvs" / "answering" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(sys.executable)


@pytest.fixture
def image_function(images: None, client: Client) -> Iterator[Make]:
    """Return a maker of functions of an image; it returns the name."""
    made: list[str] = []

    def make(uri: str = IMAGE, **settings: Any) -> str:
        name = f"image-{uuid.uuid4().hex}"
        given = {"Timeout": AMPLE_S, "ImageConfig": {"Command": ["function"]}, **settings}
        client("lambda").create_function(
            FunctionName=name, PackageType="Image", Code={"ImageUri": uri}, Role=ROLE, **given
        )
        made.append(name)
        return name

    yield make
    for name in made:
        client("lambda").delete_function(FunctionName=name)


def call(client: Client, name: str, do: str, **event: Any) -> tuple[Any, str | None, str]:
    """Return the answer of a function, its FunctionError and its log."""
    answer = client("lambda").invoke(
        FunctionName=name, Payload=json.dumps({"do": do, **event}), LogType="Tail"
    )
    log = base64.b64decode(answer["LogResult"]).decode()
    return json.loads(answer["Payload"].read()), answer.get("FunctionError"), log


def test_image_answers_an_event(client: Client, image_function: Make) -> None:
    result, error, log = call(client, image_function(), "answer", value=[1, "ß"])
    assert error is None
    assert result["event"] == {"do": "answer", "value": [1, "ß"]}
    assert log.startswith("START RequestId: ")
    assert "handles answer" in log


def test_command_is_the_functions_else_the_images(client: Client, image_function: Make) -> None:
    assert call(client, image_function(), "answer")[0]["arguments"] == ["function"]
    plain = image_function(ImageConfig={})
    assert call(client, plain, "answer")[0]["arguments"] == ["as-a-job"]


def test_variables_of_the_function_win_over_those_of_the_image(
    client: Client, image_function: Make
) -> None:
    name = image_function(MemorySize=256, Environment={"Variables": {"MINE": "function"}})
    shown = ["GREETING", "MINE", "AWS_LAMBDA_FUNCTION_NAME", "AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]
    variables = call(client, name, "answer", show=shown)[0]["variables"]
    assert [variables[name] for name in shown] == ["hello", "function", name, "256"]


def test_process_is_used_again_for_the_next_event(client: Client, image_function: Make) -> None:
    name = image_function()
    first, second = call(client, name, "answer"), call(client, name, "answer", value=2)
    assert second[0]["process"] == first[0]["process"]
    assert second[0]["event"]["value"] == 2
    assert "Init Duration" in first[2]
    assert "Init Duration" not in second[2]
    assert second[2].count("handles answer") == 1


def test_typed_error_is_kept_and_so_is_the_process(client: Client, image_function: Make) -> None:
    name = image_function()
    before = call(client, name, "answer")[0]["process"]
    result, error, log = call(client, name, "fail", type="JobRefused")
    assert error == "Unhandled"
    assert result["errorType"] == "JobRefused"
    assert result["errorMessage"] == "this is why"
    assert "handles fail" in log
    assert call(client, name, "answer")[0]["process"] == before


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"do": "exit", "code": 3}, "exit status 3"),
        ({"do": "exit", "code": 0}, "exit status 0"),
        ({"do": "signal", "number": 9}, "signal: killed"),
    ],
)
def test_process_that_ends_is_an_exit_error_and_another_follows(
    client: Client, image_function: Make, event: dict[str, Any], reason: str
) -> None:
    name = image_function()
    before = call(client, name, "answer")[0]["process"]
    result, error, log = call(client, name, **event)
    assert error == "Unhandled"
    assert result["errorType"] == "Runtime.ExitError"
    assert result["errorMessage"].endswith(f"Error: Runtime exited with error: {reason}")
    assert f"handles {event['do']}" in log
    assert call(client, name, "answer")[0]["process"] != before


def test_time_limit_ends_the_process_and_another_follows(
    client: Client, image_function: Make
) -> None:
    name = image_function()
    before = call(client, name, "answer")[0]["process"]
    client("lambda").update_function_configuration(FunctionName=name, Timeout=1)
    result, error, _ = call(client, name, "hang")
    assert error == "Unhandled"
    assert result["errorType"] == "Sandbox.Timedout"
    assert result["errorMessage"].endswith("Task timed out after 1.00 seconds")
    client("lambda").update_function_configuration(FunctionName=name, Timeout=AMPLE_S)
    assert call(client, name, "answer")[0]["process"] != before


def test_image_that_cannot_be_started_says_why(client: Client, image_function: Make) -> None:
    result, error, _ = call(client, image_function(BARE), "answer")
    assert error == "Unhandled"
    assert result["errorType"].startswith("Runtime.")
    reason = "none of without_environment, container_runtime has an environment"
    assert reason in result["errorMessage"]


def test_function_is_made_and_changed_only_to_an_image_that_is_there(
    client: Client, image_function: Make
) -> None:
    name = image_function()
    change = client("lambda").update_function_code
    for refused in (
        lambda: image_function(NOT_PUBLISHED),
        lambda: change(FunctionName=name, ImageUri=NOT_PUBLISHED),
    ):
        with pytest.raises(ClientError) as raised:
            refused()
        error = raised.value.response["Error"]
        assert error["Code"] == "InvalidParameterValueException"
        assert error["Message"] == (
            f"Source image {NOT_PUBLISHED} does not exist. Provide a valid source image."
        )


def test_process_that_ended_while_idle_is_followed_by_another(
    client: Client, image_function: Make
) -> None:
    name = image_function()
    before = call(client, name, "answer")[0]["process"]
    os.kill(before, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(before)] if psutil.pid_exists(before) else [])
    result, error, log = call(client, name, "answer")
    assert error is None
    assert result["process"] != before
    assert "Init Duration" in log


def test_error_of_the_runtimes_own_type_is_read_however_it_is_written(
    client: Client, image_function: Make
) -> None:
    name = image_function()
    before = call(client, name, "answer")[0]["process"]
    assert call(client, name, "fail", type="Runtime.Unloadable")[1] == "Unhandled"
    assert call(client, name, "answer")[0]["process"] != before


def test_lines_are_in_the_log_group_while_the_function_runs(
    client: Client, image_function: Make
) -> None:
    name = image_function()
    client("lambda").invoke(
        FunctionName=name, Payload=json.dumps({"do": "hang"}), InvocationType="Event"
    )
    logs, group = client("logs"), f"/aws/lambda/{name}"

    def messages() -> list[str]:
        try:
            events = logs.filter_log_events(logGroupName=group)["events"]
        except logs.exceptions.ResourceNotFoundException:
            return []
        return [one["message"] for one in events]

    deadline = time.monotonic() + AMPLE_S
    while "handles hang" not in messages() and time.monotonic() < deadline:
        time.sleep(0.1)
    found = messages()
    assert found[0].startswith("START RequestId: ")
    assert found[1:] == ["handles hang"]
