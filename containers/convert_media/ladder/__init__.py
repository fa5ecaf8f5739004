"""A ladder of rates: smaller renditions of a video in AV1 beside the one as it was coded."""
