"""Compose a stage of what was checked before, at the first moment that it shows."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from pxr import Gf, Tf, Usd, UsdGeom, UsdSkel

from conversion_runtime.errors import SourceDamaged, SourceUnreadable
from conversion_runtime.order import Facts
from convert_usd.composition_size import CompositionSize
from convert_usd.layers import missing_assets, root_layer
from convert_usd.source import Source
from glb_runtime.model import Array

Z_UP = ((1, 0, 0), (0, 0, 1), (0, -1, 0))


@dataclass(frozen=True)
class Stage:
    """An open stage, the moment at which it is read, and what it says of itself."""

    usd: Usd.Stage
    source: Source
    time: Usd.TimeCode
    missing_assets: int

    @property
    def frame(self) -> Array:
        """Return the matrix (4, 4) from the stage's coordinates to metres with Y up.

        Raises:
            SourceDamaged: its unit is no length.
        """
        unit = UsdGeom.GetStageMetersPerUnit(self.usd)
        if not (math.isfinite(unit) and unit > 0):
            raise SourceDamaged("the unit of the stage is no length", found=f"{unit} m")
        matrix = np.eye(4)
        turn = Z_UP if UsdGeom.GetStageUpAxis(self.usd) == UsdGeom.Tokens.z else np.eye(3)
        matrix[:3, :3] = np.array(turn, float) * unit
        return matrix

    @property
    def facts(self) -> Facts:
        """Return what a user may want to know of the frame and of what is not in the file."""
        stated = UsdGeom.StageHasAuthoredMetersPerUnit(self.usd)
        facts: dict[str, float | int | str] = {
            "metres_per_unit": UsdGeom.GetStageMetersPerUnit(self.usd),
            "up_axis": str(UsdGeom.GetStageUpAxis(self.usd)).lower(),
            "frame_source": "file" if stated else "assumed",
        }
        if self.missing_assets:
            facts["missing_assets"] = self.missing_assets
        return facts


def open_stage(source: Source) -> Stage:
    """Open a stage whose every layer is known, small enough and inside the file.

    Raises:
        SourceUnreadable: it cannot be composed.
        SourceDamaged: a reference leads nowhere, or in a circle.
        ConversionError: what `CompositionSize` and `missing_assets` raise.
    """
    root = root_layer(source)
    CompositionSize(source).check(root)
    missing = missing_assets(source, root)
    try:
        stage = Usd.Stage.Open(root, Usd.Stage.LoadAll)
    except Tf.ErrorException as error:
        raise SourceUnreadable("the stage cannot be composed") from error
    faults = stage.GetCompositionErrors()
    if faults:
        raise SourceDamaged(
            "references of the file lead nowhere", found=f"{len(faults)} faults", expected="none"
        )
    time = _first_time(stage)
    _bake_skins(stage, time)
    return Stage(stage, source, time, missing)


def _first_time(stage: Usd.Stage) -> Usd.TimeCode:
    if stage.HasAuthoredTimeCodeRange() and math.isfinite(stage.GetStartTimeCode()):
        return Usd.TimeCode(stage.GetStartTimeCode())
    return Usd.TimeCode.EarliestTime()


def _bake_skins(stage: Usd.Stage, time: Usd.TimeCode) -> None:
    """Put the vertices of skinned meshes where their skeletons hold them at one moment."""
    stage.SetEditTarget(stage.GetSessionLayer())
    moment = 0.0 if time.IsEarliestTime() else time.GetValue()
    UsdSkel.BakeSkinning(stage.Traverse(), Gf.Interval(moment, moment))
