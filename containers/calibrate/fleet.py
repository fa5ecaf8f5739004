"""The prior of the fleet: what was estimated for other assets of the type."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from twin.calibration.errors import WindowTooShort
from twin.calibration.fleet_prior import fleet_prior
from twin.calibration.parameter_set import ParameterSet, read_parameter_set
from twin.calibration.parameters import ParameterSpace
from twin.calibration.window import Floats
from twin.site_calibration import ModelCalibration


@dataclass(frozen=True)
class Fleet:
    """Estimates [k] with covariances [k, k] of other assets, on the estimation scale."""

    estimates: tuple[Floats, ...] = ()
    covariances: tuple[Floats, ...] = ()

    def space(self, space: ParameterSpace) -> tuple[ParameterSpace, int]:
        """Return the parameters with the fleet's prior, and of how many assets that is.

        A fleet that is too small for a prior changes nothing.
        """
        try:
            prior = fleet_prior(self.estimates, self.covariances)
        except WindowTooShort:
            return space, 0
        return prior.space(space), prior.assets


def read_fleet(sets: Sequence[tuple[str, str]], settings: ModelCalibration) -> Fleet:
    """Return the estimates of parameter sets, each a text with its version.

    Sets that lack a parameter, or have it on another scale, say nothing here.

    Raises:
        ParameterSetInvalid: a set is not what its version says.
    """
    if not settings.learns_from_fleet:
        return Fleet()
    read = [read_parameter_set(text, version) for text, version in sets]
    found = [entry for entry in (_estimate(one, settings) for one in read) if entry is not None]
    return Fleet(tuple(point for point, _ in found), tuple(spread for _, spread in found))


def _estimate(one: ParameterSet, settings: ModelCalibration) -> tuple[Floats, Floats] | None:
    places = {entry.name: index for index, entry in enumerate(one.parameters)}
    wanted = [(item.name, item.is_log_scale) for item in settings.parameters]
    if any(name not in places for name, _ in wanted):
        return None
    entries = [one.parameters[places[name]] for name, _ in wanted]
    if any(entry.is_log_scale != log for entry, (_, log) in zip(entries, wanted, strict=True)):
        return None
    values = np.array([entry.value for entry in entries])
    logs = np.array([log for _, log in wanted])
    rows = [places[name] for name, _ in wanted]
    covariance = np.array(one.covariance)[np.ix_(rows, rows)]
    return np.where(logs, np.log(np.where(logs, values, 1.0)), values), covariance
