"""A run's result in the light of what became of past predictions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from twin.simulation.run import Run
from twin.simulation.run_output import RunOutput
from twin.simulation.trust.tally import OutputTally, RawInterval
from twin.simulation.trust.validity import Validity, reasons_of_past
from twin.site_document import SimulationModel, SiteDocument

Bounds = Mapping[str, Mapping[str, float]]
"""Value, lower and upper bound of each output, as the job writes them."""


@dataclass(frozen=True)
class Judging:
    """Judges the outputs of one run of a model; `tallies` are those of its outputs before it."""

    run: Run
    model: SimulationModel
    site: SiteDocument
    tallies: Mapping[str, OutputTally]

    @property
    def validity(self) -> Validity:
        """Return whether the run's result may be relied on."""
        return Validity.of((*self.run.input_reasons, *reasons_of_past(self.tallies)))

    def outputs(self, bounds: Bounds, *, with_measured: bool = True) -> dict[str, RunOutput]:
        """Return what is published of the outputs of a case."""
        units = {
            one.variable: self.site.signal_by_alias[one.measured].unit
            for one in self.model.predictions
        }
        return {
            name: RunOutput.of(
                RawInterval(**raw),
                self.tallies[name],
                unit=units[name],
                measured=self.run.measured.get(name) if with_measured else None,
            )
            for name, raw in bounds.items()
        }

    def observed(self, bounds: Bounds) -> dict[str, OutputTally]:
        """Return the tallies that the run changes.

        A prediction is of the time of its inputs, so that what was measured then judges it at once.
        """
        if self.run.kind != "prediction":
            return {}
        return {
            name: self.tallies[name].observed(RawInterval(**raw), self.run.measured[name])
            for name, raw in bounds.items()
            if name in self.run.measured
        }
