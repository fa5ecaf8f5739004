// Live, catching up, delayed or offline, with the age of the newest data.

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { LiveStatus } from "../live/source";
import type { Clock } from "./clock";
import type { ValueStore } from "./values";

export type Badge = "connecting" | "catching-up" | "live" | "delayed" | "offline";

/** Data older than this over a working connection is delayed. */
export const DELAYED_AFTER_SECONDS = 15;

export interface ConnectionView {
  badge: Badge;
  ageSeconds: number | null;
  reason: string;
}

export class ConnectionStore {
  readonly status: Signal<LiveStatus> = signal<LiveStatus>({ state: "connecting" });
  readonly view: ReadonlySignal<ConnectionView>;
  /** How many fetches of what was missed are under way. */
  private readonly fetches = signal(0);

  constructor(values: ValueStore, clock: Clock) {
    this.view = computed(() => {
      const newest = values.newestTime.value;
      const ageSeconds = newest === null ? null : Math.max(0, clock.now.value - newest);
      return viewOf(this.status.value, ageSeconds, this.fetches.value > 0);
    });
  }

  /** Note that what was missed is being fetched. */
  begin(): void {
    this.fetches.value += 1;
  }

  end(): void {
    this.fetches.value -= 1;
  }
}

export function viewOf(
  status: LiveStatus,
  ageSeconds: number | null,
  catchingUp = false,
): ConnectionView {
  if (status.state === "offline") {
    return { badge: "offline", ageSeconds, reason: status.reason };
  }
  if (status.state === "connecting") return { badge: "connecting", ageSeconds, reason: "" };
  if (catchingUp) return { badge: "catching-up", ageSeconds, reason: "" };
  const delayed = ageSeconds === null || ageSeconds > DELAYED_AFTER_SECONDS;
  return { badge: delayed ? "delayed" : "live", ageSeconds, reason: "" };
}
