"""What reads the values of a window: the source of the site file, with the port that it needs."""

from __future__ import annotations

import json
import os
from pathlib import Path

from connector_runtime.token_http import TokenHttp
from simulation_window.bucket_files import BucketFiles
from simulation_window.stored_values import StoredValues
from twin.connectors.connector import Site
from twin.recalibration.sources import window_sources
from twin.recalibration.window_source import FileSource, HttpSource, Reader
from twin_runtime import clients
from twin_runtime.settings import setting
from twin_runtime.site import site

OPTIONS = "window_sources.json"
"""By source, what the site file says of its feature, as staged beside the code."""

STORE = "sitewise"
"""Has the values of attributes, whatever the source of the window."""


def reader_of(name: str) -> Reader:
    """Return the reader of a source; it keeps its connections and its token."""
    source = window_sources()[name]
    if isinstance(source, HttpSource):
        known = _site(name)
        return source.read(known, TokenHttp(source.secret(known)))
    if isinstance(source, FileSource):
        return source.read(BucketFiles(clients.s3(), setting("MODELS_BUCKET")))
    return source.read(StoredValues(clients.iotsitewise()))


def _site(name: str) -> Site:
    text = (Path(os.environ["LAMBDA_TASK_ROOT"]) / OPTIONS).read_text(encoding="utf-8")
    return Site(site(), json.loads(text)[name])
