import { expect, test } from "vitest";
import {
  candidatesOf,
  countOf,
  countProblem,
  mayBeTried,
  numbersOf,
  textProblem,
} from "../../src/panels/candidates";

const HUNDRED = Array.from({ length: 100 }, (_, index) => index).join(" ");

test("numbers that are written are candidates, all combinations of several inputs", () => {
  expect(candidatesOf({})).toEqual([{ name: "as measured", inputs: {} }]);
  expect(candidatesOf({ speed: " 1200, 1300 ", head: "2.5" }).map((one) => one.inputs)).toEqual([
    { speed: 1200, head: 2.5 },
    { speed: 1300, head: 2.5 },
  ]);
});

test.each([
  ["1200", [1200]],
  ["1200, 1300;1400\t1500\n1600,", [1200, 1300, 1400, 1500, 1600]],
  [" 1200 , ", [1200]],
  ["+1 -2 .5 5. 1.5 1e3 -2.5E-1", [1, -2, 0.5, 5, 1.5, 1000, -0.25]],
])("%j is read as its numbers", (text, numbers) => {
  expect(numbersOf(text)).toEqual({ numbers, wrong: null });
  expect(textProblem(text)).toBe("");
});

test.each(["", " ", " \t\n "])("the blank %j keeps the measured value", (text) => {
  expect(numbersOf(text)).toEqual({ numbers: [], wrong: null });
  expect(textProblem(text)).toBe("");
  expect(candidatesOf({ speed: text })).toEqual([{ name: "as measured", inputs: {} }]);
});

test.each([
  "1.2.3",
  "1-2",
  "1+2",
  "1e2e3",
  "1e",
  ".",
  "-",
  "e5",
  "0x10",
  "Infinity",
  "1e400",
  "12x",
])("%j is no number, nor several", (part) => {
  expect(numbersOf(`1200 ${part} 1300`)).toEqual({ numbers: [1200, 1300], wrong: part });
  expect(textProblem(part)).toContain(`"${part}" is not a number`);
});

// An expression that goes back over what it read would not come to an end with these.
test.each([
  `${"1".repeat(50_000)}x`,
  `${"1".repeat(25_000)}.${"1".repeat(25_000)}x`,
  `1e${"1".repeat(50_000)}x`,
  `${"1.".repeat(25_000)}x`,
  "1".repeat(50_000),
])("a text of 50,000 digits is judged at once, and told in short", (text) => {
  expect(numbersOf(text).wrong).toBe(text);
  expect(textProblem(text).length).toBeLessThan(80);
});

test("combinations are counted without being built", () => {
  expect(countOf({})).toBe(1);
  expect(countOf({ speed: "1 2 3", head: " ", level: "4 5" })).toBe(6);
  const fields = Array.from({ length: 9 }, (_, index) => [`input ${index}`, HUNDRED]);
  expect(countOf(Object.fromEntries(fields))).toBe(1e18);
});

test("as many as the API takes may be compared, and no more", () => {
  expect(countProblem(64)).toBe("");
  expect(countProblem(65)).toBe("65 combinations; at most 64 are compared");
  expect(countProblem(1_000_000)).toBe("1,000,000 combinations; at most 64 are compared");
});

test("what has a bad part or too many combinations may not be tried", () => {
  expect(mayBeTried({ speed: "1200 1300", head: "" })).toBe(true);
  expect(mayBeTried({ speed: "1200 1300", head: "1.2.3" })).toBe(false);
  expect(mayBeTried({ speed: HUNDRED })).toBe(false);
});

test.each(["1,250", "1,5", "1200,1300", ",5"])("%j is told, not taken for two numbers", (text) => {
  expect(numbersOf(text)).toEqual({ numbers: [], wrong: text });
  expect(textProblem(text)).toContain("two numbers have a space between them");
});

test("a name is no longer than the API takes", () => {
  const texts = Object.fromEntries(Array.from({ length: 20 }, (_, at) => [`input_${at}`, "1.25"]));
  expect(candidatesOf(texts)[0]?.name).toHaveLength(128);
});
