// Every alarm of the site in its newest state.

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { AlarmBody } from "../api/types";

const STATE_ORDER: Record<AlarmBody["state"], number> = {
  ACTIVE_UNACKNOWLEDGED: 0,
  RETURNED_UNACKNOWLEDGED: 1,
  ACTIVE_ACKNOWLEDGED: 2,
  SHELVED: 3,
  OUT_OF_SERVICE: 4,
  NORMAL: 5,
};

export function isActive(alarm: AlarmBody): boolean {
  return alarm.state === "ACTIVE_UNACKNOWLEDGED" || alarm.state === "ACTIVE_ACKNOWLEDGED";
}

export function needsAcknowledgement(alarm: AlarmBody): boolean {
  return alarm.state === "ACTIVE_UNACKNOWLEDGED" || alarm.state === "RETURNED_UNACKNOWLEDGED";
}

/** What the operator must see: active, or returned but not acknowledged. */
export function isAnnounced(alarm: AlarmBody): boolean {
  return isActive(alarm) || needsAcknowledgement(alarm);
}

export class AlarmStore {
  private readonly byId = signal<ReadonlyMap<string, AlarmBody>>(new Map());

  /** All alarms; unacknowledged before acknowledged, then by priority, then newest first. */
  readonly list: ReadonlySignal<AlarmBody[]> = computed(() =>
    [...this.byId.value.values()].sort(byUrgency),
  );

  /** Take alarms of a list or of a live message; one that is older than what is known is left. */
  receive(alarms: readonly AlarmBody[]): void {
    const next = new Map(this.byId.peek());
    for (const alarm of alarms) {
      const known = next.get(alarm.alarm_id);
      if (!known || (known.time ?? 0) <= (alarm.time ?? 0)) next.set(alarm.alarm_id, alarm);
    }
    this.byId.value = next;
  }
}

function byUrgency(left: AlarmBody, right: AlarmBody): number {
  return (
    STATE_ORDER[left.state] - STATE_ORDER[right.state] ||
    left.priority - right.priority ||
    (right.time ?? 0) - (left.time ?? 0) ||
    left.alarm_id.localeCompare(right.alarm_id)
  );
}
