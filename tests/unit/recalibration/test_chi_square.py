"""The χ² quantile of functions against SciPy's."""

from __future__ import annotations

import pytest
from scipy.stats import chi2

from twin.recalibration.chi_square import probability, quantile


@pytest.mark.parametrize("degrees", [1, 2, 3, 7, 24, 120, 1000])
@pytest.mark.parametrize("confidence", [0.001, 0.5, 0.9, 0.99, 0.9999])
def test_quantile_is_that_of_scipy(confidence: float, degrees: int) -> None:
    assert quantile(confidence, degrees) == pytest.approx(chi2.ppf(confidence, degrees), rel=1e-9)


@pytest.mark.parametrize("value", [0.0, 1e-6, 0.3, 2.0, 30.0, 400.0])
def test_probability_is_that_of_scipy(value: float) -> None:
    for degrees in (1, 5, 60):
        found = probability(value, degrees)
        assert found == pytest.approx(chi2.cdf(value, degrees), rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("confidence", "degrees"), [(0.0, 1), (1.0, 1), (0.9, 0)])
def test_what_has_no_quantile_is_refused(confidence: float, degrees: float) -> None:
    with pytest.raises(ValueError, match="no quantile"):
        quantile(confidence, degrees)
