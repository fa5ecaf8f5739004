"""The files of the site's models as set-up built them: their kinds by content, their manifests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from twin.simulation.binding_check import require_fit
from twin.simulation.kinds import kind_of
from twin.simulation.kinds.container import image_of
from twin.simulation.manifest import ModelManifest
from twin.simulation.manifest_reading import read_manifest
from twin.simulation.model_errors import ManifestInvalid, ModelKindMismatch
from twin.simulation.model_file import ModelFile
from twin.simulation.model_keys import artefact_key, manifest_key
from twin.simulation.model_kind import ModelKind
from twin.site_document import SimulationModel, SiteDocument
from twin_constructs.staging import StagingError


@dataclass(frozen=True)
class ModelArtefact:
    """One file, its kind, and its manifest where set-up made one.

    `image` is the address of the image where the model is one, else empty.
    """

    path: Path
    sha256: str
    kind: ModelKind
    manifest: ModelManifest | None
    image: str

    @property
    def key(self) -> str:
        """Return where the file is in the models bucket."""
        return artefact_key(self.sha256, self.path.name)

    @property
    def files(self) -> dict[str, bytes | Path]:
        """Return what is uploaded, by key."""
        if self.manifest is None:
            return {self.key: self.path}
        return {self.key: self.path, manifest_key(self.manifest): self.manifest.to_json().encode()}

    @property
    def setting(self) -> dict[str, str]:
        """Return what functions are told of it."""
        told = {"key": self.key, "sha256": self.sha256, "kind": self.kind.name}
        return told if self.manifest is None else {**told, "manifest": self.manifest.digest}


def model_artefacts(document: SiteDocument, folder: Path) -> dict[str, ModelArtefact]:
    """Return the files that the site's models name, by name, from a folder.

    Raises:
        StagingError: a file is not there.
        ModelKindUnknown: no kind knows a file.
        ModelKindMismatch: a model states another kind than its file is of.
        ManifestInvalid: a manifest is of another file.
        BindingUnfit: a model lacks what the site binds it to.
    """
    names = sorted({model.artefact for model in document.models})
    found = {name: _artefact(folder / name) for name in names}
    _check(document, found)
    return found


def manifest_file(path: Path) -> Path:
    """Return where the manifest of a built file is: beside it."""
    return path.with_name(f"{path.name}.manifest.json")


def _artefact(path: Path) -> ModelArtefact:
    if not path.is_file():
        raise StagingError(f"the model {path} is not built: run `make setup`")
    file = ModelFile(path)
    kind = kind_of(file)
    sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
    image = "" if kind.image else image_of(file)
    return ModelArtefact(path, sha256, kind, _manifest(path, sha256), image)


def _manifest(path: Path, sha256: str) -> ModelManifest | None:
    place = manifest_file(path)
    if not place.is_file():
        return None
    manifest = read_manifest(place.read_bytes())
    if manifest.artefact_sha256 != sha256:
        raise ManifestInvalid(
            "the manifest is of another file than it lies beside",
            found=manifest.artefact_sha256,
            expected=sha256,
            where=f"{place.name}: make it again with `twin models validate --manifest`",
        )
    return manifest


def _check(document: SiteDocument, found: dict[str, ModelArtefact]) -> None:
    """Check models and files against each other, once for all assets of a type."""
    for model in _one_of_each(document):
        artefact = found[model.artefact]
        if model.kind and model.kind != artefact.kind.name:
            raise ModelKindMismatch(
                "the model's file is of another kind than the site file states",
                found=f"{artefact.kind.name} in {model.artefact}",
                expected=model.kind,
                where=f"{_key(document, model)}.kind",
            )
        if artefact.manifest is not None:
            require_fit(model, artefact.manifest, document)


def _one_of_each(document: SiteDocument) -> Iterable[SimulationModel]:
    return {_key(document, model): model for model in document.models}.values()


def _key(document: SiteDocument, model: SimulationModel) -> str:
    """Return where in the site file a model is."""
    types = {asset.id: asset.type for asset in document.assets}
    return f"twin.types.{types[model.asset]}.models.{model.id.rpartition('.')[2]}"
