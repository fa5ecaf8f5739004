"""Where InfluxDB has the history of measured signals."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from twin.definition.names import Part

Https = Annotated[
    str,
    StringConstraints(
        pattern=r"^(https://[^\s/?#]+|http://(127\.0\.0\.1|localhost)(:[0-9]{1,5})?)(/[^\s?#]*)?$"
    ),
]
"""The token goes with every request: without TLS only to this machine."""

Template = Annotated[str, StringConstraints(min_length=1, max_length=256)]
"""Text with `{site}`, `{type}`, `{asset}` and `{property}` in it."""

Alias = Annotated[str, StringConstraints(pattern=r"^/\S+/\S+$")]
SecretName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9/_+=.@-]{1,512}$")]


class InfluxdbSeries(Part):
    """Where one signal is; what is left out is as for all others."""

    measurement: Template | None = None
    field: Template | None = None
    tags: dict[str, Template] | None = None


class InfluxdbTarget(Part):
    """That every new value of the site is written to the database, too."""

    token_secret: SecretName
    """Name of the secret that holds a token which may write to the database."""


class InfluxdbOptions(Part):
    """An InfluxDB that AWS IoT TwinMaker reads measured signals from; with a target we fill it."""

    endpoint: Https
    database: Annotated[str, StringConstraints(min_length=1, max_length=256)]
    token_secret: SecretName
    """Name of the secret in AWS Secrets Manager that holds a token which may read the database."""
    language: Literal["sql", "influxql"] = "sql"
    """SQL is that of InfluxDB 3; InfluxDB 2 has InfluxQL."""
    measurement: Template = "{type}"
    field: Template = "{property}"
    tags: dict[str, Template] = Field(default_factory=lambda: {"asset": "{asset}"})
    series: dict[Alias, InfluxdbSeries] = Field(default_factory=dict)
    """By alias, where a signal is that the templates do not find."""
    target: InfluxdbTarget | None = None
