"""Questions about the API itself.

TwinError
└── ProblemUnknown         no error of the API has this code
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class ProblemUnknown(TwinError):
    """No error of the API has this code."""

    code: ClassVar[str] = "PROBLEM_UNKNOWN"
    status: ClassVar[int] = 404
