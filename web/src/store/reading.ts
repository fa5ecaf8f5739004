// What a value is worth right now: good, stale, bad, or nothing at all.

import type { SignalDefinition } from "../api/site";
import type { Point } from "../api/types";
import type { Clock } from "./clock";
import type { ValueStore } from "./values";

export type Health = "good" | "stale" | "bad" | "missing";

export interface Reading {
  health: Health;
  value: Point["value"];
  ageSeconds: number | null;
}

export function readingOf(definition: SignalDefinition, point: Point | null, now: number): Reading {
  if (!point) return { health: "missing", value: null, ageSeconds: null };
  if (definition.kind === "attribute") {
    return { health: "good", value: point.value, ageSeconds: null };
  }
  const ageSeconds = Math.max(0, now - point.time);
  return { health: healthOf(definition, point, ageSeconds), value: point.value, ageSeconds };
}

/** What a view shows of a signal: of a replay where that has it, or else what the plant says now. */
export function shownReading(
  definition: SignalDefinition,
  values: ValueStore,
  clock: Clock,
): Reading {
  const { alias } = definition;
  const moment = values.replayed.value?.has(alias) ? clock.shown : clock.now;
  return readingOf(definition, values.shown(alias).value, moment.value);
}

function healthOf(definition: SignalDefinition, point: Point, ageSeconds: number): Health {
  if (point.quality !== "GOOD" || point.value === null) return "bad";
  return ageSeconds > definition.stale_after_seconds ? "stale" : "good";
}
