"""A small Greengrass nucleus: runs the deployed components of one thing as their recipes say.

It does what both real nuclei do for generic components, and nothing more: a recipe that uses
anything else is refused, so that what runs here also runs there.
"""
