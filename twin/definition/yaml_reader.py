"""Read YAML with the line of every key, and find keys that are written twice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import yaml

from twin.definition.errors import DefinitionError, Finding

KeyPath = tuple[str | int, ...]
Yaml = dict[str, "Yaml"] | list["Yaml"] | str | int | float | bool | None


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


def dotted(path: KeyPath) -> str:
    """Return a key path as it is shown: `twin.assets.P-101.parent`, `position_metres[2]`."""
    text = ""
    for part in path:
        text += f"[{part}]" if isinstance(part, int) else f"{'.' if text else ''}{part}"
    return text


def read_yaml(path: Path) -> YamlFile:
    """Read one file.

    Raises:
        DefinitionError: it cannot be read, is not UTF-8 or is not YAML.
    """
    text = _read_text(path)
    loader = yaml.SafeLoader(text)
    try:
        node = loader.get_single_node()
        walker = _Walker(path, loader)
        content = walker.value(node, ()) if node is not None else None
    except yaml.MarkedYAMLError as error:
        raise DefinitionError(path, [_syntax_finding(path, error)]) from error
    except yaml.reader.ReaderError as error:
        raise DefinitionError(
            path,
            [_finding(path, 1, "", "not YAML", f"character {error.character!r}", "YAML 1.1 text")],
        ) from error
    finally:
        loader.dispose()
    return YamlFile(content=content, lines=walker.lines, findings=tuple(walker.findings))


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        finding = _finding(path, 0, "", "there is no such file", str(path), "a site file")
        raise DefinitionError(path, [finding]) from error
    except (OSError, UnicodeDecodeError) as error:
        finding = _finding(path, 0, "", "cannot be read", str(error), "a readable file in UTF-8")
        raise DefinitionError(path, [finding]) from error


class _Walker:
    """Turns YAML nodes into values; remembers where each key stands."""

    def __init__(self, file: Path, loader: yaml.SafeLoader) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.findings: list[Finding] = []
        self._file = file
        self._loader = loader
        self._open: list[yaml.Node] = []

    def value(self, node: yaml.Node, path: KeyPath) -> Yaml:
        if any(node is above for above in self._open):
            mark = node.start_mark
            raise yaml.composer.ComposerError(None, None, "an anchor contains itself", mark)
        self._open.append(node)
        try:
            return self._value(node, path)
        finally:
            self._open.pop()

    def _value(self, node: yaml.Node, path: KeyPath) -> Yaml:
        if isinstance(node, yaml.MappingNode):
            self._loader.flatten_mapping(node)
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        scalar: Yaml = self._loader.construct_object(node, deep=True)
        # A date in a site file is text: nothing in it is a point in time.
        return scalar if isinstance(scalar, str | int | float | bool | None) else str(node.value)

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> Yaml:
        content: dict[str, Yaml] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            child = (*path, key)
            line = key_node.start_mark.line + 1
            if key in content:
                self.findings.append(self._duplicate(child, line))
                continue
            self.lines[child] = line
            content[key] = self.value(value_node, child)
        return content

    def _duplicate(self, path: KeyPath, line: int) -> Finding:
        first = self.lines[path]
        return _finding(
            self._file,
            line,
            dotted(path),
            "the key is written twice",
            f"lines {first} and {line}",
            "every key and every id once",
            code="DUPLICATE_KEY",
        )


def _syntax_finding(path: Path, error: yaml.MarkedYAMLError) -> Finding:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark else 0
    found = f"{error.problem or 'an error'} at column {mark.column + 1 if mark else 0}"
    return _finding(path, line, "", "the YAML cannot be read", found, "YAML 1.1")


def _finding(
    path: Path,
    line: int,
    key: str,
    message: str,
    found: str,
    expected: str,
    *,
    code: str = "YAML_INVALID",
) -> Finding:
    return Finding(code, str(path), line, key, message, found, expected)
