"""What runs in AWS imports what it may, in every package that its folder holds.

`.importlinter` holds the rules between the packages that it can name; functions and images come
and go, so theirs are read from the source.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from twin_constructs.import_closure import import_closure

ROOT = Path(__file__).resolve().parents[2]
SDK = {"boto3", "botocore"}
LAMBDA_RUNTIME = SDK | {"urllib3"}
"""Libraries that Lambda's Python has without a wheel of ours."""

NEVER = {"aws_cdk", "constructs", "twin_constructs", "stacks", "twin_local", "moto", "pydantic"}
DISTRIBUTION_OF_MODULE = {
    "jwt": "pyjwt",
    "jsonschema_specifications": "jsonschema-specifications",
    "DracoPy": "dracopy",
    "OCP": "cadquery-ocp-novtk",
    "PIL": "pillow",
    "collada": "pycollada",
    "cv2": "opencv-python-headless",
    "pi_heif": "pi-heif",
    "pxr": "usd-core",
    "re2": "google-re2",
}


def packages(root: str) -> list[Path]:
    return sorted(path.parent for path in (ROOT / root).glob("*/__init__.py"))


def is_shared(package: Path) -> bool:
    return package.name.endswith("_runtime")


def imported(package: Path) -> Iterator[tuple[Path, str]]:
    """Yield the top-level modules that a package imports, with the file."""
    yield from ((file, name) for file in package.rglob("*.py") for name in modules(file))


def modules(file: Path) -> Iterator[str]:
    """Yield the top-level modules that a file imports when it runs."""
    for node in running(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.partition(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


def running(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and what is in it, but for what is only there for types."""
    yield node
    for child in ast.iter_child_nodes(node):
        if not (isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"):
            yield from running(child)


@pytest.mark.parametrize(
    "package", [*packages("lambda"), *packages("edge")], ids=lambda path: path.name
)
def test_what_is_zipped_needs_no_library_of_definition_time(package: Path) -> None:
    """Neither itself nor by any module of the twin that it brings along."""
    closure = import_closure(package.name, (package.parent, ROOT / "lambda", ROOT))
    brought = {name for file in closure if file.path.suffix == ".py" for name in modules(file.path)}
    assert brought
    assert brought & {"pint", "pydantic", "yaml"} == set()


def required(package: Path) -> set[str]:
    """Return the distributions that a package's lock file brings."""
    lock = package / "requirements.lock"
    text = lock.read_text(encoding="utf-8") if lock.is_file() else ""
    return {line.partition("==")[0].lower() for line in text.splitlines() if "==" in line}


def foreign(package: Path) -> set[str]:
    """Return imported modules that are neither Python's, nor types only, nor the package's own."""
    found = {name for _, name in imported(package)}
    own = {package.name, "twin", "__future__"}
    return {
        name
        for name in found - own
        if name not in sys.stdlib_module_names and not name.startswith("mypy_boto3_")
    }


@pytest.mark.parametrize("root", ["lambda", "containers", "edge"])
def test_what_runs_in_aws_knows_neither_the_cdk_nor_the_embedded_aws(root: str) -> None:
    known = [(file, name) for package in packages(root) for file, name in imported(package)]
    assert known
    assert [(file, name) for file, name in known if name in NEVER] == []


@pytest.mark.parametrize("package", packages("lambda"), ids=lambda path: path.name)
def test_a_function_imports_shared_code_but_no_other_function(package: Path) -> None:
    shared = {other.name for other in packages("lambda") if is_shared(other)}
    wheels = required(package)
    rest = foreign(package) - shared - LAMBDA_RUNTIME
    assert {name for name in rest if DISTRIBUTION_OF_MODULE.get(name, name) not in wheels} == set()


IMAGES = [package for package in packages("containers") if not is_shared(package)]


@pytest.mark.parametrize("package", IMAGES, ids=lambda path: path.name)
def test_an_image_imports_what_its_lock_file_brings(package: Path) -> None:
    """Also by the shared code that it brings along."""
    closure = import_closure(package.name, (package.parent, ROOT))
    brought = {name for file in closure if file.path.suffix == ".py" for name in modules(file.path)}
    ours = {file.target.parts[0] for file in closure} | {"__future__"}
    rest = brought - ours - SDK - sys.stdlib_module_names
    wheels = required(package)
    missing = {name for name in rest if DISTRIBUTION_OF_MODULE.get(name, name) not in wheels}
    assert {name for name in missing if not name.startswith("mypy_boto3_")} == set()


@pytest.mark.parametrize("package", IMAGES, ids=lambda path: path.name)
def test_an_image_brings_the_sdk_that_it_uses(package: Path) -> None:
    assert required(package) >= SDK
