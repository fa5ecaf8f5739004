"""How much of a stage is converted; what is larger is refused before it is composed."""

from __future__ import annotations

MAXIMUM_PRIMS = 250_000
"""As many as a scene has nodes at most; OpenUSD takes a few kilobytes for each."""

MAXIMUM_DEPTH = 200
"""Levels of prims and references inside one another."""

MAXIMUM_MEMBERS = 10_000
"""Files in one package."""

MAXIMUM_PIXELS = 64 * 1024**2
"""Of one texture: 8192 x 8192, the most that browsers draw."""

MAXIMUM_TEXTURES = 1000
"""Images that one scene shows."""

MAXIMUM_JSON_BYTES = 256 * 1024**2
"""Of a GLB; Python needs about ten times as much memory for it."""
