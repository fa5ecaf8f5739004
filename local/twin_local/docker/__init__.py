"""`twin-docker`: what the CDK's command line needs of `docker` to publish an image here.

There is no container engine: an image is the folder that it would be built from.
"""
