"""`twin site new` and `twin site check`, as their user meets them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from twin.compile import compile_site, compile_sitewise, compile_twinmaker
from twin.definition import load_site
from twin_local.cli.main import main
from twin_local.plc.addresses import check_addresses
from twin_local.plc.points import READABLE, SETPOINTS
from twin_local.supervisor.layout import repository_root


def twin(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["site", *arguments], catch_exceptions=False)


def test_a_new_file_has_no_mistakes_and_compiles(tmp_path: Path) -> None:
    result = twin("new", "plant-a", "--folder", str(tmp_path))
    assert result.exit_code == 0, result.output
    path = tmp_path / "plant-a.yaml"
    checked = twin("check", str(path))
    assert checked.exit_code == 0, checked.output
    definition = load_site(path)
    document = compile_site(definition)
    assert document.name == "plant-a"
    assert {asset.id for asset in document.assets} == {"PS-1", "T-101", "P-101"}
    assert "P-101.set_speed" in document.command_by_id
    assert [model.type for model in compile_sitewise(definition).models][-1] == "plant_area"
    assert {entity.entity_id for entity in compile_twinmaker(definition).entities} == {
        "PS-1", "T-101", "P-101",
    }  # fmt: skip


def test_the_simulated_plc_knows_every_address_of_a_new_file(tmp_path: Path) -> None:
    twin("new", "plant-a", "--folder", str(tmp_path))
    site = compile_site(load_site(tmp_path / "plant-a.yaml"))
    assert len(site.commands) == 1
    check_addresses(site, READABLE, frozenset(SETPOINTS))


def test_the_parts_that_are_commented_out_are_valid_too(tmp_path: Path) -> None:
    twin("new", "plant-a", "--folder", str(tmp_path))
    path = tmp_path / "plant-a.yaml"
    text = re.sub(
        r"^( *)# ((?:models|scene):|  )",
        r"\1\2",
        path.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    path.write_text(text, encoding="utf-8")
    definition = load_site(path)
    assert list(definition.twin.types["pump"].models) == ["pump"]
    assert list(definition.scene) == ["plant"]


def test_a_file_that_exists_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "plant-a.yaml"
    path.write_text("name: mine\n", encoding="utf-8")
    result = twin("new", "plant-a", "--folder", str(tmp_path))
    assert result.exit_code == 1
    assert "SITE_EXISTS" in result.stderr
    assert path.read_text(encoding="utf-8") == "name: mine\n"


@pytest.mark.parametrize(
    "name", ["Plant", "p", "1plant", "plant_a", "a" * 25, "../plant", "plant-"]
)
def test_a_name_that_no_site_can_have_is_refused(tmp_path: Path, name: str) -> None:
    result = twin("new", name, "--folder", str(tmp_path))
    assert result.exit_code == 1
    assert "SITE_NAME_INVALID" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_check_says_every_mistake_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text('name: plant\nacount: "111111111111"\nregion: us-east-1\n', encoding="utf-8")
    result = twin("check", str(path))
    assert result.exit_code == 1
    for part in ("UNKNOWN_KEY", "acount", "account? one of", f"{path}:2", "MISSING_KEY"):
        assert part in result.stdout
    assert "1 file: 2 mistakes" in result.stderr


def test_check_reports_json_to_programs(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text('name: plant\naccount: "1"\nregion: us-east-1\n', encoding="utf-8")
    result = twin("check", str(path), "--json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert finding == {
        "code": "BAD_VALUE",
        "file": str(path),
        "line": 2,
        "key": "account",
        "message": "the value is not allowed",
        "found": "'1'",
        "expected": 'twelve digits in quotes, such as "111111111111"',
    }


def test_two_files_of_one_site_are_a_mistake_of_the_second(tmp_path: Path) -> None:
    for name in ("one", "two"):
        twin("new", "plant-a", "--folder", str(tmp_path / name))
    paths = [str(tmp_path / name / "plant-a.yaml") for name in ("one", "two")]
    result = twin("check", *paths, "--json")
    assert result.exit_code == 1
    (finding,) = json.loads(result.stdout)["findings"]
    assert (finding["code"], finding["file"]) == ("DUPLICATE_SITE", paths[1])


def test_a_missing_file_is_a_finding(tmp_path: Path) -> None:
    result = twin("check", str(tmp_path / "none.yaml"))
    assert result.exit_code == 1
    assert "there is no such file" in result.stdout


def test_the_topics_of_a_site_are_listed() -> None:
    listed = twin("topics", "demo")
    assert listed.exit_code == 0, listed.output
    lines = [line.split() for line in listed.output.splitlines() if line]
    assert ["demo/ps-1/p-101/speed", "/demo/P-101/speed"] in lines
    found = json.loads(twin("topics", "demo", "--json").output)
    document = compile_site(load_site(repository_root() / "sites" / "demo.yaml"))
    assert {one["alias"] for one in found["signals"]} == set(document.signal_by_alias)
    assert found["aws"][0]["topic_filter"].startswith("$aws/sitewise/")


def test_what_has_to_be_asked_of_aws_is_a_warning_and_no_mistake(tmp_path: Path) -> None:
    file = tmp_path / "large.yaml"
    assets = "    FARM: {type: farm}\n" + "".join(
        f"    T-{number}: {{type: tank, parent: FARM}}\n" for number in range(1001)
    )
    file.write_text(
        "name: large\naccount: '111111111111'\nregion: us-east-1\ntwin:\n"
        "  types:\n    farm: {level: area}\n    tank: {measurements: {level: {}}}\n"
        f"  assets:\n{assets}",
        encoding="utf-8",
    )
    result = twin("check", str(file), "--json")
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert found["findings"] == []
    assert any("L-055D0253" in warning for warning in found["warnings"])
