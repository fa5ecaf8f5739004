"""Databases, assets, files and versions of the catalogue, behind the API."""
