import { Color } from "three";
import { expect, test } from "vitest";
import type { Appearance } from "../../src/scene/appearance";
import { PartMaterial } from "../../src/scene/materials";
import type { Palette } from "../../src/scene/palette";

const PALETTE: Palette = {
  background: new Color("#000000"),
  edge: new Color("#111111"),
  selected: new Color("#0000ff"),
  structure: new Color("#333333"),
  states: {
    normal: new Color("#999999"),
    p1: new Color("#ff0000"),
    p2: new Color("#ff8800"),
    p3: new Color("#ffff00"),
    p4: new Color("#ff00ff"),
  },
};

function painted(look: Partial<Appearance>, { selected = false, dimmed = false } = {}) {
  const material = new PartMaterial(1);
  const full: Appearance = { colour: "normal", fill: "filled", flashing: false, ...look };
  material.paint(full, PALETTE, selected, dimmed);
  return material;
}

test("an alarm has its colour and glows, normal equipment does neither", () => {
  expect(painted({ colour: "p1" }).fill.color.getHexString()).toBe("ff0000");
  expect(painted({ colour: "p1" }).fill.emissive.r).toBeGreaterThan(0);
  expect(painted({}).fill.color.getHexString()).toBe("999999");
  expect(painted({}).fill.emissive.r).toBe(0);
});

test("the dark half of a flash is nearly normal", () => {
  const dark = painted({ colour: "p1", flashing: true }, { dimmed: true });
  expect(dark.fill.color.getHexString()).not.toBe("ff0000");
  expect(dark.fill.emissive.r).toBe(0);
});

test("hollow is translucent and does not hide what is behind", () => {
  const { fill } = painted({ fill: "hollow" });
  expect(fill.transparent).toBe(true);
  expect(fill.opacity).toBeLessThan(0.5);
  expect(fill.depthWrite).toBe(false);
});

test("a part that becomes normal again is whole again", () => {
  const material = painted({ fill: "hatched" });
  expect(material.fill.transparent).toBe(true);
  material.paint({ colour: "normal", fill: "filled", flashing: false }, PALETTE, false, false);
  expect(material.fill.transparent).toBe(false);
  expect(material.fill.opacity).toBe(1);
  expect(material.fill.depthWrite).toBe(true);
});

test("a selected part has the outline of the selection, but never over an alarm", () => {
  expect(painted({}, { selected: true }).edges.color.getHexString()).toBe("0000ff");
  expect(painted({}).edges.color.getHexString()).toBe("111111");
  expect(painted({ colour: "p2" }, { selected: true }).edges.color.getHexString()).toBe("111111");
});
