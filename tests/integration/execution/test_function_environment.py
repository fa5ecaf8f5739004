"""What a function finds around it: layers, memory, its own temporary folder, versions, limits."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import pytest
import urllib3
from botocore.exceptions import ClientError

from tests.integration.execution.conftest import zipped

Client = Callable[[str], Any]
Function = Callable[..., str]


def call(client: Client, name: str, event: Any = None, **options: Any) -> Any:
    answer = client("lambda").invoke(FunctionName=name, Payload=json.dumps(event), **options)
    return json.loads(answer["Payload"].read() or b"null")


def refused(action: Callable[[], Any]) -> tuple[str, int]:
    with pytest.raises(ClientError) as caught:
        action()
    response = caught.value.response
    return response["Error"]["Code"], response["ResponseMetadata"]["HTTPStatusCode"]


def layer(client: Client, name: str, files: dict[str, str]) -> str:
    made = client("lambda").publish_layer_version(
        LayerName=name, Content={"ZipFile": zipped(files)}
    )
    return str(made["LayerVersionArn"])


def test_modules_of_layers_are_found_and_the_last_layer_wins(
    client: Client, function: Function
) -> None:
    first = layer(client, "first", {"python/alpha.py": "X = 1\n", "python/beta.py": "X = 1\n"})
    site = "python/lib/python3.14/site-packages/gamma.py"
    second = layer(client, "second", {"python/beta.py": "X = 2\n", site: "X = 3\n"})
    source = (
        "import alpha, beta, gamma, os\n"
        "def handler(event, context):\n"
        "    first = os.environ['PATH'].split(':')[0]\n"
        "    return [alpha.X, beta.X, gamma.X, first.endswith('/bin')]\n"
    )
    function("layered", source, Layers=[first, second])
    assert call(client, "layered") == [1, 2, 3, True]
    client("lambda").update_function_configuration(FunctionName="layered", Layers=[first])
    assert call(client, "layered")["errorType"] == "Runtime.ImportModuleError"


def test_the_files_of_the_function_come_before_its_layers(
    client: Client, function: Function
) -> None:
    shadowed = layer(client, "shadowed", {"python/handler.py": "def handler(e, c): return 'layer'"})
    function("own", "def handler(event, context):\n    return 'own'\n", Layers=[shadowed])
    assert call(client, "own") == "own"


def test_a_function_that_takes_more_than_its_memory_is_killed(
    client: Client, function: Function
) -> None:
    source = (
        "import time\nkept = []\n"
        "def handler(event, context):\n"
        "    for _ in range(event):\n"
        "        kept.append(b'x' * 10_000_000)\n"
        "        time.sleep(0.01)\n"
        "    return len(kept)\n"
    )
    function("greedy", source, MemorySize=128, Timeout=20)
    assert call(client, "greedy", 3) == 3
    killed = call(client, "greedy", 100)
    assert killed["errorType"] == "Runtime.ExitError"
    assert killed["errorMessage"].endswith("Error: Runtime exited with error: signal: killed")
    assert call(client, "greedy", 1) == 1


def test_the_report_says_how_much_memory_was_used(client: Client, function: Function) -> None:
    function("report", "def handler(event, context):\n    return 1\n", MemorySize=256)
    answer = client("lambda").invoke(FunctionName="report", LogType="Tail")
    report = base64.b64decode(answer["LogResult"]).decode().splitlines()[-1]
    assert "Memory Size: 256 MB" in report
    assert 0 < int(report.split("Max Memory Used: ")[1].split(" MB")[0]) < 256


def test_each_environment_has_a_temporary_folder_of_its_own(
    client: Client, function: Function
) -> None:
    source = (
        "import os, pathlib, tempfile\n"
        "def handler(event, context):\n"
        "    folder = pathlib.Path(tempfile.gettempdir())\n"
        "    (folder / 'kept').touch()\n"
        "    return [str(folder), len(list(folder.iterdir()))]\n"
    )
    function("scratch_a", source)
    function("scratch_b", source)
    folder, count = call(client, "scratch_a")
    assert count == 1
    assert call(client, "scratch_a") == [folder, 1]
    assert call(client, "scratch_b")[0] != folder


def test_a_version_keeps_its_code_and_an_alias_leads_to_it(
    client: Client, function: Function
) -> None:
    api = client("lambda")
    source = "def handler(event, context):\n    return [{}, context.invoked_function_arn]\n"
    arn = function("versioned", source.format(1))
    assert api.publish_version(FunctionName="versioned")["Version"] == "1"
    code = zipped({"handler.py": source.format(2)})
    api.update_function_code(FunctionName="versioned", ZipFile=code, Publish=True)
    api.create_alias(FunctionName="versioned", Name="live", FunctionVersion="1")
    assert call(client, "versioned") == [2, arn]
    assert call(client, "versioned", Qualifier="1") == [1, f"{arn}:1"]
    assert call(client, f"{arn}:live") == [1, f"{arn}:live"]
    api.update_alias(
        FunctionName="versioned",
        Name="live",
        RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}},
        FunctionVersion="1",
    )
    versions = {call(client, "versioned", Qualifier="live")[0] for _ in range(40)}
    assert versions == {1, 2}
    answer = api.invoke(FunctionName="versioned", Qualifier="2")
    assert answer["ExecutedVersion"] == "2"


def test_the_address_of_the_code_gives_the_code(client: Client, function: Function) -> None:
    function("downloaded", "def handler(event, context):\n    return 1\n")
    shown = client("lambda").get_function(FunctionName="downloaded")
    location = shown["Code"]["Location"]
    got = urllib3.request("GET", location)
    assert (got.status, len(got.data)) == (200, shown["Configuration"]["CodeSize"])
    assert urllib3.request("GET", location.replace("Signature=", "Signature=0")).status == 403
    assert urllib3.request("GET", location.replace("Expires=", "Expires=9")).status == 403


@pytest.mark.parametrize(
    ("kind", "size"), [("RequestResponse", 6 * 1024 * 1024), ("Event", 1024 * 1024)]
)
def test_a_payload_has_a_largest_size(
    client: Client, function: Function, kind: str, size: int
) -> None:
    function("sized", "def handler(event, context):\n    return len(event)\n", Timeout=20)
    invoke = client("lambda").invoke
    fits = b'"' + b"x" * (size - 2) + b'"'
    assert invoke(FunctionName="sized", InvocationType=kind, Payload=fits)["StatusCode"] < 300
    error = refused(lambda: invoke(FunctionName="sized", InvocationType=kind, Payload=fits + b" "))
    assert error == ("RequestTooLargeException", 413)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ({"MemorySize": 10_241}, "ValidationException"),
        ({"Timeout": 901}, "ValidationException"),
        ({"Environment": {"Variables": {"AWS_REGION": "x"}}}, "InvalidParameterValueException"),
        ({"Environment": {"Variables": {"A": "x" * 4096}}}, "InvalidParameterValueException"),
    ],
)
def test_settings_have_lambdas_limits(
    function: Function, settings: dict[str, Any], code: str
) -> None:
    source = "def handler(event, context):\n    return 1\n"
    with pytest.raises(ClientError) as caught:
        function("limited", source, **settings)
    assert caught.value.response["Error"]["Code"] == code


def test_asynchronous_settings_can_be_changed_and_belong_to_a_qualifier(
    client: Client, function: Function
) -> None:
    function("retried", "def handler(event, context):\n    return 1\n")
    api = client("lambda")
    api.publish_version(FunctionName="retried")
    name = {"FunctionName": "retried"}
    api.put_function_event_invoke_config(**name, MaximumRetryAttempts=2)
    api.put_function_event_invoke_config(**name, MaximumRetryAttempts=0)
    api.put_function_event_invoke_config(**name, Qualifier="1", MaximumEventAgeInSeconds=60)
    assert api.get_function_event_invoke_config(**name)["MaximumRetryAttempts"] == 0
    of_version = api.get_function_event_invoke_config(**name, Qualifier="1")
    assert of_version["MaximumEventAgeInSeconds"] == 60
    assert "MaximumRetryAttempts" not in of_version
    api.delete_function_event_invoke_config(**name)
    error = refused(lambda: api.get_function_event_invoke_config(**name))
    assert error == ("ResourceNotFoundException", 404)


def test_provisioned_concurrency_is_refused(client: Client, function: Function) -> None:
    function("provisioned", "def handler(event, context):\n    return 1\n")
    put = client("lambda").put_provisioned_concurrency_config
    code, status = refused(
        lambda: put(FunctionName="provisioned", Qualifier="1", ProvisionedConcurrentExecutions=1)
    )
    assert (code, status) == ("NotImplementedException", 501)
