"""Read YAML with the line of every key, and find keys that are written twice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from twin.definition.errors import DefinitionError, Finding
from twin.definition.key_path import KeyPath
from twin.definition.yaml_walker import DEEPEST, Walker, Yaml, yaml_finding

LARGEST_FILE = 2_000_000
"""Bytes of a site file; thousands of assets need less."""


LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml where PyYAML was built with it: ten times as fast."""


@dataclass(frozen=True)
class YamlFile:
    """The content of a file, the line of each key path, and what is wrong with the YAML."""

    content: Yaml
    lines: dict[KeyPath, int]
    findings: tuple[Finding, ...]

    def line_of(self, path: KeyPath) -> int:
        """Return the line of a key, or of the nearest key above it that the file has."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read_yaml(path: Path) -> YamlFile:
    """Read one file.

    Raises:
        DefinitionError: it cannot be read, is not UTF-8 or is not YAML.
    """
    text = _read_text(path)
    try:
        return _parse(text, path)
    except yaml.MarkedYAMLError as error:
        if "nesting depth" in str(error.problem):
            raise _too_deep(path) from error
        raise DefinitionError(path, [_syntax_finding(path, error)]) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        found = f"character U+{error.character:04X}"
        raise _refused(path, line, "this is no text", found, "printable characters") from error
    except RecursionError as error:
        raise _too_deep(path) from error


def _too_deep(path: Path) -> DefinitionError:
    found, expected = "hundreds of levels", f"at most {DEEPEST} levels"
    return _refused(path, 1, "nested too deeply", found, expected)


def _parse(text: str, path: Path) -> YamlFile:
    loader = LOADER(text)
    try:
        node = loader.get_single_node()
        walker = Walker(path, loader)
        content = walker.value(node, ()) if node is not None else None
    finally:
        loader.dispose()
    return YamlFile(content=content, lines=walker.lines, findings=tuple(walker.findings))


def _read_text(path: Path) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            expected = f"at most {LARGEST_FILE} bytes"
            raise _refused(path, 0, "the file is too large", f"{size} bytes", expected)
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        raise _refused(path, 0, "there is no such file", str(path), "a site file") from error
    except (OSError, UnicodeDecodeError) as error:
        expected = "a readable file in UTF-8"
        raise _refused(path, 0, "cannot be read", str(error), expected) from error


def _refused(path: Path, line: int, message: str, found: str, expected: str) -> DefinitionError:
    return DefinitionError(path, [yaml_finding(path, line, "", message, found, expected)])


def _syntax_finding(path: Path, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    found = f"{error.problem or 'an error'} at column {mark.column + 1 if mark else 0}"
    return yaml_finding(path, line, "", "the YAML cannot be read", found, "YAML 1.1")
