"""Images by their tags: on this machine until they are pushed, then in the embedded AWS."""

from __future__ import annotations

import hashlib
import json
import os
import re
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from twin_local.docker.errors import DockerCommandError, EmbeddedAwsError
from twin_local.engine.assets import ImageAsset, keep_images
from twin_local.engine.clients import Clients, OperationError
from twin_local.engine.lock import exclusive

ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL"
TAGS_FILE = "docker-tags.json"
LOCK_FILE = "docker-tags.lock"
ANSWER_SECONDS = 10
URI = re.compile(
    r"(?P<registry>\d{12}\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com)/"
    r"(?P<repository>[a-z0-9._/-]+):(?P<tag>[\w.-]+)"
)
MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json"
ALREADY_THERE = ("ImageAlreadyExistsException", "ImageTagAlreadyExistsException")


@dataclass(frozen=True)
class Registry:
    """The images of one embedded AWS; `state_dir` is where it keeps its state."""

    endpoint_url: str
    state_dir: Path

    @classmethod
    def of_environment(cls) -> Registry:
        """Return the registry of the embedded AWS that the environment names.

        Raises:
            EmbeddedAwsError: it names none, or what it names does not answer.
        """
        endpoint = os.environ.get(ENDPOINT_VARIABLE)
        if not endpoint:
            raise EmbeddedAwsError(
                "twin-docker only serves the embedded AWS",
                found=f"{ENDPOINT_VARIABLE} is not set",
                expected=f"{ENDPOINT_VARIABLE}=http://localhost:8701",
            )
        url = f"{endpoint.rstrip('/')}/_twin/state"
        try:
            with urllib.request.urlopen(url, timeout=ANSWER_SECONDS) as answer:
                return cls(endpoint, Path(json.load(answer)["folder"]))
        except (OSError, ValueError, KeyError) as error:
            raise EmbeddedAwsError(
                "the embedded AWS does not answer", found=str(error), where=url
            ) from error

    def folder(self, tag: str) -> Path | None:
        """Return the folder that a tag stands for, None where there is no such image."""
        folder = self._tags().get(tag)
        return Path(folder) if folder and Path(folder).is_dir() else None

    def require(self, tag: str) -> Path:
        """Return the folder that a tag stands for.

        Raises:
            DockerCommandError: there is no such image.
        """
        folder = self.folder(tag)
        if folder is None:
            raise DockerCommandError("there is no such image", found=tag)
        return folder

    def tag(self, tag: str, folder: Path) -> None:
        """Have a tag stand for a folder."""
        with exclusive(self.state_dir, LOCK_FILE):
            tags = {**self._tags(), tag: str(folder)}
            partial = self.state_dir / f"{TAGS_FILE}.partial"
            partial.write_text(json.dumps(tags, indent=1, sort_keys=True), encoding="utf-8")
            partial.replace(self.state_dir / TAGS_FILE)

    def _tags(self) -> dict[str, str]:
        path = self.state_dir / TAGS_FILE
        if not path.is_file():
            return {}
        tags: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
        return tags

    def push(self, uri: str) -> None:
        """Keep a copy of the image's folder for the job executor, and name it in ECR.

        Raises:
            DockerCommandError: there is no such image, or the URI is not that of a repository.
            EmbeddedAwsError: the embedded AWS refuses it.
        """
        folder, place = self.require(uri), URI.fullmatch(uri)
        if place is None:
            raise DockerCommandError(
                "images can only be pushed to ECR",
                found=uri,
                expected="ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG",
            )
        keep_images({uri: ImageAsset(source=folder, uri=uri)}, self.state_dir)
        clients = Clients(endpoint_url=self.endpoint_url, region=place["region"])
        text = manifest(uri)
        request = {
            "repositoryName": place["repository"],
            "imageTag": place["tag"],
            "imageManifest": text,
            "imageDigest": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}",
            "imageManifestMediaType": MANIFEST_TYPE,
        }
        try:
            clients.call("ecr", "PutImage", request)
        except OperationError as error:
            if error.code not in ALREADY_THERE:
                raise EmbeddedAwsError(
                    "the image cannot be pushed", found=str(error), where=uri
                ) from error


def manifest(uri: str) -> str:
    """Return an OCI manifest of an image without layers, the same for the same URI."""
    config = json.dumps({"uri": uri}).encode()
    described = {
        "mediaType": "application/vnd.oci.image.config.v1+json",
        "size": len(config),
        "digest": f"sha256:{hashlib.sha256(config).hexdigest()}",
    }
    return json.dumps(
        {"schemaVersion": 2, "mediaType": MANIFEST_TYPE, "config": described, "layers": []}
    )
