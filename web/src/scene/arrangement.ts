// Where models stand that the site gives no place: in a row in front of it, on its floor.

import { type Box3, Vector3 } from "three";

/** Space between the site and the row, and between two models. */
const GAP_METRES = 0.4;

/** Return how far each box must move; `site` is what the site has placed itself. */
export function besideSite(site: Box3, boxes: readonly Box3[]): Vector3[] {
  if (site.isEmpty()) return boxes.map(() => new Vector3());
  let left = site.min.x;
  return boxes.map((box) => {
    if (box.isEmpty()) return new Vector3();
    const front = site.max.z + GAP_METRES;
    const move = new Vector3(left - box.min.x, site.min.y - box.min.y, front - box.min.z);
    left += box.max.x - box.min.x + GAP_METRES;
    return move;
  });
}
