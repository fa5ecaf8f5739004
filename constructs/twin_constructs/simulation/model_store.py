"""The models bucket: artefacts by digest, and the inputs and outputs of runs."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path

from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.file_upload import FileUpload
from twin_constructs.secure_bucket import SecureBucket
from twin_constructs.simulation.model_artefacts import ModelArtefact, model_artefacts
from twin_constructs.staging import BUILD

MODELS = BUILD / "models"
PREFIX = "models/"
RUNS_PREFIX = "runs/"


class ModelStore(Construct):
    """Uploads the `artefacts` that the site's models name, with their manifests.

    `artefacts_json` tells functions of them: name → key, digest, kind and digest of the manifest.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        document: SiteDocument,
        access_logs: s3.IBucket,
    ) -> None:
        super().__init__(scope, construct_id)
        self.bucket = SecureBucket(self, "Models", access_logs=access_logs).bucket
        self.artefacts = model_artefacts(document, MODELS)
        self.artefacts_json = json.dumps(
            {name: artefact.setting for name, artefact in self.artefacts.items()}, sort_keys=True
        )
        FileUpload(
            self,
            "Upload",
            bucket=self.bucket,
            key_prefix=PREFIX,
            sources=[deployment.Source.asset(str(_staged(self.artefacts.values())))],
            # Runs that are under way still read the version they started with.
            prune=False,
        )


def _staged(artefacts: Iterable[ModelArtefact]) -> Path:
    """Lay the files out as they are in the bucket; the folder's name changes with its content."""
    files = {key: file for artefact in artefacts for key, file in artefact.files.items()}
    together = hashlib.sha256("".join(sorted(files)).encode()).hexdigest()[:16]
    folder = BUILD / "artefacts" / together
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent))
    for key, file in files.items():
        target = draft / key.removeprefix(PREFIX)
        target.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(file, Path):
            shutil.copyfile(file, target)
        else:
            target.write_bytes(file)
    draft.chmod(0o755)
    return draft.rename(folder)
