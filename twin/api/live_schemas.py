"""The JSON messages of the live channel: one TypedDict per topic, keys as on the wire.

AppSync Events carries them as events of the channel of their topic, and GET /live/events as
`data:` of server-sent events whose `event:` is the topic: both are the same JSON. Each message has
an `id` that rises with the time of its publication (`twin.live.event_id`).
"""

from __future__ import annotations

from typing import Literal, NotRequired, TypedDict

from twin.api.schemas.alarms import AlarmBody
from twin.api.schemas.commands import CommandBody
from twin.api.schemas.signals import PointBody
from twin.api.schemas.simulation import RunBody
from twin.api.schemas.simulation_models import ModelActivatedDetail
from twin.api.schemas.simulation_studies import StudyBody
from twin.api.schemas.spatial_conversions import ConversionBody
from twin.api.schemas.spatial_uploads import UploadBody


class LiveValues(TypedDict):
    """Topic `values`: new values of one signal, oldest first, at most ten a second."""

    id: str
    alias: str
    points: list[PointBody]


class LiveAlarm(AlarmBody):
    """Topic `alarms`: an alarm as it is after a change."""

    id: str


class LiveCommand(CommandBody):
    """Topic `commands`: a request as it is after a step."""

    id: str


class LiveUpload(UploadBody):
    """Topic `assets`: an upload after a step; a published one has what it became."""

    id: str
    title: NotRequired[str]
    version: NotRequired[int]
    file_version: NotRequired[int]
    source_sha256: NotRequired[str]
    converter: NotRequired[str]
    published_at: NotRequired[float]


class LiveConversion(ConversionBody):
    """Topic `conversions`: a conversion after a step, or as far as its job says."""

    id: str


class LiveRun(RunBody):
    """Topic `runs`: a run in its new state."""

    id: str


class LiveStudy(StudyBody):
    """Topic `studies`: a study in its new state."""

    id: str


class LiveModel(ModelActivatedDetail):
    """Topic `models`: another deployment, or other parameters, are active."""

    id: str


class LiveReset(TypedDict):
    """Event `reset` of GET /live/events: not all that was missed can be told; load anew."""

    id: str
    reason: Literal["too_old", "too_much"]


class LiveCurrent(TypedDict):
    """Event `current` of GET /live/events, its last one: nothing is missing up to this id."""

    id: str


LiveMessage = (
    LiveValues
    | LiveAlarm
    | LiveCommand
    | LiveUpload
    | LiveConversion
    | LiveRun
    | LiveStudy
    | LiveModel
    | LiveReset
    | LiveCurrent
)
