"""Sends the spool to AWS IoT SiteWise."""
