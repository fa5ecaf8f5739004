"""The 3D scene: GET /scene."""

from __future__ import annotations

from typing import Annotated, TypedDict

from twin.api.schemas.constraints import Items


class SceneNode(TypedDict):
    """One node of a model's assembly tree; `name` is the node's name in the GLB."""

    name: str
    title: str
    children: list[SceneNode]


class SceneLevelBody(TypedDict):
    """A coarser GLB of the same scene, with the same names of nodes, to be shown first."""

    url: str
    size_bytes: int
    triangles: int


class SceneModelBody(TypedDict):
    """One published model in the scene; metres and Euler XYZ radians, Y-up.

    `url` is a short-lived address of the GLB that was made from the file at `path`; `levels` are
    coarser ones of a large model, the coarsest first, with addresses that live as long. A model of
    the site that is not published yet has none of them (null) and an empty `tree`.
    """

    database_id: str
    asset_key: str
    path: str | None
    title: str
    url: str | None
    url_expires_at: float | None
    size_bytes: int
    levels: list[SceneLevelBody]
    position_metres: Annotated[list[float], Items(3, 3)]
    rotation_radians: Annotated[list[float], Items(3, 3)]
    tree: list[SceneNode]


class SceneBody(TypedDict):
    """The whole scene: the models of the site definition first, other published assets after."""

    site: str
    models: list[SceneModelBody]
