"""The parameters of sign-ins and the answers to challenges."""

from __future__ import annotations

from collections.abc import Mapping

from moto.cognitoidp.exceptions import InvalidParameterException


def required(given: Mapping[str, str], name: str) -> str:
    """Return a parameter that must be there.

    Raises:
        InvalidParameterException: it is missing or empty.
    """
    if not (value := given.get(name)):
        raise InvalidParameterException(f"Missing required parameter {name}")
    return value
