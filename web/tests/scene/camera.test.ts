import { Box3, PerspectiveCamera, Vector3 } from "three";
import { expect, test } from "vitest";
import { framingOf } from "../../src/scene/camera";

const STATION = new Box3(new Vector3(-5, 0, -2), new Vector3(9, 4, 3));

/** The corners of a box as the camera sees them: from -1 to 1 is in view. */
function seen(aspect: number, box: Box3): Vector3[] {
  const camera = new PerspectiveCamera(38, aspect, 0.01, 1000);
  camera.position.set(6, 4.5, 8);
  const { position, target } = framingOf(camera, new Vector3(), box);
  camera.position.copy(position);
  camera.lookAt(target);
  camera.updateMatrixWorld(true);
  const ends = [box.min, box.max];
  return ends.flatMap(({ x }) =>
    ends.flatMap(({ y }) => ends.map(({ z }) => new Vector3(x, y, z).project(camera))),
  );
}

test.each([0.45, 1, 2.1])("the whole box is in view and fills it, at an aspect of %d", (aspect) => {
  const corners = seen(aspect, STATION);
  const reach = Math.max(...corners.map(({ x, y }) => Math.max(Math.abs(x), Math.abs(y))));
  expect(reach).toBeLessThanOrEqual(1);
  expect(reach).toBeGreaterThan(0.85);
});

test("the direction of view stays", () => {
  const camera = new PerspectiveCamera(38, 1, 0.01, 1000);
  camera.position.set(0, 0, 10);
  const { position, target } = framingOf(camera, new Vector3(), STATION);
  expect(position.clone().sub(target).normalize().z).toBeCloseTo(1);
  expect(target).toEqual(STATION.getCenter(new Vector3()));
});

test("a point has a distance too", () => {
  const point = new Box3(new Vector3(1, 1, 1), new Vector3(1, 1, 1));
  const { position, target } = framingOf(new PerspectiveCamera(), new Vector3(), point);
  expect(position.distanceTo(target)).toBeGreaterThan(0);
});
