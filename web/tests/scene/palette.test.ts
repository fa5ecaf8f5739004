import { beforeEach, expect, test } from "vitest";
import { readPalette } from "../../src/scene/palette";

const TOKENS: Record<string, string> = {
  "--scene": "#101010",
  "--scene-edge": "#202020",
  "--scene-structure": "#303030",
  "--accent": "#0000ff",
  "--equipment": "#9aa0a6",
  "--p1": "#ff0000",
  "--p2": "#ff8800",
  "--p3": "#ffff00",
  "--p4": "#ff00ff",
};

beforeEach(() => {
  for (const [name, colour] of Object.entries(TOKENS)) {
    document.documentElement.style.setProperty(name, colour);
  }
});

test("the scene takes its colours from the design tokens", () => {
  const palette = readPalette(document.documentElement);
  expect(palette.background.getHexString()).toBe("101010");
  expect(palette.states.normal.getHexString()).toBe("9aa0a6");
  expect(palette.states.p1.getHexString()).toBe("ff0000");
  expect(palette.states.p4.getHexString()).toBe("ff00ff");
  expect(palette.selected.getHexString()).toBe("0000ff");
});

test("another theme gives another palette", () => {
  document.documentElement.style.setProperty("--equipment", "#8a9096");
  expect(readPalette(document.documentElement).states.normal.getHexString()).toBe("8a9096");
});
