"""The 3D scene: GET /scene."""

from __future__ import annotations

from typing import TypedDict


class SceneNode(TypedDict):
    """One node of a model's assembly tree; `name` is the node's name in the GLB."""

    name: str
    title: str
    children: list[SceneNode]


class SceneModelBody(TypedDict):
    """One published model in the scene; metres and Euler XYZ radians, Y-up.

    `url` is a short-lived address of the GLB. A model of the site that is not published yet has
    neither `url` nor `url_expires_at` (null) and an empty `tree`.
    """

    asset_key: str
    title: str
    url: str | None
    url_expires_at: float | None
    size_bytes: int
    position_metres: list[float]
    rotation_radians: list[float]
    tree: list[SceneNode]


class SceneBody(TypedDict):
    """The whole scene: the models of the site definition first, other published assets after."""

    site: str
    models: list[SceneModelBody]
