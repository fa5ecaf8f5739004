import { expect, test } from "vitest";
import type { Role } from "../../src/api/types";
import { refusalOf, valueProblem } from "../../src/panels/refusal";
import type { Health, Reading } from "../../src/store/reading";
import { SET_SPEED, signalOf } from "../support/site";

function reading(value: number, health: Health = "good"): Reading {
  return { health, value, ageSeconds: 1 };
}

function refusal({ role = "operator" as Role, speed = reading(1250), level = reading(2) } = {}) {
  return refusalOf({
    user: { name: "otto", role },
    command: SET_SPEED,
    readingOf: (alias) => (alias === SET_SPEED.feedback ? speed : level),
    definitionOf: () => signalOf("T-101", "level", { title: "Level" }),
  });
}

test("an operator may operate a healthy pump", () => {
  expect(refusal()).toBeNull();
  expect(refusal({ role: "admin" })).toBeNull();
});

test("a viewer may not, and is told whom to ask", () => {
  expect(refusal({ role: "viewer" })).toContain("viewer may not operate");
});

test.each(["stale", "bad", "missing"] as const)(
  "nobody operates on feedback that is %s",
  (health) => {
    expect(refusal({ speed: reading(1250, health) })).toBe(`the feedback is ${health}`);
  },
);

test("an interlock that holds says its own message; at its limit it does not hold", () => {
  expect(refusal({ level: reading(0.39) })).toBe("the tank is empty");
  expect(refusal({ level: reading(0.4) })).toBeNull();
});

test("an interlock that cannot be judged refuses, naming its signal", () => {
  expect(refusal({ level: reading(2, "stale") })).toBe("the interlock signal “Level” is stale");
});

test.each([
  ["1300", null],
  ["0", null],
  ["1600", null],
  ["1600.1", "enter 0 to 1600 rpm"],
  ["-1", "enter 0 to 1600 rpm"],
  ["", "enter a number"],
  [" ", "enter a number"],
  ["fast", "enter a number"],
  ["Infinity", "enter a number"],
])("of the value %o the problem is %o", (text, problem) => {
  expect(valueProblem(SET_SPEED, text)).toBe(problem);
});
