"""What is deployed: each zip holds its handler, what that imports, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from twin_constructs.import_closure import import_closure

if TYPE_CHECKING:
    from tests.infrastructure.conftest import Synthesized

ROOT = Path(__file__).resolve().parents[2]
IMPORT = """
import importlib, os, sys
sys.path = [path for path in sys.path if path != os.getcwd()]
sys.path.insert(0, sys.argv[1])
os.environ.update(LAMBDA_TASK_ROOT=sys.argv[1])
os.environ.update(AWS_REGION='us-east-1', AWS_DEFAULT_REGION='us-east-1')
assert callable(importlib.import_module(sys.argv[2]).handler)
ours = ('twin', 'twin_runtime', 'iot_runtime', 'spatial_runtime', 'simulation_runtime')
for name in ours:
    module = sys.modules.get(name)
    assert module is None or module.__file__.startswith(sys.argv[1]), module.__file__
"""


def functions(synthesized: Synthesized) -> list[tuple[str, Path]]:
    """Return (handler module, asset folder) of every function, of one site where many have it."""
    found = {}
    for path, template in synthesized.templates():
        assets = json.loads(
            path.with_name(path.name.replace("template", "assets")).read_text(encoding="utf-8")
        )
        for resource in template.get("Resources", {}).values():
            if resource["Type"] != "AWS::Lambda::Function":
                continue
            handler = resource["Properties"].get("Handler", "")  # an image has none
            if not handler.endswith(".handler.handler"):
                continue
            key = resource["Properties"]["Code"]["S3Key"].removesuffix(".zip")
            source = assets["files"][key]["source"]["path"]
            found[handler.removesuffix(".handler")] = (path.parent / source).resolve()
    return sorted(found.items())


def test_each_function_s_asset_imports_its_handler_from_itself_alone(
    synthesized: Synthesized,
) -> None:
    staged = functions(synthesized)
    assert staged
    for module, folder in staged:
        done = subprocess.run(
            [sys.executable, "-B", "-P", "-c", IMPORT, str(folder), module],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
        assert done.returncode == 0, f"{module}: {done.stderr[-1500:]}"


def test_each_function_s_asset_holds_its_import_closure_and_the_site(
    synthesized: Synthesized,
) -> None:
    for module, folder in functions(synthesized):
        package = module.split(".")[0]
        expected = {str(file.target) for file in import_closure(package, (ROOT / "lambda", ROOT))}
        present = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        assert "site.json" in present, module
        assert expected <= present, module
        if not (ROOT / "lambda" / package / "requirements.lock").is_file():
            assert present == expected | {"site.json"} | extras_of(package), module


def extras_of(package: str) -> set[str]:
    """Return what a function has beside its code and its site: the options of what it reads."""
    if package == "simulation_window":
        return {"window_sources.json"}
    return {"connector.json"} if package.startswith(("connector_", "iot_influx")) else set()


def test_nothing_in_an_asset_is_byte_code(synthesized: Synthesized) -> None:
    for module, folder in functions(synthesized):
        assert [path for path in folder.rglob("*.pyc")] == [], module


def test_every_function_package_is_deployed_by_the_demo_site(synthesized: Synthesized) -> None:
    packages = {path.parent.name for path in (ROOT / "lambda").glob("*/handler.py")}
    assert {module.split(".")[0] for module, _ in functions(synthesized)} == packages
