"""The spatial plane as its callers see it: the API, and the steps of the workflow."""

from __future__ import annotations

import base64
import hashlib
import importlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from spatial_fail.handler import handler as fail
from spatial_inspect.handler import handler as inspect
from spatial_publish.handler import handler as publish
from spatial_unpack.handler import handler as unpack
from tests.api_event import api_event, user
from twin.api.routes import ROUTES
from twin.spatial.derivative import Recipe
from twin.spatial.digests import composite_sha256
from twin.spatial.manifest import Manifest, ManifestFile
from twin.spatial.part_plan import SMALLEST_PART_BYTES, PartPlan
from twin.spatial.scene_levels import SceneLevel
from twin.spatial.workflow import Outcome, PipelineImage, Started
from twin_runtime import clients

REGION = "us-east-1"
TOOL_DIGEST = "ab" * 32
STEP = b"ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('AUTOMOTIVE_DESIGN'));\nENDSEC;\nEND-ISO-10303-21;\n"
PART_BYTES = SMALLEST_PART_BYTES


def base64_sha256(content: bytes) -> str:
    return base64.b64encode(hashlib.sha256(content).digest()).decode()


def parts_of(content: bytes) -> list[bytes]:
    """Cut a file as every client does."""
    return [content[part.start : part.end] for part in PartPlan.of(len(content))]


def ended_event(execution: str, status: str, started: object) -> dict[str, Any]:
    """Return the event of an execution that ended.

    https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html
    """
    machine = "arn:aws:states:us-east-1:123456789012:stateMachine:conversion"
    return {
        "version": "0",
        "source": "aws.states",
        "detail-type": "Step Functions Execution Status Change",
        "resources": [f"{machine.replace(':stateMachine:', ':execution:')}:{execution}"],
        "detail": {
            "executionArn": f"{machine.replace(':stateMachine:', ':execution:')}:{execution}",
            "stateMachineArn": machine,
            "name": execution,
            "status": status,
            "startDate": 1_790_000_000_000,
            "stopDate": 1_790_000_001_000,
            "input": json.dumps(started),
            "inputDetails": {"included": True},
            "output": None,
            "outputDetails": None,
        },
    }


@dataclass(frozen=True)
class Reply:
    """What the API answered."""

    status: int
    headers: dict[str, str]
    body: Any

    @property
    def etag(self) -> dict[str, str]:
        """Return the header that names the answered revision."""
        return {"If-Match": self.headers["etag"]}


@dataclass
class SpatialPlane:
    """The API and the workflow's steps, called as API Gateway and Step Functions call them.

    `pipelines` is what the state machine of a site tells its first step.
    """

    events: list[dict[str, Any]] = field(default_factory=list)
    subject: str = "ana"
    role: str = "engineer"
    pipelines: dict[str, PipelineImage] = field(default_factory=dict)

    def call(
        self,
        method: str,
        resource: str,
        body: object = None,
        path: dict[str, str] | None = None,
        query: dict[str, list[str]] | None = None,
    ) -> tuple[int, Any]:
        reply = self.ask(method, resource, body, path, query)
        return reply.status, reply.body

    def ask(
        self,
        method: str,
        resource: str,
        body: object = None,
        path: dict[str, str] | None = None,
        query: dict[str, list[str]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        """Call the function of a route as API Gateway does."""
        caller = user(self.subject, self.role)
        event = api_event(
            method, resource, caller=caller, body=body, path=path, query=query, headers=headers
        )
        answer = _function(method, resource)(event, None)
        return Reply(answer["statusCode"], answer["headers"], json.loads(answer["body"]))

    def announce(self, content: bytes, file_name: str = "pump.step", **more: object) -> Any:  # noqa: ANN401 - any JSON
        status, body = self.call(
            "POST",
            "/uploads",
            {
                "file_name": file_name,
                "size_bytes": len(content),
                "parts": [
                    {"part_number": number, "checksum": base64_sha256(part)}
                    for number, part in enumerate(parts_of(content), start=1)
                ],
                **more,
            },
        )
        assert status == 201, body
        return body

    def send(self, upload_id: str, content: bytes) -> str:
        """Store the parts of an upload and return what the client states on completion."""
        key = f"uploads/{upload_id}/source"
        multipart = next(
            item["UploadId"]
            for item in clients.s3().list_multipart_uploads(Bucket="uploads")["Uploads"]
            if item["Key"] == key
        )
        digests = []
        for number, part in enumerate(parts_of(content), start=1):
            digests.append(base64_sha256(part))
            clients.s3().upload_part(
                Bucket="uploads",
                Key=key,
                UploadId=multipart,
                PartNumber=number,
                Body=part,
                ChecksumSHA256=digests[-1],
            )
        return composite_sha256(digests)

    def complete(self, upload_id: str, checksum: str, **more: object) -> tuple[int, Any]:
        return self.call(
            "POST",
            "/uploads/{upload_id}/complete",
            {"checksum": checksum, **more},
            {"upload_id": upload_id},
        )

    def uploaded(self, content: bytes, file_name: str = "pump.step", **more: object) -> str:
        """Upload a file whole and return the id of its upload."""
        upload_id: str = self.announce(content, file_name, **more)["upload_id"]
        status, body = self.complete(upload_id, self.send(upload_id, content))
        assert status == 202, body
        return upload_id

    def state(self, upload_id: str) -> Any:  # noqa: ANN401 - any JSON
        status, body = self.call("GET", "/uploads/{upload_id}", path={"upload_id": upload_id})
        assert status == 200
        return body

    def inspect(self, upload_id: str, execution: str = "first") -> Outcome:
        return self.begin(f"uploads/{upload_id}/source", execution)

    def begin(self, key: str, execution: str) -> Outcome:
        """Do the workflow's first step, with what its state machine tells it."""
        started: Started = {"key": key, "execution": execution}
        if self.pipelines:
            started["pipelines"] = self.pipelines
        return inspect(started, None)

    def convert(
        self,
        outcome: Outcome,
        content: bytes = b"glTF",
        levels: Mapping[SceneLevel, bytes] = MappingProxyType({}),
    ) -> Recipe:
        """Write what a job writes: the derivatives, then their manifest."""
        recipe = Recipe(**outcome["recipe"])
        tree = {"local_origin_metres": [0, 0, 0], "roots": []}
        contents = {
            "model.glb": content,
            "model.raw.glb": content,
            "assembly.json": json.dumps(tree).encode(),
            "thumbnail.webp": b"RIFF",
            **{level.file_name: data for level, data in levels.items()},
        }
        facts: dict[str, float | int | str] = {"triangles": 12}
        for level in levels:
            facts |= level.facts
        files = []
        for name, data in contents.items():
            clients.s3().put_object(
                Bucket="assets",
                Key=f"{recipe.prefix}/{name}",
                Body=data,
                ChecksumAlgorithm="SHA256",
                ChecksumSHA256=base64_sha256(data),
            )
            digest = hashlib.sha256(data).hexdigest()
            files.append(ManifestFile(name, "model/gltf-binary", len(data), digest))
        manifest = Manifest(recipe, {}, tuple(files), facts=facts)
        clients.s3().put_object(
            Bucket="assets", Key=recipe.manifest_key, Body=json.dumps(manifest.to_dict()).encode()
        )
        return recipe

    def publish(self, outcome: Outcome) -> Outcome:
        return publish(outcome, None)

    def unpack(self, outcome: Outcome) -> Outcome:
        return unpack(outcome, None)

    def fail(self, outcome: Outcome, execution: str = "first") -> Outcome:
        """Do the workflow's recording step of an execution."""
        recorded = fail({"execution": execution, "state": outcome}, None)
        assert recorded is not None
        return recorded

    def end(self, upload_id: str, execution: str, status: str) -> None:
        """Tell that an execution of the workflow ended, as EventBridge does."""
        started = {"key": f"uploads/{upload_id}/source"}
        assert fail(ended_event(execution, status, started), None) is None

    def assets(self, database_id: str = "site") -> list[Any]:
        status, body = self.call(
            "GET", "/databases/{database_id}/assets", path={"database_id": database_id}
        )
        assert status == 200, body
        rows: list[Any] = body["assets"]
        return rows


def _function(method: str, resource: str) -> Callable[[object, None], Any]:
    """Return the handler of the function that serves a route."""
    for route in ROUTES:
        if (route.method, route.path) == (method, resource):
            handler: Callable[[object, None], Any] = importlib.import_module(
                f"{route.function}.handler"
            ).handler
            return handler
    raise AssertionError(f"no route {method} {resource}")
