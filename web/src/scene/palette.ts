// The scene's colours, read from the design tokens so that themes reach the 3D view.

import { Color } from "three";
import type { ColourToken } from "./appearance";

export interface Palette {
  background: Color;
  edge: Color;
  selected: Color;
  structure: Color;
  states: Record<ColourToken, Color>;
}

export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): Color => new Color(style.getPropertyValue(name).trim());
  return {
    background: token("--scene"),
    edge: token("--scene-edge"),
    selected: token("--accent"),
    structure: token("--scene-structure"),
    states: {
      normal: token("--equipment"),
      p1: token("--p1"),
      p2: token("--p2"),
      p3: token("--p3"),
      p4: token("--p4"),
    },
  };
}
