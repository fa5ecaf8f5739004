"""Covariances and their factors (Golub and Van Loan, Matrix Computations, 4th ed. 2013, 6.5.4)."""

from __future__ import annotations

import numpy as np

from twin.calibration.window import Floats


def symmetric(matrix: Floats) -> Floats:
    """Return a covariance without the asymmetry of rounding."""
    return np.asarray((matrix + matrix.T) / 2, dtype=np.float64)


def cholesky(covariance: Floats) -> Floats:
    """Return the lower factor of a covariance.

    Raises:
        numpy.linalg.LinAlgError: it is not positive.
    """
    return np.asarray(np.linalg.cholesky(covariance), dtype=np.float64)


def square_root(covariance: Floats) -> Floats:
    """Return a root L of a covariance that may be singular: L Lᵀ is the covariance."""
    eigenvalues, vectors = np.linalg.eigh(symmetric(covariance))
    return np.asarray(vectors * np.sqrt(np.maximum(eigenvalues, 0)), dtype=np.float64)


def root_of_sum(*roots: Floats) -> Floats:
    """Return the lower factor [k, k] of the sum of L Lᵀ over roots [k, any], by one QR."""
    _, upper = np.linalg.qr(np.hstack(roots).T, mode="reduced")
    signs = np.where(np.diag(upper) < 0, -1.0, 1.0)
    return np.asarray((upper.T * signs), dtype=np.float64)


def rank_one_update(root: Floats, vector: Floats, weight: float) -> Floats:
    """Return the lower factor of L Lᵀ + weight · v vᵀ; a negative weight takes away.

    Raises:
        numpy.linalg.LinAlgError: what would be left is not positive.
    """
    sign = 1.0 if weight >= 0 else -1.0
    factor = root.copy()
    rest = vector * np.sqrt(abs(weight))
    for column in range(len(rest)):
        diagonal = factor[column, column]
        square = diagonal**2 + sign * rest[column] ** 2
        if not square > 0:
            raise np.linalg.LinAlgError("the downdated covariance is not positive")
        new = np.sqrt(square)
        cosine, sine = new / diagonal, rest[column] / diagonal
        factor[column, column] = new
        below = slice(column + 1, None)
        factor[below, column] = (factor[below, column] + sign * sine * rest[below]) / cosine
        rest[below] = cosine * rest[below] - sine * factor[below, column]
    return factor
