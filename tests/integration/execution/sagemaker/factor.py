"""A small package as an image: it sums numbers, and multiplies by the sum when it serves."""

from __future__ import annotations

import sys
from pathlib import Path

from twin_local.engine.images import publish_images

IMAGE = "111111111111.dkr.ecr.us-east-1.amazonaws.com/images:factor"
PROGRAM = """\
import http.server, json, os, pathlib, sys, time
if sys.argv[1] == "sleep":
    sys.exit(time.sleep(float(os.environ["SLEEP"])))
ml = pathlib.Path(os.environ["SAGEMAKER_BASE_DIR"])
scale = float(os.environ.get("SCALE", "1"))
def total(folder):
    text = " ".join(file.read_text() for file in folder.iterdir())
    return scale * sum(float(word) for word in text.split())
if sys.argv[1] == "train":
    settings = json.loads((ml / "input/config/hyperparameters.json").read_text())
    if settings.get("fail"):
        (ml / "output/failure").write_text("bad data")
        sys.exit(3)
    time.sleep(float(settings.get("sleep", "0")))
    (ml / "model/factor.json").write_text(json.dumps(total(ml / "input/data/train")))
    sys.exit(0)
if sys.argv[1] == "process":
    time.sleep(float(os.environ.get("SLEEP", "0")))
    (ml / "processing/out/sum.txt").write_text(str(total(ml / "processing/in")))
    (ml / "output/message").write_text("summed")
    sys.exit(int(os.environ.get("CODE", "0")))
factor = json.loads((ml / "model/factor.json").read_text())
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Type") == "application/x-slow":
            time.sleep(1)
        try:
            code, text = 200, json.dumps([factor * float(word) for word in body.split()])
        except ValueError as error:
            code, text = 400, str(error)
        self.send_response(code)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())
address = ("127.0.0.1", int(os.environ["SAGEMAKER_BIND_TO_PORT"]))
http.server.HTTPServer(address, Handler).serve_forever()
"""


def publish(state_dir: Path, build_dir: Path) -> str:
    """Publish the image, with this test's own Python as its environment; return its URI."""
    folder = state_dir / "factor-image"
    (folder / "factor").mkdir(parents=True)
    (folder / "Dockerfile").write_text('FROM python\nENTRYPOINT ["python", "-m", "factor"]\n')
    (folder / "factor" / "__init__.py").write_text("")
    (folder / "factor" / "__main__.py").write_text(PROGRAM)
    binaries = build_dir / "venvs" / "factor" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(sys.executable)
    publish_images({IMAGE: folder}, state_dir=state_dir)
    return IMAGE
