"""What is wrong with the YAML itself is a finding with its line, never a traceback or a hang."""

from __future__ import annotations

from pathlib import Path

import pytest

from twin.definition import Finding, check_site, load_site

HEAD = 'name: plant\naccount: "111111111111"\nregion: eu-central-1\n'


def check(folder: Path, text: str | bytes) -> tuple[Finding, ...]:
    path = folder / "site.yaml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return check_site(path)


def test_a_key_written_twice_is_told_with_both_lines(tmp_path: Path) -> None:
    (finding,) = check(tmp_path, f"{HEAD}title: one\ntitle: two\n")
    assert (finding.code, finding.key, finding.line) == ("DUPLICATE_KEY", "title", 5)
    assert finding.found == "lines 4 and 5"


def test_an_asset_id_written_twice_is_a_key_written_twice(tmp_path: Path) -> None:
    text = f"{HEAD}twin:\n  types: {{tank: {{}}}}\n  assets:\n"
    text += "    T-1: {type: tank}\n    T-1: {type: tank}\n"
    (finding,) = check(tmp_path, text)
    assert (finding.code, finding.key) == ("DUPLICATE_KEY", "twin.assets.T-1")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{HEAD}twin:\n\ttypes: {{}}\n", "cannot start any token"),
        (f"{HEAD}title: [one\n", "expected ',' or ']'"),
        (f"{HEAD}title: *nobody\n", "undefined alias"),
        (f"{HEAD}title: !!python/object:os.system x\n", "could not determine a constructor"),
        (f"{HEAD}---\n{HEAD}", "but found another document"),
        (f"{HEAD}? [a, b]\n: 1\n", "a list or mapping stands where a key must be"),
        (f"{HEAD}title: !!int ten\n", "this is no value: 'ten'"),
        (f"{HEAD}title: 2026-13-45\n", "this is no value: '2026-13-45'"),
        (f"{HEAD}twin: &twin\n  types: *twin\n", "an anchor contains itself"),
        (f"{HEAD}<<: 5\n", "<< takes a mapping"),
    ],
)
def test_broken_yaml_is_told_with_its_place(tmp_path: Path, text: str, found: str) -> None:
    (finding,) = check(tmp_path, text)
    assert finding.code == "YAML_INVALID"
    assert found in finding.found
    assert finding.line >= 4


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"name: pl\xffant\n", "invalid start byte"),
        (b"name: plant\x00\n", "character U+0000"),
        (b"x" * 2_000_001, "2000001 bytes"),
    ],
)
def test_what_is_no_text_is_refused(tmp_path: Path, content: bytes, found: str) -> None:
    (finding,) = check(tmp_path, content)
    assert finding.code == "YAML_INVALID"
    assert found in finding.found


@pytest.mark.parametrize(
    "text", ["", "# nothing\n", "null\n", "- name: plant\n", "plant\n", "42\n"]
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str) -> None:
    (finding,) = check(tmp_path, text)
    assert (finding.code, finding.key) == ("WRONG_TYPE", "")
    assert finding.expected == "a mapping of keys"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    (missing,) = check_site(tmp_path / "none.yaml")
    assert missing.message == "there is no such file"
    (folder,) = check_site(tmp_path)
    assert folder.message == "cannot be read"


@pytest.mark.parametrize(
    "line", ["{name}: &{name} [{nine}]\n", "{name}: &{name} {{<<: [{nine}]}}\n"]
)
def test_aliases_that_mean_billions_of_values_are_refused(tmp_path: Path, line: str) -> None:
    text = HEAD + "a: &a {x: 1}\n"
    for name, before in zip("bcdefghij", "abcdefghi", strict=True):
        text += line.format(name=name, nine=", ".join([f"*{before}"] * 9))
    (finding,) = check(tmp_path, text)
    assert finding.found.startswith("aliases make more than 200000 values")


@pytest.mark.parametrize("levels", [60, 5_000])
def test_lists_in_lists_without_end_are_refused(tmp_path: Path, levels: int) -> None:
    (finding,) = check(tmp_path, f"{HEAD}title: {'[' * levels}{']' * levels}\n")
    assert finding.code == "YAML_INVALID"
    assert "levels" in finding.found


def test_a_merged_mapping_gives_what_the_mapping_itself_does_not_state(tmp_path: Path) -> None:
    path = tmp_path / "site.yaml"
    path.write_text(
        f"{HEAD}twin:\n  types:\n    tank:\n      measurements:\n"
        "        level: &level {unit: m, range: [0, 4], dead_band: 0.1}\n"
        "        depth: {<<: *level, dead_band: 0.2}\n"
        "        width: {<<: [{unit: bar}, *level]}\n",
        encoding="utf-8",
    )
    measurements = load_site(path).twin.types["tank"].measurements
    assert (measurements["depth"].unit, measurements["depth"].dead_band) == ("m", 0.2)
    assert (measurements["width"].unit, measurements["width"].dead_band) == ("bar", 0.1)


def test_every_mistake_of_a_file_is_told_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = f"{HEAD}titel: x\ntwin:\n  types:\n    tank:\n      measurements:\n"
    text += "        level: {unit: mm², range: [4, 0]}\n        depth: {unit: feed}\n"
    text += "      alarms:\n        low: {signal: levl, comparison: '<'}\n"
    text += "  assets:\n    T-1: {type: tnk}\n    T-2: {type: tank, parent: T-3}\n"
    found = [(one.code, one.key.rpartition(".")[2], one.line) for one in check(tmp_path, text)]
    assert found == [
        ("UNKNOWN_KEY", "titel", 4),
        ("BAD_RANGE", "range", 9),
        ("UNIT_UNKNOWN", "unit", 10),
        ("MISSING_KEY", "threshold", 12),
        ("DANGLING_REFERENCE", "type", 14),
        ("DANGLING_REFERENCE", "parent", 15),
    ]
