// The look of a part in a state, after ISA-101: grey unless abnormal, never a stale colour.

import type { PartState } from "../store/parts";

export type ColourToken = "normal" | "p1" | "p2" | "p3" | "p4";
export type Fill = "filled" | "hollow" | "hatched";

export interface Appearance {
  colour: ColourToken;
  fill: Fill;
  flashing: boolean;
}

const PRIORITY_TOKENS: ColourToken[] = ["normal", "p1", "p2", "p3", "p4"];

export function appearanceOf(state: PartState): Appearance {
  if (state.health === "stale" || state.health === "bad" || state.health === "missing") {
    return { colour: "normal", fill: "hatched", flashing: false };
  }
  const colour = PRIORITY_TOKENS[state.priority] ?? "normal";
  return {
    colour,
    fill: state.running === false && colour === "normal" ? "hollow" : "filled",
    flashing: state.priority === 1 && state.unacknowledged,
  };
}

/** The symbol that goes with the colour, so that colour never stands alone. */
export const PRIORITY_SYMBOLS: Record<number, string> = { 1: "■", 2: "▲", 3: "▼", 4: "●" };

/** The state in words, for lists and screen readers. */
export function stateText(state: PartState): string {
  const parts: string[] = [];
  if (state.priority) {
    parts.push(`priority ${state.priority} alarm${state.unacknowledged ? ", unacknowledged" : ""}`);
  } else if (state.unacknowledged) {
    parts.push("alarm returned, unacknowledged");
  }
  if (state.health === "stale") parts.push("stale data");
  if (state.health === "bad") parts.push("bad quality");
  if (state.health === "missing") parts.push("no data");
  if (state.running !== null) parts.push(state.running ? "running" : "stopped");
  return parts.join(", ") || "normal";
}
