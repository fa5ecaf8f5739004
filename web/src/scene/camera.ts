// Framing: move the camera so that a box fills the view, keeping its direction.

import { type Box3, type PerspectiveCamera, Vector3 } from "three";
import type { OrbitControls } from "three/addons/controls/OrbitControls.js";

const MARGIN = 1.08;
const DURATION_MILLISECONDS = 260;
const UP = new Vector3(0, 1, 0);

export interface Framing {
  position: Vector3;
  target: Vector3;
}

/** The nearest place on the camera's line of sight from which the whole box is in view. */
export function framingOf(camera: PerspectiveCamera, target: Vector3, box: Box3): Framing {
  const center = box.getCenter(new Vector3());
  const toCamera = camera.position.clone().sub(target);
  if (toCamera.lengthSq() < 1e-9) toCamera.set(1, 0.7, 1);
  toCamera.normalize();
  const right = new Vector3().crossVectors(UP, toCamera).normalize();
  const up = new Vector3().crossVectors(toCamera, right);
  const vertical = Math.tan((camera.fov * Math.PI) / 360) / MARGIN;
  const horizontal = vertical * camera.aspect;
  const distances = cornersOf(box).map((corner) => {
    const offset = corner.sub(center);
    const across = Math.abs(offset.dot(right)) / horizontal;
    const along = Math.abs(offset.dot(up)) / vertical;
    return offset.dot(toCamera) + Math.max(across, along);
  });
  const distance = Math.max(...distances, 0.05);
  return { position: center.clone().addScaledVector(toCamera, distance), target: center };
}

function cornersOf({ min, max }: Box3): Vector3[] {
  const ends = [min, max];
  return ends.flatMap(({ x }) =>
    ends.flatMap(({ y }) => ends.map(({ z }) => new Vector3(x, y, z))),
  );
}

/** Glide to a framing, or jump where people asked for less motion. */
export function moveCamera(
  camera: PerspectiveCamera,
  controls: OrbitControls,
  framing: Framing,
  draw: () => void,
): void {
  const from = { position: camera.position.clone(), target: controls.target.clone() };
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const start = performance.now();
  const reach = framing.position.distanceTo(framing.target);
  camera.near = Math.max(reach / 500, 0.005);
  camera.far = Math.max(reach * 50, 100);
  camera.updateProjectionMatrix();
  step(still ? start + DURATION_MILLISECONDS : start);

  function step(time: number): void {
    const progress = Math.min(1, Math.max(0, (time - start) / DURATION_MILLISECONDS));
    const eased = 1 - (1 - progress) ** 3;
    camera.position.lerpVectors(from.position, framing.position, eased);
    controls.target.lerpVectors(from.target, framing.target, eased);
    controls.update();
    draw();
    if (progress < 1) requestAnimationFrame(step);
  }
}
