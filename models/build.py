"""Build every model of this folder: `python -m models.build` writes them to `.build/models`.

The same source gives the same bytes: time stamps and the random GUID of the builder are replaced.
Files of `models/files` are models as they are, of any kind. Beside each model is its manifest,
made by a trial of the model; of one that is an image it is the file that lies beside it here.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import tempfile
import uuid
import zipfile
from dataclasses import replace
from pathlib import Path

from pythonfmu.builder import FmuBuilder

from twin.simulation.kinds import kind_of
from twin.simulation.model_file import ModelFile
from twin_local.cli.model_trial import try_model

HERE = Path(__file__).resolve().parent
FILES = HERE / "files"
TARGET = HERE.parent / ".build" / "models"
SOURCES = ("pump",)
MANIFEST = ".manifest.json"
EPOCH = (1980, 1, 1, 0, 0, 0)
GUID = re.compile(rb'guid="[^"]*"')
GENERATED = re.compile(rb'generationDateAndTime="[^"]*"')


def main() -> None:
    """Build all models."""
    built = [build(name, TARGET) for name in SOURCES]
    for file in [*built, *copy_files(FILES, TARGET)]:
        describe(file)


def copy_files(folder: Path, target: Path) -> list[Path]:
    """Copy the models of a folder, with the manifests that lie beside them; return the models."""
    if not folder.is_dir():
        return []
    found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    copies = [Path(shutil.copyfile(path, target / path.name)) for path in found]
    return [copy for copy in copies if not copy.name.endswith(MANIFEST)]


def describe(file: Path) -> None:
    """Write the manifest of a model beside it, unless it came with one or is an image.

    What differs from machine to machine is left out: equal sites have equal templates.

    Raises:
        ModelBroken: the model cannot be run.
        ImageMissing: the environment of its kind's image is not there.
    """
    place = file.with_name(f"{file.name}{MANIFEST}")
    came_with_one = (FILES / place.name).is_file()
    if came_with_one or not kind_of(ModelFile(file)).image:
        return
    tried = try_model(file, root=HERE.parent, seconds=0.1)
    manifest = replace(tried.manifest, git_revision="", steps_per_second=None)
    place.write_text(manifest.to_json() + "\n", encoding="utf-8")


def build(name: str, target: Path) -> Path:
    """Build one model and return its file."""
    source = HERE / f"{name}.py"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        made = FmuBuilder.build_FMU(source, dest=folder)
        draft = Path(folder) / f"{name}.draft"
        _normalise(Path(made), draft, source.read_bytes())
        return draft.replace(target / f"{name}.fmu")


def _normalise(made: Path, draft: Path, source: bytes) -> None:
    guid = uuid.UUID(hashlib.sha256(source).hexdigest()[:32])
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(draft, "w") as new:
        for name in sorted(item.filename for item in old.infolist() if not item.is_dir()):
            content = old.read(name)
            if name == "modelDescription.xml":
                content = GUID.sub(f'guid="{{{guid}}}"'.encode(), content, count=1)
                content = GENERATED.sub(b'generationDateAndTime="1980-01-01T00:00:00Z"', content)
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            new.writestr(entry, content)


if __name__ == "__main__":
    main()
