"""Why asset instances cannot be loaded.

TwinError
└── LoadError
    ├── ModelMissingError       the site's stacks are not deployed, or a type is not
    ├── AssetTakenError         an asset that the loader did not make has the name or external id
    ├── AssetFailedError        SiteWise says that a change of an asset has failed
    └── AssetHasChildrenError   an asset to delete still has children that stay
"""

from __future__ import annotations

from twin.errors import TwinError


class LoadError(TwinError):
    """The instances of a site cannot be loaded."""

    code = "LOAD_REFUSED"
    status = 409


class ModelMissingError(LoadError):
    """There is no asset model, or no workspace, that the instances belong to."""

    code = "LOAD_MODEL_MISSING"
    status = 404


class AssetTakenError(LoadError):
    """Another asset has the name or the external id of one of the site."""

    code = "LOAD_ASSET_TAKEN"


class AssetFailedError(LoadError):
    """The last change of an asset or entity has failed in AWS."""

    code = "LOAD_ASSET_FAILED"


class AssetHasChildrenError(LoadError):
    """An asset that is to be deleted still has children that are not."""

    code = "LOAD_ASSET_HAS_CHILDREN"
