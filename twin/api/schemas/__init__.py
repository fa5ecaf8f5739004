"""The JSON bodies of the HTTP API: one TypedDict per body, keys as on the wire.

Functions answer with these and the console's `web/src/api/types.ts` mirrors them. Every time is a
number of UTC seconds since 1970, also in the queries `start` and `end`, so that a console merges
answers with live messages without converting. A list answers one page; `next_token` is null on the
last one. Every body of an error is `Problem`.
"""
