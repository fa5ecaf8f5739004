"""Gaussian splats → SPZ and SOG, about a tenth of the size, which browsers draw."""

from __future__ import annotations

from twin.spatial.converter import Converter, JobSize, Output

MEBIBYTE = 1024**2

CONVERTER = Converter(
    name="splat_to_spz",
    title="Gaussian splats (PLY, SPLAT) to the web (SPZ, SOG)",
    inputs=("ply_splat", "splat"),
    outputs=(
        Output("splats.spz", "application/octet-stream"),
        Output("splats.sog", "application/zip"),
        Output("thumbnail.webp", "image/webp"),
    ),
    image="convert_splat",
    parameters={},
    # A million splats of degree 3, 236 MB, took 1.3 GB and 24 CPU seconds.
    sizes=(
        JobSize(256 * MEBIBYTE, vcpus=1, memory_mebibytes=4096, timeout_seconds=600),
        JobSize(2560 * MEBIBYTE, vcpus=2, memory_mebibytes=16384, timeout_seconds=3600),
    ),
)
