"""Ask for a version of an asset as one ZIP file."""
