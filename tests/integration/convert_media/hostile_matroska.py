"""Matroska files that are wrong or not played, and the code with which each is refused."""

from __future__ import annotations

import struct

from tests.integration.convert_media import matroska_files as mkv
from tests.integration.convert_media.matroska_files import MatroskaFile, element, whole

UNREADABLE, DAMAGED, EMPTY = "SOURCE_UNREADABLE", "SOURCE_DAMAGED", "SOURCE_EMPTY"
COMPLEX, UNSUPPORTED = "SOURCE_TOO_COMPLEX", "SOURCE_UNSUPPORTED"
GOOD = MatroskaFile().content()
VOID = element(0xEC)
PQ_CUT = element(0x55B0, whole(0x55B1, 300))

ONE = element(mkv.SIMPLE_BLOCK, mkv.block(1, 0, mkv.PICTURE))
FAR = mkv.cluster(0, [ONE]) + mkv.cluster(10**9, [ONE])


def with_part(name: str, content: bytes) -> bytes:
    """Return a file with another part."""
    return MatroskaFile(parts={name: content}).content()


def with_block(content: bytes) -> bytes:
    """Return a file of one block."""
    return with_part("clusters", mkv.cluster(0, [element(mkv.SIMPLE_BLOCK, content)]))


def with_lace(kind: int, rest: bytes) -> bytes:
    """Return a file of one block that is a lace: its count, sizes and frames are `rest`."""
    return with_block(mkv.block(1, 0, rest, mkv.KEY | kind))


def with_tracks(*tracks: bytes) -> bytes:
    """Return a file of other tracks."""
    return with_part("tracks", element(mkv.TRACKS, *tracks))


def with_codec(codec: bytes, private: bytes = b"") -> bytes:
    """Return a file of another codec."""
    return MatroskaFile(codec=codec, private=private).content()


def with_size(size: bytes) -> bytes:
    """Return a file whose cluster has another size."""
    return with_part("clusters", mkv.cluster(0, [ONE], size=size))


def with_time(cluster: int, ticks: int = 0) -> bytes:
    """Return a file of one picture at some time."""
    blocks = [element(mkv.SIMPLE_BLOCK, mkv.block(1, ticks, mkv.PICTURE))]
    return with_part("clusters", mkv.cluster(cluster, blocks))


HOSTILE_MATROSKA: dict[str, tuple[bytes, str]] = {
    # not a movie
    "mark_alone": (b"\x1aE\xdf\xa3", DAMAGED),
    "nothing_behind_the_mark": (b"\x1aE\xdf\xa3" + bytes(200), DAMAGED),
    "head_alone": (mkv.head(), DAMAGED),
    "other_document": (with_part("head", mkv.head(b"secret")), UNREADABLE),
    "head_of_unknown_size": (b"\x1aE\xdf\xa3\xff" + GOOD[5:], DAMAGED),
    "large_head": (with_part("head", mkv.head(more=element(0xEC, bytes(9000)))), DAMAGED),
    "numbers_of_eight_bytes": (with_part("head", mkv.head(more=whole(0x42F2, 8))), UNSUPPORTED),
    "no_segment": (mkv.head() + mkv.cluster(0, []), DAMAGED),
    # cut
    "cut_in_a_picture": (GOOD[:-50], DAMAGED),
    "cut_in_the_tracks": (GOOD[:90], DAMAGED),
    "cut_behind_the_segment": (GOOD + b"\x18S", DAMAGED),
    "two_segments": (GOOD + GOOD, UNSUPPORTED),
    # elements
    "no_info": (with_part("info", b""), DAMAGED),
    "no_tracks": (with_part("tracks", b""), DAMAGED),
    "tracks_of_unknown_size": (
        with_part("tracks", element(mkv.TRACKS, bytes(10), size=mkv.UNKNOWN)),
        DAMAGED,
    ),
    "huge_tracks": (with_part("tracks", element(mkv.TRACKS, bytes(17 * 1024**2))), COMPLEX),
    "many_elements": (with_tracks(5000 * VOID), COMPLEX),
    "many_tracks": (with_tracks(*(65 * [mkv.track(1, 1, b"V_VP9")])), DAMAGED),
    "number_of_nothing": (with_part("clusters", bytes(100)), DAMAGED),
    "size_beyond_the_file": (with_size(mkv.vint(2**40)), DAMAGED),
    "size_of_all_the_largest": (with_size(b"\x01" + 6 * b"\xff" + b"\xfe"), DAMAGED),
    "size_below_the_block": (with_size(b"\x83"), DAMAGED),
    "block_of_unknown_size": (
        with_part("clusters", mkv.cluster(0, [element(0xA3, size=mkv.UNKNOWN)])),
        DAMAGED,
    ),
    "clusters_in_clusters": (
        with_part("clusters", 3000 * (mkv.CLUSTER.to_bytes(4, "big") + mkv.UNKNOWN)),
        EMPTY,
    ),
    "groups_in_groups": (
        with_part("clusters", mkv.cluster(0, [element(0xA0, element(0xA0, element(0xA1)))])),
        EMPTY,
    ),
    # blocks
    "empty_block": (with_block(b""), DAMAGED),
    "block_without_time": (with_block(b"\x81\0"), DAMAGED),
    "block_of_no_track": (with_block(b"\x81"), DAMAGED),
    "block_of_many_tracks": (
        with_part(
            "clusters",
            mkv.cluster(0, (element(0xA3, mkv.block(n, 0, b"x")) for n in range(1, 80))),
        ),
        DAMAGED,
    ),
    "lace_without_count": (with_lace(2, b""), DAMAGED),
    "lace_of_nothing": (with_lace(4, b"\xff"), DAMAGED),
    "lace_of_uneven": (with_lace(4, b"\1abc"), DAMAGED),
    "lace_beyond_the_block": (with_lace(2, b"\1\xffx" + bytes(20)), DAMAGED),
    "lace_that_never_ends": (with_lace(2, b"\1" + 300_000 * b"\xff"), DAMAGED),
    "lace_of_negative": (with_lace(6, b"\2" + mkv.vint(5) + mkv.vint(1) + bytes(30)), DAMAGED),
    "lace_of_unknown": (with_lace(6, b"\1\xff" + bytes(30)), DAMAGED),
    "time_before_all": (with_time(0, -5), DAMAGED),
    "time_behind_all": (with_time(2**63), DAMAGED),
    "time_of_nine_bytes": (
        with_part("clusters", element(mkv.CLUSTER, element(0xE7, bytes(9)))),
        DAMAGED,
    ),
    "years": (with_time(2**50), DAMAGED),
    "weeks": (with_part("clusters", FAR), COMPLEX),
    "no_tick": (with_part("info", mkv.info(0)), DAMAGED),
    "no_time_at_all": (with_time(0), DAMAGED),
    # tracks
    "no_codec": (with_codec(b""), DAMAGED),
    "no_pictures": (with_part("clusters", b""), EMPTY),
    "sound_alone": (
        with_tracks(mkv.track(1, 2, b"A_AAC", b"\x11\x90", mkv.sound_of(2, 48000.0))),
        EMPTY,
    ),
    "no_size": (MatroskaFile(size=(0, 0)).content(), DAMAGED),
    "size_of_17_bits": (MatroskaFile(size=(70_000, 10)).content(), DAMAGED),
    "huge": (MatroskaFile(size=(65_535, 65_535)).content(), COMPLEX),
    "colours_of_nine_bits": (
        with_tracks(
            mkv.track(1, 1, b"V_MPEG4/ISO/AVC", bytes(20), mkv.picture_size(64, 48, PQ_CUT))
        ),
        DAMAGED,
    ),
    "real_of_three_bytes": (with_part("info", mkv.info(more=element(0x4489, b"abc"))), DAMAGED),
    "turned_by_no_number": (
        with_tracks(
            mkv.track(
                1,
                1,
                b"V_VP8",
                b"",
                mkv.picture_size(64, 48, element(0x7670, struct.pack(">HBd", 0x7675, 0x88, 1e999))),
            )
        ),
        DAMAGED,
    ),
    "setup_cut": (with_codec(b"V_MPEG4/ISO/AVC", b"abc"), DAMAGED),
    "no_setup": (with_codec(b"V_MPEG4/ISO/AVC"), UNSUPPORTED),
    "no_setup_of_hevc": (with_codec(b"V_MPEGH/ISO/HEVC"), UNSUPPORTED),
    "no_vp9_in_it": (with_codec(b"V_VP9"), DAMAGED),
    "vp8": (with_codec(b"V_VP8"), UNSUPPORTED),
    "theora": (with_codec(b"V_THEORA"), UNSUPPORTED),
    "windows": (with_codec(b"V_MS/VFW/FOURCC"), UNSUPPORTED),
    "compressed_frames": (MatroskaFile(of_track=element(0x6D80, b"")).content(), UNSUPPORTED),
    "encrypted_frames": (
        with_part("clusters", mkv.cluster(0, [element(0xAF, bytes(20))])),
        UNSUPPORTED,
    ),
    "opus_cut": (
        with_tracks(
            mkv.track(1, 1, b"V_MPEG4/ISO/AVC", bytes(20), mkv.picture_size(64, 48)),
            mkv.track(2, 2, b"A_OPUS", b"OpusHead", mkv.sound_of(2, 48000.0)),
        ),
        DAMAGED,
    ),
    "sound_of_no_rate": (
        with_tracks(
            mkv.track(1, 1, b"V_MPEG4/ISO/AVC", bytes(20), mkv.picture_size(64, 48)),
            mkv.track(2, 2, b"A_AAC", b"\x11\x90", mkv.sound_of(2, 0.0)),
        ),
        DAMAGED,
    ),
    "nothing_in_h264": (GOOD, DAMAGED),
}
