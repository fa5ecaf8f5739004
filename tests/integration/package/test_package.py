"""The embedded AWS as a package of its own: built, installed, and used as its README says."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.twin_process import ROOT

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]
LOCAL = ROOT / "local"
PLUGIN = "-p", "no:cacheprovider"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the package as pip would unpack it, without what it depends on."""
    built = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(built)],
        cwd=LOCAL,
        check=True,
        capture_output=True,
    )
    [wheel] = built.glob("*.whl")
    folder = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, folder: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Run a test file of a stranger, who has only the installed package."""
    (folder / "test_stranger.py").write_text(text, encoding="utf-8")
    known = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_stranger.py"],
        cwd=folder,
        env={**known, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"},
        text=True,
        capture_output=True,
        check=False,
    )


def examples() -> list[str]:
    """Return the Python examples of the package's README."""
    text = (LOCAL / "README.md").read_text(encoding="utf-8")
    return re.findall(r"```python\n(.*?)```", text, re.DOTALL)


def test_the_examples_of_the_readme_pass(installed: Path, tmp_path: Path) -> None:
    fixture, decorator = examples()
    here = (
        "import twin_local\n\ndef test_it_is_the_installed_one():\n"
        f"    assert twin_local.__file__.startswith({str(installed)!r})\n"
    )
    done = run(installed, tmp_path, f"{here}\n{fixture}\n{decorator}")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout


FRESH = """
import boto3

def test_the_environment_leads_sdks_to_it(fresh_embedded_aws):
    boto3.client("sqs").create_queue(QueueName="mine")

def test_another_one_is_empty(fresh_embedded_aws):
    assert "QueueUrls" not in boto3.client("sqs").list_queues()

def test_the_environment_is_as_it_was():
    import os
    assert "AWS_ENDPOINT_URL" not in os.environ
"""


def test_a_fresh_one_is_empty_and_leaves_nothing(installed: Path, tmp_path: Path) -> None:
    done = run(installed, tmp_path, FRESH)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 passed" in done.stdout


def test_what_the_package_imports_is_what_it_depends_on() -> None:
    """Its dependencies are those of the whole project, so that both are resolved together."""
    wanted = re.compile(r'^  "([^"]+)",$', re.MULTILINE)
    package = (LOCAL / "pyproject.toml").read_text(encoding="utf-8")
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert set(wanted.findall(package)) <= set(wanted.findall(project))
