"""A version of an asset as one ZIP file."""
