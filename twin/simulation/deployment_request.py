"""Requests to the registry: announce a file, deploy it, go back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from twin.simulation.kinds import kind_named
from twin.simulation.manifest import ModelManifest
from twin.simulation.manifest_reading import manifest_of
from twin.simulation.model_errors import ArtefactUnsafe
from twin.simulation.model_keys import artefact_key, manifest_key
from twin.simulation.registry import What
from twin.simulation.registry_errors import DeploymentRefused, VersionUnknown

FILE_NAME = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
SHA256 = r"[0-9a-f]{64}"
LONGEST_NOTE = 500
LARGEST_MANIFEST_BYTES = 1024**2
WHATS: tuple[What, ...] = ("deployment", "parameters")


@dataclass(frozen=True)
class ArtefactRequest:
    """The announcement of a model's file; its place is named by its content."""

    file_name: str
    sha256: str
    size_bytes: int

    @property
    def key(self) -> str:
        """Return where the file is in the models bucket."""
        return artefact_key(self.sha256, self.file_name)

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> ArtefactRequest:
        """Read a request.

        Raises:
            DeploymentRefused: a field is not valid.
            ModelKindUnknown: there is no such kind.
            ArtefactUnsafe: the file is larger than its kind takes.
        """
        size = body.get("size_bytes")
        if isinstance(size, bool) or not isinstance(size, int) or size < 1:
            raise _invalid("size_bytes", size, "a number of bytes from 1")
        check_size(str(body.get("kind")), size)
        return cls(_matching(body, "file_name", FILE_NAME), _matching(body, "sha256", SHA256), size)


@dataclass(frozen=True)
class DeploymentRequest:
    """A file that was sent and its manifest, to be deployed."""

    file_name: str
    manifest: ModelManifest
    note: str
    activate: bool
    expected_revision: int | None

    @property
    def artefact_key(self) -> str:
        """Return where the file is in the models bucket."""
        return artefact_key(self.manifest.artefact_sha256, self.file_name)

    @property
    def manifest_key(self) -> str:
        """Return where the manifest is in the models bucket."""
        return manifest_key(self.manifest)

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> DeploymentRequest:
        """Read a request.

        Raises:
            DeploymentRefused: a field is not valid.
            ManifestInvalid: the manifest is not of its schema.
            ModelKindUnknown: there is no such kind.
            ArtefactUnsafe: the file is larger than its kind takes.
        """
        manifest = manifest_of(body.get("manifest"))
        check_size(manifest.kind, manifest.artefact_bytes)
        if len(manifest.to_json().encode()) > LARGEST_MANIFEST_BYTES:
            raise _invalid("manifest", "", f"at most {LARGEST_MANIFEST_BYTES} bytes")
        return cls(
            file_name=_matching(body, "file_name", FILE_NAME),
            manifest=manifest,
            note=_note(body.get("note")),
            activate=_flag(body, "activate", default=True),
            expected_revision=whole(body, "expected_revision"),
        )


@dataclass(frozen=True)
class RollbackRequest:
    """What goes back, and to which number: None is the one that was active before."""

    what: What
    number: int | None
    expected_revision: int | None

    @classmethod
    def from_body(cls, body: Mapping[str, Any]) -> RollbackRequest:
        """Read a request.

        Raises:
            DeploymentRefused: a field is not valid.
        """
        given = body.get("what", "deployment")
        for what in WHATS:
            if given == what:
                return cls(what, whole(body, "number"), whole(body, "expected_revision"))
        raise _invalid("what", given, " or ".join(WHATS))


def deployment_number(text: str) -> int:
    """Return the number of a deployment in a path.

    Raises:
        VersionUnknown: it is none.
    """
    if re.fullmatch("0|[1-9][0-9]{0,5}", text, re.ASCII) is None:
        raise VersionUnknown(
            "this is no number of a deployment", found=ascii(text)[:80], expected="0 to 999999"
        )
    return int(text)


def check_size(kind: str, size_bytes: int) -> None:
    """Require that a kind takes files of a size.

    Raises:
        ModelKindUnknown: there is no such kind.
        ArtefactUnsafe: the file is too large.
    """
    limit = kind_named(kind).limits.maximum_artefact_bytes
    if size_bytes > limit:
        raise ArtefactUnsafe(
            "the file is too large",
            found=f"{size_bytes} bytes",
            expected=f"at most {limit} bytes for the kind {kind}",
        )


def whole(body: Mapping[str, Any], name: str) -> int | None:
    """Return a whole number from 0, None where it is not given.

    Raises:
        DeploymentRefused: it is something else.
    """
    value = body.get(name)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _invalid(name, value, "a whole number from 0")
    return value


def _matching(body: Mapping[str, Any], name: str, pattern: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or re.fullmatch(pattern, value) is None:
        raise _invalid(name, value, f"a text that is {pattern}")
    return value


def _flag(body: Mapping[str, Any], name: str, *, default: bool) -> bool:
    value = body.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise _invalid(name, value, "true or false")
    return value


def _note(value: object) -> str:
    if value is None:
        return ""
    if not isinstance(value, str) or len(value) > LONGEST_NOTE:
        raise _invalid("note", value, f"a text of at most {LONGEST_NOTE} characters")
    return value


def _invalid(where: str, found: object, expected: str) -> DeploymentRefused:
    return DeploymentRefused(
        f"{where} is not valid", found=repr(found)[:200], expected=expected, where=where
    )
