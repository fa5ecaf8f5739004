"""The deployment engine: makes a synthesized cloud assembly so, as CloudFormation does.

It talks to AWS APIs only, through the endpoint it is given.
"""
