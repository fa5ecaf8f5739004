"""What the reader of a format returns."""

from __future__ import annotations

from dataclasses import dataclass, field

from conversion_runtime.order import Facts
from convert_mesh.frame import Frame
from glb_runtime.model import Node


@dataclass(frozen=True)
class SourceScene:
    """A scene in the frame of its file, and what else there is to say of it."""

    roots: tuple[Node, ...]
    frame: Frame
    facts: Facts = field(default_factory=dict)
