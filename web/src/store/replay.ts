// The course of a simulation shown in place of what is measured, moment by moment.

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Point, TrajectoryBody } from "../api/types";
import type { Clock } from "./clock";
import type { ValueStore } from "./values";

/** How long a replay takes, whatever time was simulated. */
const PLAYING_SECONDS = 10;
const TICKS_PER_SECOND = 10;

export interface Course {
  /** What is replayed, in words. */
  title: string;
  trajectory: TrajectoryBody;
}

export class Replay {
  private readonly running = signal<Course | null>(null);
  private readonly at = signal(0);
  private readonly isPlaying = signal(false);
  private timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly values: ValueStore,
    private readonly clock: Clock,
  ) {}

  get course(): ReadonlySignal<Course | null> {
    return this.running;
  }

  /** Simulated seconds since the inputs were taken. */
  get seconds(): ReadonlySignal<number> {
    return this.at;
  }

  get playing(): ReadonlySignal<boolean> {
    return this.isPlaying;
  }

  readonly duration = computed(() => this.running.value?.trajectory.seconds.at(-1) ?? 0);

  /** The span of time that charts show of a replay: it, and as much of what was before. */
  readonly span = computed<[number, number] | null>(() => {
    const trajectory = this.running.value?.trajectory;
    if (!trajectory) return null;
    const duration = Math.max(this.duration.value, 1);
    return [trajectory.inputs_at - duration, trajectory.inputs_at + duration];
  });

  /** The simulated points of a signal up to the moment that is shown. */
  pointsOf(alias: string): Point[] {
    const trajectory = this.running.peek()?.trajectory;
    const output = trajectory?.outputs.find((one) => one.alias === alias);
    if (!trajectory || !output) return [];
    const now = this.at.peek();
    const past = trajectory.seconds.filter((seconds) => seconds < now);
    const points = past.map((seconds, index) =>
      pointAt(trajectory.inputs_at + seconds, output.values[index] ?? 0),
    );
    return [...points, pointAt(trajectory.inputs_at + now, this.valueOf(output.values))];
  }

  begin(course: Course): void {
    this.running.value = course;
    this.seek(0);
    this.play();
  }

  play(): void {
    if (this.at.peek() >= this.duration.peek()) this.seek(0);
    this.pause();
    this.isPlaying.value = true;
    const step = this.duration.peek() / (PLAYING_SECONDS * TICKS_PER_SECOND);
    this.timer = setInterval(() => {
      this.seek(this.at.peek() + step);
      if (this.at.peek() >= this.duration.peek()) this.pause();
    }, 1000 / TICKS_PER_SECOND);
  }

  pause(): void {
    clearInterval(this.timer);
    this.isPlaying.value = false;
  }

  seek(seconds: number): void {
    this.at.value = Math.max(0, Math.min(seconds, this.duration.peek()));
    this.paint();
  }

  /** Show the present again. */
  end(): void {
    this.pause();
    this.running.value = null;
    this.values.replayed.value = null;
    this.clock.show(null);
  }

  private paint(): void {
    const trajectory = this.running.peek()?.trajectory;
    if (!trajectory) return;
    const time = trajectory.inputs_at + this.at.peek();
    const shown = new Map<string, Point>();
    for (const { alias, value } of trajectory.inputs) shown.set(alias, pointAt(time, value));
    for (const { alias, values } of trajectory.outputs) {
      shown.set(alias, pointAt(time, this.valueOf(values)));
    }
    this.values.replayed.value = shown;
    this.clock.show(time);
  }

  /** The value of the moment that is shown, on the line between its neighbours. */
  private valueOf(values: readonly number[]): number {
    const times = this.running.peek()?.trajectory.seconds ?? [];
    const now = this.at.peek();
    const after = times.findIndex((time) => time >= now);
    if (after <= 0) return values[Math.max(after, 0)] ?? 0;
    const [left, right] = [times[after - 1] ?? 0, times[after] ?? 0];
    const [from, to] = [values[after - 1] ?? 0, values[after] ?? 0];
    return from + ((to - from) * (now - left)) / (right - left);
  }
}

function pointAt(time: number, value: number): Point {
  return { time, value, quality: "GOOD" };
}
