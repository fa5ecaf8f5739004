"""What can be told of a `.twin` of Ansys Twin Builder before anything is scheduled.

It is a ZIP with `TwinDescription.xml`, which is encrypted whatever its name says,
`binaries/<platform>/` and one folder per sub-model. Variables, the release, the libraries it needs
and whether it takes a licence (exports of 2022 R2 do, and those that were made so) only the Twin
Runtime tells: the image of its kind asks it, and `licence_error` reads its answer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from twin.simulation.model_errors import DescriptionInvalid, LicenseUnavailable
from twin.simulation.model_file import ModelFile

DESCRIPTION = "TwinDescription.xml"
LARGEST_DESCRIPTION = 16 * 1024**2
MARK = b"TwinBuilder"
"""In the first line of every description, before what is encrypted."""

FLEXNET = re.compile(
    r"FlexNet|FNP|licen[cs]e (?:server|count|checkout)|Insufficient .*licen[cs]e", re.IGNORECASE
)
LONGEST_TEXT = 300


@dataclass(frozen=True)
class TwinInspection:
    """The platforms of a `.twin`, such as `linux64`, sorted."""

    platforms: tuple[str, ...]


def inspect_twin(file: ModelFile) -> TwinInspection:
    """Look at a `.twin` from outside.

    Raises:
        DescriptionInvalid: its description is missing, damaged, or not of Twin Builder.
    """
    content = file.member(DESCRIPTION, largest_bytes=LARGEST_DESCRIPTION)
    if MARK not in content[:512]:
        raise DescriptionInvalid(
            "the description is not of Twin Builder",
            found=f"it begins with {content[:24]!r}",
            expected="a twin as Twin Builder exports it",
            where=DESCRIPTION,
        )
    platforms = {
        PurePosixPath(name).parts[1]
        for name in file.member_names
        if name.startswith("binaries/") and len(PurePosixPath(name).parts) > 2
    }
    return TwinInspection(tuple(sorted(platforms)))


def licence_error(text: str) -> LicenseUnavailable | None:
    """Return the typed error of what the Twin Runtime said, or None where it is not of licences."""
    if FLEXNET.search(text) is None:
        return None
    return LicenseUnavailable(
        "the licence of the twin is not to be had",
        found=" ".join(text.split())[:LONGEST_TEXT],
        expected="a free licence at the server in ANSYSLMD_LICENSE_FILE, or an unlicensed export",
    )
