"""IGES files that somebody means harm with, made from the lines of a good one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

COLUMNS = 72


def section(lines: Iterable[str], name: str) -> list[str]:
    return [line for line in lines if line[COLUMNS] == name]


def counted(lines: Iterable[str]) -> str:
    """Return a file whose last line says what there is."""
    kept = [line for line in lines if line[COLUMNS] != "T"]
    counts = "".join(f"{name}{len(section(kept, name)):7}" for name in "SGDP")
    return "\n".join([*kept, f"{counts:<72}T{1:7}", ""])


def changed(text: str, name: str, pattern: str, replacement: str) -> str:
    """Replace what fits in the data columns of a section, whose lines keep their length."""

    def line(old: str) -> str:
        if len(old) <= COLUMNS or old[COLUMNS] != name:
            return old
        width = 64 if name == "P" else COLUMNS
        return f"{re.sub(pattern, replacement, old[:width])[:width]:<{width}}{old[width:]}"

    new = "\n".join(map(line, text.split("\n")))
    assert new != text, pattern
    return new


def without(text: str, name: str, share: float) -> list[str]:
    """Return the lines, but for a share of one section."""
    lines = text.splitlines()
    gone = set(section(lines, name)[int(len(section(lines, name)) * share) :])
    return [line for line in lines if line not in gone]


def external(text: str) -> str:
    """Turn the first face into a reference to another file."""
    return changed(text, "D", r"^     144", "     416")


IGES: dict[str, Callable[[str], str]] = {
    "empty": lambda text: "",
    "a letter": lambda text: "Dear all, the secret is 42",
    "start only": lambda text: text[:81],
    "no end": lambda text: "\n".join(without(text, "T", 0)),
    "half": lambda text: text[: len(text) // 2],
    "half of the directory": lambda text: "\n".join(without(text, "D", 0.5)),
    "half of the directory, counted": lambda text: counted(without(text, "D", 0.5)),
    "half of the parameters": lambda text: "\n".join(without(text, "P", 0.5)),
    "half of the parameters, counted": lambda text: counted(without(text, "P", 0.5)),
    "no parameters, counted": lambda text: counted(without(text, "P", 0)),
    "no directory, counted": lambda text: counted(without(text, "D", 0)),
    "no global section, counted": lambda text: counted(without(text, "G", 0)),
    "lines without columns": lambda text: re.sub(r" {2,}", " ", text),
    "one endless line": lambda text: text.replace("\n", ""),
    "far pointers": lambda text: changed(text, "P", r"^(144|142|402),\d+", r"\g<1>,9999999"),
    "pointers at themselves": lambda text: changed(text, "P", r"^(144),.*", r"\g<1>,1,1,0,1;"),
    "negative pointers": lambda text: changed(text, "P", r"^(144),", r"\g<1>,-7,-7,-7,-7;"),
    "long text": lambda text: changed(text, "P", r"^(144),", r"\g<1>,99999999HA,"),
    "parameters far away": lambda text: changed(text, "D", r"^(\s+\d+)\s+\d+", r"\g<1> 9999999"),
    "unknown types": lambda text: changed(text, "D", r"^(     )\d\d\d", r"\g<1>599"),
    "references to other files": external,
    "zeros": lambda text: "\0" * len(text),
    "letters in counts": lambda text: text.replace("G  ", "G xx"),
}
"""By what is wrong with them."""
