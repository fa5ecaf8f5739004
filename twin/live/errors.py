"""Why a question to the live channel is refused.

LiveError
└── BadEventId    the last event id is none of this channel
"""

from __future__ import annotations

from typing import ClassVar

from twin.errors import TwinError


class LiveError(TwinError):
    """A question to the live channel is wrong."""

    code: ClassVar[str] = "LIVE_ERROR"


class BadEventId(LiveError):
    """The last event id is none that the live channel gave."""

    code: ClassVar[str] = "BAD_EVENT_ID"
