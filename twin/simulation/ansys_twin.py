"""What a `.twin` of Ansys Twin Builder says before anything is scheduled.

It is a ZIP with `TwinDescription.xml`, `binaries/<platform>/` and one folder per sub-model. Exports
of before 2023 R1 SP1 take a licence of `twin_builder_deployer`. Later ones run without a server
where they were exported without a licence and take `twin_runtime` where not, which only the
runtime's answer tells: `licence_error` reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from xml.etree import ElementTree

from twin.simulation.manifest import LicenceClass
from twin.simulation.model_errors import DescriptionInvalid, LicenseUnavailable
from twin.simulation.model_file import ModelFile
from twin.simulation.variables import Causality, ModelVariable
from twin.simulation.xml_text import parse_xml

DESCRIPTION = "TwinDescription.xml"
LARGEST_DESCRIPTION = 16 * 1024**2
CAUSALITIES: dict[str, Causality] = {
    "input": "input",
    "output": "output",
    "parameter": "parameter",
}
FIRST_UNLICENSED_RELEASE = (2023, 1, 1)
RELEASE = re.compile(r"(20\d\d)\s*R([12])(?:\s*SP\s*(\d+))?", re.IGNORECASE)
FLEXNET = re.compile(
    r"FlexNet|FNP|licen[cs]e (?:server|count|checkout)|Insufficient .*licen[cs]e", re.IGNORECASE
)


@dataclass(frozen=True)
class TwinInspection:
    """Variables, platforms and the licence class of a `.twin`."""

    variables: tuple[ModelVariable, ...]
    platforms: tuple[str, ...]
    tool: str
    licence_class: LicenceClass


def inspect_twin(file: ModelFile) -> TwinInspection:
    """Read the description of a `.twin`.

    Raises:
        DescriptionInvalid: it is missing, damaged or declares nothing.
    """
    content = file.member(DESCRIPTION, largest_bytes=LARGEST_DESCRIPTION)
    root = parse_xml(content, where=DESCRIPTION)
    variables = tuple(_variables(root))
    if not variables:
        raise DescriptionInvalid("the twin declares no variable", where=DESCRIPTION)
    platforms = {
        PurePosixPath(name).parts[1]
        for name in file.member_names
        if name.startswith("binaries/") and len(PurePosixPath(name).parts) > 2
    }
    tool = " ".join(value for value in root.attrib.values() if RELEASE.search(value))
    return TwinInspection(variables, tuple(sorted(platforms)), tool, _licence_class(tool))


def licence_error(text: str) -> LicenseUnavailable | None:
    """Return the typed error of what the Twin Runtime said, or None where it is not of licences."""
    if FLEXNET.search(text) is None:
        return None
    return LicenseUnavailable(
        "the licence of the twin is not to be had",
        found=text.strip()[:300],
        expected="a free licence at the server in ANSYSLMD_LICENSE_FILE, or an unlicensed export",
    )


def _variables(root: ElementTree.Element) -> Iterator[ModelVariable]:
    for element in root.iter():
        name, causality = element.get("name"), CAUSALITIES.get(element.get("causality", ""))
        if name and causality is not None:
            yield ModelVariable(
                name,
                causality,
                unit=element.get("unit", ""),
                minimum=_number(element.get("min")),
                maximum=_number(element.get("max")),
                start=_number(element.get("start")),
                description=element.get("description", ""),
            )


def _licence_class(tool: str) -> LicenceClass:
    """Return what the release alone decides; whether a later export is licensed, a run tells."""
    release = RELEASE.search(tool)
    if release is None:
        return "unknown"
    year, half, pack = (int(part or 0) for part in release.groups())
    return "twin_builder_deployer" if (year, half, pack) < FIRST_UNLICENSED_RELEASE else "unknown"


def _number(text: str | None) -> float | None:
    try:
        return None if text is None else float(text)
    except ValueError:
        return None
