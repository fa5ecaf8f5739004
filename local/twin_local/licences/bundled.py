"""The licences of libraries that wheels bring inside, by the beginnings of their names."""

from __future__ import annotations

from collections.abc import Mapping

LICENCES: Mapping[str, str] = {
    # Open CASCADE and what it is built with
    "libTK": "LGPL-2.1-only WITH OCCT-exception-1.0",
    "libfreeimage": "FreeImage (chosen of FreeImage OR GPL-2.0 OR GPL-3.0)",
    "libraw": "CDDL-1.0 (chosen of LGPL-2.1 OR CDDL-1.0)",
    "libjasper": "JasPer-2.0",
    "libjpegxr": "BSD-2-Clause",
    "libjxrglue": "BSD-2-Clause",
    "libHalf": "BSD-3-Clause",
    "libIex": "BSD-3-Clause",
    "libIlm": "BSD-3-Clause",
    "libImath": "BSD-3-Clause",
    "libfmt": "MIT",
    "libfontconfig": "MIT",
    "libuuid": "BSD-3-Clause",
    "libbz2": "bzip2-1.0.6",
    # compilers' run-time libraries
    "libgomp": "GPL-3.0 WITH GCC-exception-3.1",
    "libgfortran": "GPL-3.0 WITH GCC-exception-3.1",
    "libquadmath": "LGPL-2.1-or-later",
    "libstdc++": "GPL-3.0 WITH GCC-exception-3.1",
    "libgcc_s": "GPL-3.0 WITH GCC-exception-3.1",
    # images
    "libavif": "BSD-2-Clause",
    "libbrotli": "MIT",
    "libfreetype": "FTL",
    "libharfbuzz": "MIT",
    "libjpeg": "IJG AND BSD-3-Clause",
    "liblcms2": "MIT",
    "liblzma": "0BSD",
    "libopenjp2": "BSD-2-Clause",
    "libpng": "libpng-2.0",
    "libsharpyuv": "BSD-3-Clause",
    "libtiff": "libtiff",
    "libwebp": "BSD-3-Clause",
    "libXau": "MIT",
    "libxcb": "MIT",
    "libzstd": "BSD-3-Clause",
    "libheif": "LGPL-3.0-or-later",
    "libde265": "LGPL-3.0-or-later",
    "libaom": "BSD-2-Clause",
    "libdrm": "MIT",
    "libvpx": "BSD-3-Clause",
    # FFmpeg, built without its parts under the GPL
    "libavcodec": "LGPL-2.1-or-later",
    "libavdevice": "LGPL-2.1-or-later",
    "libavfilter": "LGPL-2.1-or-later",
    "libavformat": "LGPL-2.1-or-later",
    "libavutil": "LGPL-2.1-or-later",
    "libswresample": "LGPL-2.1-or-later",
    "libswscale": "LGPL-2.1-or-later",
    "libcrypto": "OpenSSL",
    "libssl": "OpenSSL",
    # computing and scenes
    "libopenblas": "BSD-3-Clause",
    "libscipy_openblas": "BSD-3-Clause",
    "libembree": "Apache-2.0",
    "libonnxruntime": "MIT",
    "libtbb": "Apache-2.0",
    "libusd_ms": "LicenseRef-TOST-1.0",
    "libgeos": "LGPL-2.1-or-later",
    "libifcopenshell": "LGPL-3.0-or-later",
    "libmanifold": "Apache-2.0",
    "libgmp": "LGPL-3.0-or-later",
    "libmpfr": "LGPL-3.0-or-later",
    "libboost": "BSL-1.0",
    "libxml2": "MIT",
    "libpcre": "BSD-3-Clause",
    "libwgpu": "MIT",
    # OpenCOLLADA and its parts
    "libOpenCOLLADA": "MIT",
    "libGeneratedSaxParser": "MIT",
    "libMathMLSolver": "MIT",
    "libUTF": "MIT",
    "libbuffer": "MIT",
    "libftoa": "MIT",
    "libpythonfmu": "MIT",
    # The Twin Runtime in PyTwin, and what it was built with
    "libtwin": "LicenseRef-Ansys-Twin-Runtime",
    "libTwinRuntimeSDK": "LicenseRef-Ansys-Twin-Runtime",
    "libhdf5": "BSD-3-Clause",
    "libz": "Zlib",
    "libproj": "MIT",
    "libsqlite3": "blessing",
    "libcurl": "curl",
    "libnghttp2": "MIT",
    "libxerces-c": "Apache-2.0",
}


def licence_of(library: str) -> str | None:
    """Return the licence of a library, or None where nobody has read it."""
    found = [name for name in LICENCES if library.startswith(name)]
    return LICENCES[max(found, key=len)] if found else None
