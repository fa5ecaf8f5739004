"""The models bucket: artefacts by digest, and the inputs and outputs of runs."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from pathlib import Path

from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from twin.site_document import SiteDocument
from twin_constructs.file_upload import FileUpload
from twin_constructs.secure_bucket import SecureBucket
from twin_constructs.staging import BUILD, StagingError

MODELS = BUILD / "models"
PREFIX = "models/"
RUNS_PREFIX = "runs/"


class ModelStore(Construct):
    """Uploads the artefacts that the site's models name; `artefacts_json` is name → key, digest."""

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
        files = {name: _built(name) for name in sorted({one.artefact for one in document.models})}
        digests = {name: _sha256(path) for name, path in files.items()}
        self.artefacts_json = json.dumps(
            {
                name: {"key": f"{PREFIX}{digest}/{name}", "sha256": digest}
                for name, digest in digests.items()
            },
            sort_keys=True,
        )
        FileUpload(
            self,
            "Upload",
            bucket=self.bucket,
            key_prefix=PREFIX,
            sources=[deployment.Source.asset(str(_staged(files, digests)))],
            # Runs that are under way still read the version they started with.
            prune=False,
        )


def _built(name: str) -> Path:
    path = MODELS / name
    if not path.is_file():
        raise StagingError(f"the model {path} is not built: run `make setup`")
    return path


def _staged(files: dict[str, Path], digests: dict[str, str]) -> Path:
    """Lay the files out as they are in the bucket; the folder's name changes with its content."""
    together = hashlib.sha256("".join(digests.values()).encode()).hexdigest()[:16]
    folder = BUILD / "artefacts" / together
    if folder.is_dir():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=folder.parent))
    for name, path in files.items():
        (draft / digests[name]).mkdir()
        shutil.copyfile(path, draft / digests[name] / name)
    draft.chmod(0o755)
    return draft.rename(folder)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
