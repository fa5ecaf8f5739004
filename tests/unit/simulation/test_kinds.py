"""Kinds tell files by their content; what a `.twin` says is read before anything is loaded."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from tests.integration.simulate.onnx_file import linear
from twin.simulation.ansys_twin import inspect_twin, licence_error
from twin.simulation.errors import ModelBroken
from twin.simulation.kinds import kind_named, kind_of, model_kinds
from twin.simulation.model_errors import (
    ArtefactUnsafe,
    DescriptionInvalid,
    ModelKindUnknown,
    StepRefused,
    model_error_of,
)
from twin.simulation.model_file import ModelFile, unpack

TWIN = b"V2\nThis is a TwinBuilder encrypted file.\n\x8f\x02\xd1"


def archive(file: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return file


def written(file: Path, content: bytes) -> Path:
    file.write_bytes(content)
    return file


DIGEST = b"a" * 64


@pytest.mark.parametrize("name", ["fmu", "ansys_twin", "rom", "python", "onnx", "container"])
def test_kind_is_told_by_content_whatever_the_name(name: str, tmp_path: Path) -> None:
    file = tmp_path / "file.bin"
    arrays = ("rom", "modes", "coefficients", "parameters")
    {
        "fmu": lambda: archive(file, {"modelDescription.xml": b"<x/>"}),
        "ansys_twin": lambda: archive(file, {"TwinDescription.xml": b"<x/>"}),
        "rom": lambda: archive(file, {f"{array}.npy": b"" for array in arrays}),
        "python": lambda: written(file, b"VARIABLES = []\ndef step(): ...\n"),
        "onnx": lambda: written(file, linear([[1.0]], [0.0])),
        "container": lambda: written(file, b'{"image": "a.b/c@sha256:%s"}' % DIGEST),
    }[name]()
    assert kind_of(ModelFile(file)).name == name
    assert kind_named(name).title


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04",
        b"\x08\x08",
        b"{}",
        b'{"image": "latest"}',
        b"[" * 100_000,
        b"\0" * 100,
        b"VARIABLES = [",
        b"import os",
        "grün".encode("latin-1"),
    ],
)
def test_file_of_no_kind_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(ModelKindUnknown):
        kind_of(ModelFile(written(tmp_path / "model.fmu", content)))


def test_python_is_not_run_to_tell_it(tmp_path: Path) -> None:
    target = tmp_path / "ran"
    source = f"VARIABLES = []\ndef step(): ...\nopen({str(target)!r}, 'w')\n"
    assert kind_of(ModelFile(written(tmp_path / "m.py", source.encode()))).name == "python"
    assert not target.exists()


def test_every_kind_has_limits_and_an_image_or_is_one() -> None:
    assert len({kind.name for kind in model_kinds()}) == len(model_kinds())
    for kind in model_kinds():
        assert kind.limits.memory_mebibytes >= 256
        assert bool(kind.image) == (kind.name != "container")


def test_twin_is_looked_at_from_outside(tmp_path: Path) -> None:
    members = {
        "TwinDescription.xml": TWIN,
        "binaries/win64/a.dll": b"",
        "binaries/linux64/a.so": b"",
    }
    found = inspect_twin(ModelFile(archive(tmp_path / "a.twin", members)))
    assert found.platforms == ("linux64", "win64")


@pytest.mark.parametrize("content", [b"", b"<x/>", b"V2 This is another file."])
def test_twin_that_is_not_of_twin_builder_is_refused(content: bytes, tmp_path: Path) -> None:
    file = archive(tmp_path / "a.twin", {"TwinDescription.xml": content})
    with pytest.raises(DescriptionInvalid):
        inspect_twin(ModelFile(file))


def test_missing_licence_is_told_from_other_failures() -> None:
    text = "Failed: Insufficient FlexNet Publisher (FNP) license count for twin_runtime"
    error = licence_error(text)
    assert error is not None and error.code == "MODEL_LICENCE_UNAVAILABLE"
    assert "ANSYSLMD_LICENSE_FILE" in error.expected
    assert licence_error("libgfortran.so.5: cannot open shared object file") is None


@pytest.mark.parametrize(
    "members",
    [
        {"../outside": b"x"},
        {"/etc/passwd": b"x"},
        {"a": b"1", "A": b"2"},
        {"bomb": bytes(20_000_000)},
    ],
)
def test_unsafe_archive_leaves_nothing(members: dict[str, bytes], tmp_path: Path) -> None:
    file = archive(tmp_path / "a.fmu", {"first.txt": b"x", **members})
    folder = tmp_path / "target"
    with pytest.raises(ArtefactUnsafe):
        unpack(file, folder)
    assert not folder.exists()
    assert not (tmp_path / "outside").exists()


def test_error_keeps_its_kind_across_processes() -> None:
    error = StepRefused("no", found="a", expected="b", where="c")
    again = model_error_of(error.to_dict())
    assert type(again) is StepRefused and again.to_dict() == error.to_dict()
    assert type(model_error_of({"code": "OTHER", "message": "x"})) is ModelBroken
