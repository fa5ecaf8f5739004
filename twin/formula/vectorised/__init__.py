"""Transforms of many points at once, with numpy; the answers are those of single evaluations.

For tools of this repository: functions and edge components have no numpy.
"""

from __future__ import annotations

from twin.formula.vectorised.columns import Batch, Column, column
from twin.formula.vectorised.compilation import Transform, vectorised

__all__ = ["Batch", "Column", "Transform", "column", "vectorised"]
