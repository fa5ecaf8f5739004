"""The page's files: static, and nothing but what is listed in the folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from twin_local.execution.types import Environ, StartResponse

FOLDER = Path(__file__).with_name("page")
INDEX = "index.html"
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}
SAFE_HEADERS = (
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cache-Control", "no-cache"),
)


class PageFiles:
    """Answers with a file of the page by its name below `/_twin/`; "" is the page itself."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._files = {
            path.relative_to(folder).as_posix(): path
            for path in folder.rglob("*")
            if path.suffix in TYPES
        }

    def has(self, name: str) -> bool:
        """Say whether there is such a file."""
        return (name or INDEX) in self._files

    def answer(self, name: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """Answer with a file that `has` knows."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            start_response("405 Method Not Allowed", [("Allow", "GET, HEAD")])
            return [b""]
        path = self._files[name or INDEX]
        start_response("200 OK", [("Content-Type", TYPES[path.suffix]), *SAFE_HEADERS])
        return [path.read_bytes()]
