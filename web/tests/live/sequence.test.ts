import { expect, test } from "vitest";
import { Sequence } from "../../src/live/sequence";

const id = (milliseconds: number): string => `179000000${milliseconds}-00000000`;

test("the id to resume by is the newest one, in whatever order messages come", () => {
  const sequence = new Sequence();
  expect(sequence.lastId).toBeNull();
  sequence.take("values", { id: id(1002), alias: "/demo/P-101/speed", points: [] });
  sequence.take("alarms", { id: id(1001), alarm_id: "a" });
  expect(sequence.lastId).toBe(id(1002));
  sequence.reach(id(1005));
  sequence.reach(undefined);
  expect(sequence.lastId).toBe(id(1005));
});

test("of each subject the same or an older message is not taken again", () => {
  const sequence = new Sequence();
  expect(sequence.take("runs", { id: id(1002), run_id: "r-1" })).toBe(true);
  expect(sequence.take("runs", { id: id(1002), run_id: "r-1" })).toBe(false);
  expect(sequence.take("runs", { id: id(1001), run_id: "r-1" })).toBe(false);
  expect(sequence.take("runs", { id: id(1001), run_id: "r-2" })).toBe(true);
  expect(sequence.take("commands", { id: id(1001), request_id: "r-1" })).toBe(true);
  expect(sequence.take("runs", { id: id(1003), run_id: "r-1" })).toBe(true);
});

test("values are always taken: an older message may have points that a chart lacks", () => {
  const sequence = new Sequence();
  const message = { id: id(1001), alias: "/demo/P-101/speed", points: [] };
  expect(sequence.take("values", message)).toBe(true);
  expect(sequence.take("values", message)).toBe(true);
});
