import { Box3, Vector3 } from "three";
import { expect, test } from "vitest";
import { besideSite } from "../../src/scene/arrangement";

const SITE = new Box3(new Vector3(-2, 0, -1), new Vector3(6, 3, 1));

function cube(size: number): Box3 {
  const half = size / 2;
  return new Box3(new Vector3(-half, -half, -half), new Vector3(half, half, half));
}

test("models without a place stand in front of the site, on its floor, apart", () => {
  const boxes = [cube(1), cube(2)];
  const placed = boxes.map((box, index) => {
    const move = besideSite(SITE, boxes)[index];
    return box.clone().translate(move ?? new Vector3());
  });
  for (const box of placed) {
    expect(box.min.z).toBeGreaterThan(SITE.max.z);
    expect(box.min.y).toBeCloseTo(0);
  }
  expect(placed[1]?.min.x).toBeGreaterThan(placed[0]?.max.x ?? Number.POSITIVE_INFINITY);
  expect(placed[0]?.min.x).toBeCloseTo(-2);
});

test("without a site, and for an empty model, nothing moves", () => {
  expect(besideSite(new Box3(), [cube(1)])).toEqual([new Vector3()]);
  expect(besideSite(SITE, [new Box3()])).toEqual([new Vector3()]);
});
