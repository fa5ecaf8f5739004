"""Pack the files of a version of an asset into one ZIP file."""
