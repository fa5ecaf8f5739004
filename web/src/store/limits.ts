// Whether values lie beyond the limit of an alarm.

import type { AlarmDefinition } from "../api/site";
import type { Value } from "../api/types";

/** Whether any value from `low` to `high` lies beyond the limit. */
export function reachesBeyond(alarm: AlarmDefinition, low: number, high: number): boolean {
  switch (alarm.comparison) {
    case ">":
      return high > alarm.threshold;
    case ">=":
      return high >= alarm.threshold;
    case "<":
      return low < alarm.threshold;
    case "<=":
      return low <= alarm.threshold;
    case "==":
      return low <= alarm.threshold && alarm.threshold <= high;
    case "!=":
      return low !== alarm.threshold || high !== alarm.threshold;
  }
}

export function isBeyond(alarm: AlarmDefinition, value: Value): boolean {
  const number = Number(value);
  return typeof value !== "string" && value !== null && reachesBeyond(alarm, number, number);
}
