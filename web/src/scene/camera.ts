// Framing: move the camera so that a box fills the view, keeping its direction.

import { type Box3, type PerspectiveCamera, Sphere, type Vector3 } from "three";
import type { OrbitControls } from "three/addons/controls/OrbitControls.js";

const MARGIN = 1.1;
const DURATION_MILLISECONDS = 260;

export interface Framing {
  position: Vector3;
  target: Vector3;
}

export function framingOf(camera: PerspectiveCamera, target: Vector3, box: Box3): Framing {
  const sphere = box.getBoundingSphere(new Sphere());
  const vertical = (camera.fov * Math.PI) / 360;
  const horizontal = Math.atan(Math.tan(vertical) * camera.aspect);
  const distance = (sphere.radius * MARGIN) / Math.sin(Math.min(vertical, horizontal));
  const direction = camera.position.clone().sub(target);
  if (direction.lengthSq() < 1e-9) direction.set(1, 0.7, 1);
  return {
    position: sphere.center.clone().addScaledVector(direction.normalize(), distance),
    target: sphere.center.clone(),
  };
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
