/** Numbers, times, statuses and addresses as the page shows them. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { addressOf, readAddress } from "page/js/address.js";
import { ago, bytes, counted, duration, milliseconds } from "page/js/format.js";
import { statusKind } from "page/js/status.js";

test("durations have one unit", () => {
  const told = [0.0124, 1.25, 42.4, 61, 7300, 200_000].map(duration);
  assert.deepEqual(told, ["12 ms", "1.3 s", "42 s", "1 min", "2 h", "2 d"]);
  assert.equal(duration(null), "");
});

test("what lies ahead of the clock is now", () => {
  assert.deepEqual(
    [ago(100, 99), ago(100, 100.5), ago(100, 190), ago(null, 1)],
    ["now", "now", "1 min ago", ""],
  );
});

test("sizes, latencies and counts", () => {
  assert.deepEqual([0, 1023, 1536, 5 * 1024 ** 3].map(bytes), [
    "0 B",
    "1023 B",
    "1.5 KiB",
    "5.0 GiB",
  ]);
  assert.deepEqual([0.04, 9.94, 10.4, 250].map(milliseconds), ["0.0", "9.9", "10", "250"]);
  assert.deepEqual([counted(1, "call"), counted(1200, "call")], ["1 call", "1,200 calls"]);
});

test("statuses of all services are of a few kinds", () => {
  const kinds = {
    CREATE_COMPLETE: "succeeded",
    UPDATE_ROLLBACK_COMPLETE: "failed",
    ROLLBACK_IN_PROGRESS: "failed",
    CREATE_IN_PROGRESS: "running",
    DELETE_FAILED: "failed",
    RUNNING: "running",
    RUNNABLE: "waiting",
    TIMED_OUT: "failed",
    ABORTED: "aborted",
    caught: "caught",
    "": "none",
  };
  for (const [status, kind] of Object.entries(kinds))
    assert.equal(statusKind(status), kind, status);
});

test("an address is read as it was made", () => {
  const choices = { group: "/aws/lambda/a?b&c=d", text: "ä #" };
  assert.deepEqual(readAddress(addressOf("logs", { ...choices, empty: "" })), {
    view: "logs",
    choices,
  });
  assert.deepEqual(readAddress(""), { view: "", choices: {} });
});
