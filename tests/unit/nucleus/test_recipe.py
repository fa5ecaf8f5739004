"""Recipes: ours are valid on both nuclei, others are refused."""

from __future__ import annotations

from pathlib import Path
from string import Template

import pytest
import yaml

from twin_local.nucleus.recipe import RecipeInvalid, read_recipe
from twin_local.nucleus.variables import Places, fill, merge

PLACES = Places(Path("/gg"), "twin.demo.collector", "1.0.0", "demo-edge")
MINIMAL = {
    "RecipeFormatVersion": "2020-01-25",
    "ComponentName": "c",
    "ComponentVersion": "1.0.0",
    "Manifests": [
        {"Platform": {"os": "linux", "runtime": "*"}, "Lifecycle": {"run": "echo hello"}}
    ],
}


@pytest.mark.parametrize("package", ["edge_collector", "edge_publisher", "edge_commander"])
def test_our_recipes_are_valid_and_all_their_variables_exist(
    package: str, repository_root: Path
) -> None:
    template = (repository_root / "edge" / package / "recipe.yaml").read_text()
    text = Template(template).substitute(
        component="c", version="1.0.0", collector="k", artifact="abc", uri="s3://b/abc.zip"
    )
    recipe = read_recipe(text)
    assert recipe.install is not None
    for script in (recipe.install, recipe.run):
        assert "{" not in fill(script, PLACES, recipe.configuration)
    assert [artifact.unarchive for artifact in recipe.artifacts] == [True]


@pytest.mark.parametrize(
    "change",
    [
        {"Lambda": {}},
        {"ComponentType": "aws.greengrass.plugin"},
        {"Manifests": [{"Platform": {"os": "linux"}, "Lifecycle": {"run": "x"}}]},
        {"Manifests": [{"Platform": {"os": "windows", "runtime": "*"}, "Lifecycle": {}}]},
        {
            "Manifests": [
                {
                    "Platform": {"os": "linux", "runtime": "*"},
                    "Lifecycle": {"run": "x", "shutdown": "y"},
                }
            ]
        },
        {
            "Manifests": [
                {
                    "Platform": {"os": "linux", "runtime": "*"},
                    "Lifecycle": {"run": {"Script": "x", "SkipIf": "y"}},
                }
            ]
        },
        {"Manifests": [{"Platform": {"os": "linux", "runtime": "*"}, "Lifecycle": {}}]},
    ],
)
def test_what_one_of_the_nuclei_would_not_run_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(RecipeInvalid):
        read_recipe(yaml.safe_dump({**MINIMAL, **change}))


def test_recipe_may_be_json_too() -> None:
    import json

    assert read_recipe(json.dumps(MINIMAL)).run == "echo hello"


def test_variables_are_filled() -> None:
    script = "{kernel:rootPath} {work:path} {iot:thingName} {artifacts:path} {configuration:/a/b}"
    assert fill(script, PLACES, {"a": {"b": 0.1}}) == (
        "/gg /gg/work/twin.demo.collector demo-edge"
        " /gg/packages/artifacts/twin.demo.collector/1.0.0 0.1"
    )


@pytest.mark.parametrize("script", ["{kernel:version}", "{configuration:/missing}"])
def test_unknown_variable_is_refused(script: str) -> None:
    with pytest.raises(RecipeInvalid):
        fill(script, PLACES, {})


def test_configuration_updates_merge_deeply() -> None:
    assert merge({"a": {"b": 1, "c": 2}, "d": [1]}, {"a": {"b": 3}, "d": [2]}) == {
        "a": {"b": 3, "c": 2},
        "d": [2],
    }
