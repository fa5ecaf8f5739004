"""Matroska and WebM files (RFC 9559): their tracks as those of MP4, so that the rest is shared."""
