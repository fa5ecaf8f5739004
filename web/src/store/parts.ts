// How each asset looks: its worst alarm, the quality of its signals, running or stopped.

import { computed, type ReadonlySignal } from "@preact/signals";
import type { Asset } from "../api/site";
import type { AlarmBody, Point } from "../api/types";
import { type AlarmStore, isActive, isAnnounced, needsAcknowledgement } from "./alarms";
import type { Clock } from "./clock";
import { isBeyond } from "./limits";
import { type Health, shownReading } from "./reading";
import type { SiteIndex } from "./site";
import type { ValueStore } from "./values";

export interface PartState {
  /** 1–4, or 0 where no alarm of the asset or below it is active. */
  priority: number;
  unacknowledged: boolean;
  /** The worst of the asset's own measurements; `missing` only where none ever came. */
  health: Health;
  running: boolean | null;
}

const HEALTH_ORDER: Health[] = ["good", "missing", "stale", "bad"];

export class PartStore {
  private readonly states = new Map<string, ReadonlySignal<PartState>>();

  constructor(
    private readonly site: SiteIndex,
    private readonly values: ValueStore,
    private readonly alarms: AlarmStore,
    private readonly clock: Clock,
  ) {
    for (const asset of site.document.assets) this.states.set(asset.id, this.derive(asset));
  }

  of(assetId: string): ReadonlySignal<PartState> {
    const state = this.states.get(assetId);
    if (!state) throw new Error(`no asset ${assetId} in the site document`);
    return state;
  }

  private derive(asset: Asset): ReadonlySignal<PartState> {
    const subtree = new Set(this.site.subtreeOf(asset.id));
    let previous: PartState | null = null;
    return computed(() => {
      const replayed = this.values.replayed.value;
      const mine = this.alarms.list.value.filter(
        (alarm) => subtree.has(alarm.asset) && !replayed?.has(alarm.signal),
      );
      const next: PartState = {
        ...worse(worstAlarm(mine), replayed ? this.simulatedAlarm(subtree, replayed) : 0),
        health: this.healthOf(asset),
        running: this.runningOf(asset),
      };
      // The same object for the same state: whoever draws it is not woken every second.
      previous = previous && sameState(previous, next) ? previous : next;
      return previous;
    });
  }

  /** The priority of the worst alarm that simulated values would raise; 0 where there is none. */
  private simulatedAlarm(
    subtree: ReadonlySet<string>,
    replayed: ReadonlyMap<string, Point>,
  ): number {
    const raised = this.site.document.alarms.filter((alarm) => {
      const point = subtree.has(alarm.asset) ? replayed.get(alarm.signal) : undefined;
      return point !== undefined && isBeyond(alarm, point.value);
    });
    return raised.length ? Math.min(...raised.map((alarm) => alarm.priority)) : 0;
  }

  private healthOf(asset: Asset): Health {
    const healths = this.site
      .signalsOf(asset.id)
      .filter((definition) => definition.kind === "measurement")
      .map((item) => shownReading(item, this.values, this.clock).health);
    return HEALTH_ORDER.findLast((health) => healths.includes(health)) ?? "good";
  }

  private runningOf(asset: Asset): boolean | null {
    const definition = this.site.runningSignalOf(asset.id);
    if (!definition) return null;
    const reading = shownReading(definition, this.values, this.clock);
    return reading.health === "good" ? reading.value === true || reading.value === 1 : null;
  }
}

type Worst = Pick<PartState, "priority" | "unacknowledged">;

function worse(worst: Worst, priority: number): Worst {
  const both = [worst.priority, priority].filter((one) => one > 0);
  return { ...worst, priority: both.length ? Math.min(...both) : 0 };
}

function worstAlarm(alarms: readonly AlarmBody[]): Worst {
  const active = alarms.filter(isActive);
  const priority = active.length ? Math.min(...active.map((alarm) => alarm.priority)) : 0;
  const unacknowledged = alarms.some((alarm) => isAnnounced(alarm) && needsAcknowledgement(alarm));
  return { priority, unacknowledged };
}

function sameState(left: PartState, right: PartState): boolean {
  return (
    left.priority === right.priority &&
    left.unacknowledged === right.unacknowledged &&
    left.health === right.health &&
    left.running === right.running
  );
}
