"""Imports files of late values into SiteWise."""
