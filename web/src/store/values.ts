// The newest value of every signal, by source time.

import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { SignalDefinition } from "../api/site";
import type { LatestValue, Point, ValuesEvent } from "../api/types";

export type PointListener = (alias: string, points: readonly Point[]) => void;

export class ValueStore {
  /** What views show instead of the newest values while a simulation is replayed. */
  readonly replayed = signal<ReadonlyMap<string, Point> | null>(null);
  private readonly views = new Map<string, ReadonlySignal<Point | null>>();
  private readonly latest = new Map<string, Signal<Point | null>>();
  private readonly listeners = new Set<PointListener>();
  private readonly newest = signal<number | null>(null);

  constructor(definitions: readonly SignalDefinition[]) {
    for (const definition of definitions) this.latest.set(definition.alias, signal(null));
  }

  /** Source time of the newest value of the whole site. */
  get newestTime(): ReadonlySignal<number | null> {
    return this.newest;
  }

  /** What a view shows of a signal; what the plant is at now is told by `of` alone. */
  shown(alias: string): ReadonlySignal<Point | null> {
    let view = this.views.get(alias);
    if (!view) {
      const newest = this.of(alias);
      view = computed(() => this.replayed.value?.get(alias) ?? newest.value);
      this.views.set(alias, view);
    }
    return view;
  }

  of(alias: string): ReadonlySignal<Point | null> {
    let entry = this.latest.get(alias);
    if (!entry) {
      entry = signal(null);
      this.latest.set(alias, entry);
    }
    return entry;
  }

  /** Take the answer of GET /signals/latest. */
  load(values: readonly LatestValue[]): void {
    for (const { alias, time, value, quality } of values) {
      // An attribute has a value but no time; anything with a time is newer.
      if (time !== null || value !== null) this.keep(alias, { time: time ?? 0, value, quality });
    }
  }

  /** Take a live message; older points still reach the charts. */
  receive(event: ValuesEvent): void {
    for (const point of event.points) this.keep(event.alias, point);
    for (const listener of this.listeners) listener(event.alias, event.points);
  }

  onPoints(listener: PointListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private keep(alias: string, point: Point): void {
    const entry = this.of(alias) as Signal<Point | null>;
    const known = entry.peek();
    if (known && known.time > point.time) return;
    entry.value = point;
    if (point.time > (this.newest.peek() ?? 0)) this.newest.value = point.time;
  }
}
