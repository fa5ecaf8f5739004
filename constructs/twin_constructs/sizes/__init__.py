"""What is written into templates fits into the sizes that AWS takes, checked at every synth."""

from twin_constructs.sizes.check import SizeCheck

__all__ = ["SizeCheck"]
