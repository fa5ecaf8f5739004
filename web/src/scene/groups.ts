// What is done to a loaded model as a whole: moved, measured, freed.

import { type Box3, type Group, LineSegments, Mesh, type Vector3 } from "three";
import { nodeName } from "./parts";

/** Free what a model has on the graphics card; its own materials are never drawn. */
export function disposeGeometries(group: Group): void {
  group.traverse((object) => {
    if (object instanceof Mesh || object instanceof LineSegments) object.geometry.dispose();
  });
}

export function moveTo(group: Group, position: Vector3): void {
  group.position.copy(position);
  group.updateMatrixWorld(true);
}

/** Grow a box by all nodes of a name, as it is in the file. */
export function expandByNodes(box: Box3, group: Group, name: string): void {
  group.traverse((object) => {
    if (nodeName(object) === name) box.expandByObject(object);
  });
}
