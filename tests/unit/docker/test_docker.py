"""What `twin-docker` accepts of `docker`, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from twin_local.docker.arguments import read_build, words
from twin_local.docker.command import run
from twin_local.docker.errors import DockerCommandError, EmbeddedAwsError
from twin_local.docker.registry import Registry, manifest


@pytest.fixture
def context(tmp_path: Path) -> Path:
    (tmp_path / "Dockerfile").write_text("FROM scratch\n", encoding="utf-8")
    return tmp_path


def test_a_build_is_a_tag_and_a_folder(context: Path) -> None:
    arguments = ["--tag", "one", "--platform", "linux/amd64", "."]
    build = read_build(arguments, working_directory=context)
    assert (build.tag, build.folder) == ("one", context)


@pytest.mark.parametrize(
    "arguments",
    [
        ["--tag", "one", "--build-arg", "A=b", "."],
        ["--tag", "one", "--target=last", "."],
        ["--tag", "one", "--file", "Other", "."],
        ["--tag", "one"],
        ["."],
    ],
)
def test_a_build_that_depends_on_more_than_the_folder_is_refused(
    context: Path, arguments: list[str]
) -> None:
    with pytest.raises(DockerCommandError):
        read_build(arguments, working_directory=context)


def test_a_folder_without_a_dockerfile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DockerCommandError, match="Dockerfile"):
        read_build(["--tag", "one", "."], working_directory=tmp_path)


@pytest.mark.parametrize("arguments", [["run", "x"], ["pull", "x"], [], ["compose", "up"]])
def test_other_commands_are_refused(arguments: list[str]) -> None:
    with pytest.raises(DockerCommandError, match="no container engine"):
        run(arguments)


def test_login_and_images_need_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    assert run(["login", "--username", "AWS", "--password-stdin", "host"]) == 0
    assert run(["images", "--format", "{{.Tag}}", "--filter", "reference=x"]) == 0
    with pytest.raises(EmbeddedAwsError, match="AWS_ENDPOINT_URL"):
        run(["inspect", "one"])


def test_words_are_counted() -> None:
    assert words(["a", "b"], count=2) == ["a", "b"]
    with pytest.raises(DockerCommandError):
        words(["a"], count=2)
    with pytest.raises(DockerCommandError, match="--quiet"):
        words(["--quiet", "a"], count=1)


def test_a_tag_stands_for_its_folder(tmp_path: Path) -> None:
    registry = Registry("http://nowhere.invalid", tmp_path)
    assert registry.folder("one") is None
    registry.tag("one", tmp_path)
    registry.tag("two", registry.require("one"))
    assert registry.folder("two") == tmp_path
    with pytest.raises(DockerCommandError, match="no such image"):
        registry.push("three")
    with pytest.raises(DockerCommandError, match="only be pushed to ECR"):
        registry.push("two")


def test_the_manifest_is_that_of_its_uri() -> None:
    assert manifest("a") == manifest("a") != manifest("b")
    assert json.loads(manifest("a"))["schemaVersion"] == 2
