"""The typed definition of a site, read from one YAML file."""

from twin.definition.equipment import AssetDefinition, EquipmentType, TwinDefinition
from twin.definition.errors import DefinitionError, Finding
from twin.definition.load import check_site, check_sites, load_site, load_sites
from twin.definition.site import SiteDefinition

__all__ = [
    "AssetDefinition",
    "DefinitionError",
    "EquipmentType",
    "Finding",
    "SiteDefinition",
    "TwinDefinition",
    "check_site",
    "check_sites",
    "load_site",
    "load_sites",
]
