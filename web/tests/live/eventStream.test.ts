import { expect, test } from "vitest";
import { parseEventStream } from "../../src/live/eventStream";

test("events have their names and their JSON, and the rest of the protocol is passed over", () => {
  const text =
    'retry: 5000\n\n: a comment\n\nid: 1\nevent: values\ndata: {"a":\ndata: 1}\n\ndata: 2\n\n';
  expect(parseEventStream(text)).toEqual([
    { event: "values", data: { a: 1 } },
    { event: "message", data: 2 },
  ]);
});

test("what is not JSON is left out, and line ends may be those of HTTP", () => {
  const text = "event: alarms\r\ndata: broken\r\n\r\nevent: runs\r\ndata:3\r\n\r\n";
  expect(parseEventStream(text)).toEqual([{ event: "runs", data: 3 }]);
  expect(parseEventStream("")).toEqual([]);
});
