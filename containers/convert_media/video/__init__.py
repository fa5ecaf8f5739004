"""Video in MP4 and QuickTime files: what it is, and what browsers get of it, coded as it was."""
