"""The site's policies in the engine.

A function that imports this module is given the layer with the engine.
"""

from __future__ import annotations

from functools import cache

from twin.access.policies.engine import PolicyEngine
from twin_runtime.site import site


@cache
def site_engine() -> PolicyEngine:
    """Return the site's policies, parsed once a process."""
    return PolicyEngine(site().access)
