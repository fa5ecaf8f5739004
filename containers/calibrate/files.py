"""Names of the files in the job's folder, between the job and its child."""

from __future__ import annotations

ORDER, SAMPLES, MODEL, FLEET, ANSWER_FOLDER = (
    "order.json",
    "samples.json",
    "model",
    "fleet",
    "answer",
)
REFUSAL = "refused.json"
