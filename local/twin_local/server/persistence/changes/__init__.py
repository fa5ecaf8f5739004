"""Which single things a request may change, for the services whose state may grow large.

One file per service. A request that names what it changes is kept in the journal as the after-image
of just that; any other changing request makes its service's snapshot be taken before the answer.
"""
