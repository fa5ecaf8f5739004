"""Which files of a signal are read for a window, and what is wrong with a file."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest

from twin.recalibration.errors import WindowFileInvalid
from twin.recalibration.sources import s3
from twin.site_document import Signal

FOLDER = "history/demo/P-101/flow/"
DAY = 86_400.0


class Bucket:
    """Files in memory; `opened` are the names of those that were read."""

    def __init__(self, **files: str | bytes) -> None:
        self.files, self.opened = files, list[str]()

    def below(self, prefix: str) -> Iterator[str]:
        assert prefix == FOLDER
        yield from (f"{FOLDER}{name}" for name in self.files)

    def lines(self, key: str) -> Iterator[bytes]:
        name = key.removeprefix(FOLDER)
        self.opened.append(name)
        content = self.files[name]
        text = content if isinstance(content, bytes) else content.encode()
        yield from text.splitlines(keepends=True)

    def address(self, key: str) -> str:
        return f"s3://models/{key}"


def points(bucket: Bucket, flow: Signal, start: float, end: float) -> list[tuple[float, float]]:
    return list(s3.read(bucket)(flow, start, end))


def one_file(content: str | bytes) -> Bucket:
    return Bucket(**{"1970-01-01.csv": content})


def test_values_are_read_by_the_names_of_columns(flow: Signal) -> None:
    bucket = one_file(
        "\ufeffUnit,Value,Time,Quality\r\n"
        "m3/h,1.5,1970-01-01T00:00:10Z,GOOD\r\n"
        "\r\n"
        "m3/h,,1970-01-01 00:00:11,BAD\r\n"
        "m3/h,2e0,1970-01-01T01:00:12.5+01:00,GOOD\r\n"
        '"m3/h, cold",true,13,GOOD\r\n'
        "m3/h,9,14,UNCERTAIN\r\n"
        "m3/h,3,15,GOOD\r\n"
    )
    assert points(bucket, flow, 10, 14) == [(10.0, 1.5), (12.5, 2.0), (13.0, 1.0)]


def test_what_is_no_number_ends_what_held(flow: Signal) -> None:
    ((at, value),) = points(one_file("time,value\n10,NaN\n"), flow, 0, 20)
    assert at == 10
    assert math.isnan(value)


def test_only_files_of_the_window_are_read_in_the_order_of_time(flow: Signal) -> None:
    files = {
        "1970-01-03.csv": f"time,value\n{2 * DAY},3\n",
        "19700104T120000Z.csv": "not,read",
        "1970-01-01.csv": "not,read",
        "1970-01-02.csv": f"time,value\n{DAY},1\n{DAY + 60},2\n",
        "": "the folder itself",
    }
    bucket = Bucket(**files)
    assert points(bucket, flow, DAY + 60, 3 * DAY) == [(DAY + 60, 2.0), (2 * DAY, 3.0)]
    assert bucket.opened == ["1970-01-02.csv", "1970-01-03.csv"]


def test_signal_without_files_has_no_values(flow: Signal) -> None:
    assert points(Bucket(), flow, 0, 1) == []


@pytest.mark.parametrize(
    ("content", "line", "said"),
    [
        ("", 1, "without time and value"),
        ("time;value\n1;2\n", 1, "time;value"),
        ("time,value\n1,2\n2,\n", 3, "could not convert"),
        ("time,value\n1,2\n2,3,5\n", 3, "3 cells below 2 columns"),
        ("time,value\n1,2\n\n2\n", 4, "1 cells below 2 columns"),
        ("time,value\nnan,2\n", 2, "above"),
        ("time,value\n5,2\n4,2\n", 3, "above"),
        ("time,value\n-1,2\n", 2, "no time: -1"),
        ("time,value\n1970-13-01,2\n", 2, "no time: 1970-13-01"),
        ("time,value,quality\n1,2,good\n", 2, "quality 'good'"),
        (b"time,value\n1,2\n2,\xff3\n", 3, "could not convert"),
        ('time,value\n1,"2', 2, "unexpected end of data"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(
    flow: Signal, content: str | bytes, line: int, said: str
) -> None:
    with pytest.raises(WindowFileInvalid) as caught:
        points(one_file(content), flow, 0, 10)
    assert said in caught.value.found
    assert caught.value.where == f"s3://models/{FOLDER}1970-01-01.csv line {line}"


def test_values_of_the_next_file_are_refused(flow: Signal) -> None:
    bucket = one_file(f"time,value\n{DAY},1\n")
    bucket.files["1970-01-02.csv"] = f"time,value\n{DAY},2\n"
    with pytest.raises(WindowFileInvalid, match="belongs to the next file"):
        points(bucket, flow, 0, 2 * DAY)


@pytest.mark.parametrize("name", ["flow.csv", "1970-01-01.csv.gz", "old/1970-01-01.csv"])
def test_name_that_says_no_time_is_refused(flow: Signal, name: str) -> None:
    with pytest.raises(WindowFileInvalid) as caught:
        points(Bucket(**{name: "time,value\n"}), flow, 0, 1)
    assert caught.value.found == name
