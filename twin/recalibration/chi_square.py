"""Quantiles of the χ² distribution without numpy, for functions.

P(a, x), the regularised incomplete gamma function, by its series and its continued fraction.
Source: Abramowitz and Stegun, 6.5.29 and 6.5.31; the fraction by Lentz's method.
"""

from __future__ import annotations

import math

PRECISION = 1e-14
MOST_TERMS = 10_000
TINY = 1e-300


def probability(value: float, degrees: float) -> float:
    """Return the probability that a χ² variable of these degrees of freedom is at most `value`."""
    if value <= 0:
        return 0.0
    shape, point = degrees / 2, value / 2
    scale = math.exp(shape * math.log(point) - point - math.lgamma(shape))
    if point < shape + 1:
        return min(1.0, scale * _series(shape, point))
    return max(0.0, 1 - scale * _fraction(shape, point))


def quantile(confidence: float, degrees: float) -> float:
    """Return the value that a χ² variable exceeds with a probability of 1 - `confidence`.

    Raises:
        ValueError: the confidence is not between 0 and 1, or the degrees are not positive.
    """
    if not 0 < confidence < 1 or not degrees > 0:
        raise ValueError(f"no quantile of {confidence} with {degrees} degrees of freedom")
    low, high = 0.0, degrees + 10.0
    while probability(high, degrees) < confidence:
        high *= 2
    while high - low > 1e-12 * high:
        middle = (low + high) / 2
        if middle in (low, high):
            break
        if probability(middle, degrees) < confidence:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _series(shape: float, point: float) -> float:
    term = total = 1 / shape
    for count in range(1, MOST_TERMS):
        term *= point / (shape + count)
        total += term
        if term < total * PRECISION:
            break
    return total


def _fraction(shape: float, point: float) -> float:
    base = point + 1 - shape
    numerator, denominator = 1 / TINY, 1 / base
    result = denominator
    for count in range(1, MOST_TERMS):
        factor = -count * (count - shape)
        base += 2
        denominator = 1 / _not_zero(factor * denominator + base)
        numerator = _not_zero(base + factor / numerator)
        step = denominator * numerator
        result *= step
        if abs(step - 1) < PRECISION:
            break
    return result


def _not_zero(value: float) -> float:
    return value if abs(value) > TINY else TINY
