"""Turn YAML nodes into values, with the line of every key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

from twin.definition.errors import Finding
from twin.definition.key_path import KeyPath, dotted

Yaml = dict[str, "Yaml"] | list["Yaml"] | str | int | float | bool | None

MOST_VALUES = 200_000
"""Values of a site file once aliases are written out: a few lines of aliases can mean billions."""
DEEPEST = 50
_MERGE = "tag:yaml.org,2002:merge"
_Entries = list[tuple[yaml.Node, yaml.Node]]


class Walker:
    """Turns YAML nodes into values; remembers where each key stands.

    `lines` and `findings` are complete once `value` has returned for the root.
    """

    def __init__(self, file: Path, loader: yaml.SafeLoader) -> None:
        self.lines: dict[KeyPath, int] = {}
        self.findings: list[Finding] = []
        self._file = file
        self._loader = loader
        self._open: list[yaml.Node] = []
        self._values = 0

    def value(self, node: yaml.Node, path: KeyPath) -> Yaml:
        """Return the value of a node.

        Raises:
            yaml.MarkedYAMLError: it has no finite, plain value.
        """
        with self._inside(node):
            return self._value(node, path)

    @contextmanager
    def _inside(self, node: yaml.Node) -> Iterator[None]:
        self._values += 1
        if any(node is above for above in self._open):
            raise _refused(node, "an anchor contains itself")
        if self._values > MOST_VALUES:
            raise _refused(node, f"aliases make more than {MOST_VALUES} values")
        if len(self._open) > DEEPEST:
            raise _refused(node, f"more than {DEEPEST} levels")
        self._open.append(node)
        try:
            yield
        finally:
            self._open.pop()

    def _value(self, node: yaml.Node, path: KeyPath) -> Yaml:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*path, index)) for index, item in enumerate(node.value)]
        return self._scalar(node)

    def _scalar(self, node: yaml.Node) -> Yaml:
        try:
            scalar: Yaml = self._loader.construct_object(node, deep=True)
        except (ValueError, OverflowError) as error:
            raise _refused(node, f"this is no value: {node.value!r}") from error
        # A date in a site file is text: nothing in it is a point in time. YAML 1.1 reads 18:00:00
        # as a number to the base of 60, where a time of day is meant.
        if ":" in str(node.value):
            return str(node.value)
        return scalar if isinstance(scalar, str | int | float | bool | None) else str(node.value)

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> Yaml:
        content: dict[str, Yaml] = {}
        merged, own = self._entries(node)
        for key_node, value_node in own:
            key = _key(key_node)
            child = (*path, key)
            line = key_node.start_mark.line + 1
            if key in content:
                self.findings.append(self._duplicate(child, line))
                continue
            self.lines[child] = line
            content[key] = self.value(value_node, child)
        for key_node, value_node in merged:
            child = (*path, _key(key_node))
            if child[-1] not in content:
                self.lines[child] = key_node.start_mark.line + 1
                content[_key(key_node)] = self.value(value_node, child)
        return content

    def _entries(self, node: yaml.MappingNode) -> tuple[_Entries, _Entries]:
        """Return what `<<` brings, first come first served, and the keys of the mapping itself."""
        own = [entry for entry in node.value if entry[0].tag != _MERGE]
        merged: _Entries = []
        for _, source in (entry for entry in node.value if entry[0].tag == _MERGE):
            for one in source.value if isinstance(source, yaml.SequenceNode) else [source]:
                if not isinstance(one, yaml.MappingNode):
                    raise _refused(one, "<< takes a mapping")
                with self._inside(one):
                    below, beside = self._entries(one)
                merged += [*beside, *below]
        return merged, own

    def _duplicate(self, path: KeyPath, line: int) -> Finding:
        first = self.lines[path]
        return yaml_finding(
            self._file,
            line,
            dotted(path),
            "the key is written twice",
            f"lines {first} and {line}",
            "every key and every id once",
            code="DUPLICATE_KEY",
        )


def _key(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _refused(node, "a list or mapping stands where a key must be")
    return str(node.value)


def _refused(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.composer.ComposerError(None, None, problem, node.start_mark)


def yaml_finding(
    path: Path,
    line: int,
    key: str,
    message: str,
    found: str,
    expected: str,
    *,
    code: str = "YAML_INVALID",
) -> Finding:
    """Return a mistake of the YAML, before anything is said about the site."""
    return Finding(code, str(path), line, key, message, found, expected)
