"""The loader: makes asset instances in an account, real or embedded, by the APIs of AWS.

It stands beside the engine, not in the command line, because the supervisor loads with it too.
"""
