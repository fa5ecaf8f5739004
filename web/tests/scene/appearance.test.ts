import { expect, test } from "vitest";
import { appearanceOf, stateText } from "../../src/scene/appearance";
import type { PartState } from "../../src/store/parts";

function state(change: Partial<PartState> = {}): PartState {
  return { priority: 0, unacknowledged: false, health: "good", running: null, ...change };
}

test("normal equipment is grey and filled", () => {
  expect(appearanceOf(state())).toEqual({ colour: "normal", fill: "filled", flashing: false });
});

test.each([1, 2, 3, 4])("an alarm of priority %d has its own colour", (priority) => {
  expect(appearanceOf(state({ priority })).colour).toBe(`p${priority}`);
});

test("stopped is hollow, not a colour; an alarm of a stopped pump stays filled", () => {
  expect(appearanceOf(state({ running: false }))).toMatchObject({
    colour: "normal",
    fill: "hollow",
  });
  expect(appearanceOf(state({ running: false, priority: 2 }))).toMatchObject({
    colour: "p2",
    fill: "filled",
  });
});

test.each(["stale", "bad", "missing"] as const)(
  "%s data is hatched and keeps no colour",
  (health) => {
    expect(appearanceOf(state({ health, priority: 1, unacknowledged: true }))).toEqual({
      colour: "normal",
      fill: "hatched",
      flashing: false,
    });
  },
);

test("only an unacknowledged alarm of priority 1 flashes", () => {
  expect(appearanceOf(state({ priority: 1, unacknowledged: true })).flashing).toBe(true);
  expect(appearanceOf(state({ priority: 1 })).flashing).toBe(false);
  expect(appearanceOf(state({ priority: 2, unacknowledged: true })).flashing).toBe(false);
});

test.each([
  [state(), "normal"],
  [state({ running: true }), "running"],
  [state({ priority: 1, unacknowledged: true }), "priority 1 alarm, unacknowledged"],
  [state({ unacknowledged: true }), "alarm returned, unacknowledged"],
  [state({ priority: 3, health: "stale" }), "priority 3 alarm, stale data"],
  [state({ health: "bad", running: false }), "bad quality, stopped"],
])("the state %o is said in words too", (given, text) => {
  expect(stateText(given)).toBe(text);
});
