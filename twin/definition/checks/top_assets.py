"""The tops of the tree of assets fit into the policies of the roles that reach the tree by them."""

from __future__ import annotations

from twin.definition.checks.scope import Scope

MOST_TOP_ASSETS = 64
"""A role names each twice, 86 characters in all, of the 10,240 that its inline policies may have.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""


def check(scope: Scope) -> None:
    """Report a tree without a top: assets side by side, more than a policy can name."""
    if not scope.site.features.iot:
        return
    tops = [name for name, asset in scope.site.twin.assets.items() if asset.parent is None]
    if len(tops) > MOST_TOP_ASSETS:
        scope.report.add(
            "TOO_MANY_TOP_ASSETS",
            ("twin", "assets", tops[MOST_TOP_ASSETS]),
            "the policies of the roles name every asset without a parent, and hold no more",
            found=f"{len(tops)} assets without a parent",
            expected=f"at most {MOST_TOP_ASSETS}: put them below common ones, such as one asset for"
            " the site, by `parent`",
        )
