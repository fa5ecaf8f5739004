"""Tokens of programs: for how long one is good."""

from __future__ import annotations

TOKEN_VALID_S = 12 * 3600
"""Every token that is issued to a program is billed, so it is good for half a day.

It gives nobody rights for longer: what a program may do is decided at each call, by the site as it
is deployed then. Amazon Cognito allows from five minutes to one day.
"""
