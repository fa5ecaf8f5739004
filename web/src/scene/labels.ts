// Tags over the 3D view: the asset's id with its alarm symbol and `?` where data is not good.

import { type Camera, Vector3 } from "three";
import type { PartState } from "../store/parts";
import { PRIORITY_SYMBOLS } from "./appearance";
import type { Part } from "./parts";

interface Tag {
  element: HTMLElement;
  anchor: Vector3;
  urgency: number;
}

const projected = new Vector3();

export class Labels {
  private readonly tags = new Map<string, Tag>();

  constructor(private readonly layer: HTMLElement) {}

  /** Tag a part, or move the tag that it has. */
  add(part: Part): void {
    this.remove(part.assetId);
    const element = document.createElement("span");
    element.className = "tag";
    element.textContent = part.assetId;
    this.layer.append(element);
    const anchor = part.box.getCenter(new Vector3());
    anchor.y = part.box.max.y;
    this.tags.set(part.assetId, { element, anchor, urgency: 0 });
  }

  remove(assetId: string): void {
    this.tags.get(assetId)?.element.remove();
    this.tags.delete(assetId);
  }

  paint(assetId: string, state: PartState, selected: boolean): void {
    const tag = this.tags.get(assetId);
    if (!tag) return;
    const symbol = state.priority ? `${PRIORITY_SYMBOLS[state.priority]}${state.priority} ` : "";
    const doubt = state.health === "good" ? "" : " ?";
    tag.element.textContent = `${symbol}${assetId}${doubt}`;
    tag.element.dataset.priority = String(state.priority);
    tag.element.dataset.selected = String(selected);
    tag.element.dataset.flashing = String(state.priority === 1 && state.unacknowledged);
    tag.urgency = (selected ? 10 : 0) + (state.priority ? 5 - state.priority : 0);
  }

  /** Put the tags over their parts; where two would overlap, the more urgent one stays. */
  place(camera: Camera, width: number, height: number): void {
    const taken: { x: number; y: number; w: number }[] = [];
    const ordered = [...this.tags.values()].sort((left, right) => right.urgency - left.urgency);
    for (const { element, anchor } of ordered) {
      projected.copy(anchor).project(camera);
      const x = ((projected.x + 1) / 2) * width;
      const y = ((1 - projected.y) / 2) * height;
      const w = (element.textContent?.length ?? 0) * 7 + 14;
      const covered = taken.some(
        (other) => Math.abs(other.x - x) < (other.w + w) / 2 && Math.abs(other.y - y) < 20,
      );
      const outside = projected.z > 1 || x < 0 || x > width || y < 0 || y > height;
      element.hidden = covered || outside;
      if (!element.hidden) taken.push({ x, y, w });
      element.style.transform = `translate(-50%, -100%) translate(${x.toFixed(1)}px, ${(y - 6).toFixed(1)}px)`;
    }
  }
}
