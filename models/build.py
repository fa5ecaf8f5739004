"""Build every model of this folder: `python -m models.build` writes `.build/models/<name>.fmu`.

The same source gives the same bytes: time stamps and the random GUID of the builder are replaced.
"""

from __future__ import annotations

import hashlib
import re
import tempfile
import uuid
import zipfile
from pathlib import Path

from pythonfmu.builder import FmuBuilder

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / ".build" / "models"
SOURCES = ("pump",)
EPOCH = (1980, 1, 1, 0, 0, 0)
GUID = re.compile(rb'guid="[^"]*"')
GENERATED = re.compile(rb'generationDateAndTime="[^"]*"')


def main() -> None:
    """Build all models."""
    for name in SOURCES:
        build(name, TARGET)


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
