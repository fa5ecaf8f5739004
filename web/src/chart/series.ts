// One signal's points in time order, each time once, and what of them a plot needs.

import type { Point } from "../api/types";

export type Line = [times: number[], values: (number | null)[]];

/** More points than this are thinned to the lowest and highest of each slice. */
const MOST_PLOTTED = 6000;

export class TimeSeries {
  private readonly times: number[] = [];
  private readonly values: (number | null)[] = [];

  /** Merge points; one at a time already known replaces it. */
  add(points: readonly Point[]): void {
    for (const point of points) this.insert(point.time, numberOf(point));
  }

  /** Forget what is older than `time`. */
  trim(time: number): void {
    let count = 0;
    while (count < this.times.length && (this.times[count] ?? 0) < time) count += 1;
    this.times.splice(0, count);
    this.values.splice(0, count);
  }

  get length(): number {
    return this.times.length;
  }

  get last(): { time: number; value: number | null } | null {
    const time = this.times.at(-1);
    return time === undefined ? null : { time, value: this.values.at(-1) ?? null };
  }

  /** Lowest and highest value, or null where there is none. */
  get extent(): [number, number] | null {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const value of this.values) {
      if (value === null) continue;
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return low <= high ? [low, high] : null;
  }

  /** The line to plot; a silence longer than `gapSeconds` breaks it. */
  line(gapSeconds: number): Line {
    return thinned(this.withGaps(gapSeconds), MOST_PLOTTED);
  }

  rows(): [number, number | null][] {
    return this.times.map((time, index) => [time, this.values[index] ?? null]);
  }

  private insert(time: number, value: number | null): void {
    let index = this.times.length;
    while (index > 0 && (this.times[index - 1] ?? 0) > time) index -= 1;
    if (this.times[index - 1] === time) {
      this.values[index - 1] = value;
      return;
    }
    this.times.splice(index, 0, time);
    this.values.splice(index, 0, value);
  }

  private withGaps(gapSeconds: number): Line {
    const times: number[] = [];
    const values: (number | null)[] = [];
    this.times.forEach((time, index) => {
      const previous = this.times[index - 1];
      if (previous !== undefined && time - previous > gapSeconds) {
        times.push((previous + time) / 2);
        values.push(null);
      }
      times.push(time);
      values.push(this.values[index] ?? null);
    });
    return [times, values];
  }
}

/** A value that is not good is a gap, not a number. */
function numberOf(point: Point): number | null {
  if (point.quality !== "GOOD") return null;
  if (typeof point.value === "boolean") return point.value ? 1 : 0;
  return typeof point.value === "number" ? point.value : null;
}

/** Keep the lowest and the highest of each slice, and every gap. */
export function thinned([times, values]: Line, most: number): Line {
  if (times.length <= most) return [times, values];
  const size = Math.ceil(times.length / (most / 2));
  const kept = new Set<number>();
  for (let start = 0; start < times.length; start += size) {
    const end = Math.min(start + size, times.length);
    for (const index of extremes(values, start, end)) kept.add(index);
  }
  const order = [...kept].sort((left, right) => left - right);
  return [order.map((index) => times[index] ?? 0), order.map((index) => values[index] ?? null)];
}

function extremes(values: (number | null)[], start: number, end: number): number[] {
  let low = -1;
  let high = -1;
  const gaps: number[] = [];
  for (let index = start; index < end; index += 1) {
    const value = values[index];
    if (value === null || value === undefined) gaps.push(index);
    else {
      if (low < 0 || value < (values[low] ?? 0)) low = index;
      if (high < 0 || value > (values[high] ?? 0)) high = index;
    }
  }
  return [low, high, ...gaps.slice(0, 1)].filter((index) => index >= 0);
}
