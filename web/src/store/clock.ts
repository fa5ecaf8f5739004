// The site's time: this browser's clock corrected by what the server says, ticking each second.

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { LatestValue } from "../api/types";

export class Clock {
  private readonly seconds = signal(Date.now() / 1000);
  private readonly replayed = signal<number | null>(null);
  private offset = 0;
  private timer: ReturnType<typeof setInterval> | undefined;

  /** UTC seconds since 1970, updated each second. */
  get now(): ReadonlySignal<number> {
    return this.seconds;
  }

  /** The moment that views show: that of a replay, or else now. */
  readonly shown = computed(() => this.replayed.value ?? this.seconds.value);

  /** Show another moment than the present one; null is the present again. */
  show(seconds: number | null): void {
    this.replayed.value = seconds;
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), 1000);
  }

  stop(): void {
    clearInterval(this.timer);
  }

  /** Learn the server's time from its ages: its now is a value's time plus the value's age. */
  learn(values: readonly LatestValue[]): void {
    const aged = values.find((value) => value.time !== null && value.age_seconds);
    if (!aged || aged.time === null || aged.age_seconds === null) return;
    this.offset = aged.time + aged.age_seconds - Date.now() / 1000;
    this.tick();
  }

  private tick(): void {
    this.seconds.value = Date.now() / 1000 + this.offset;
  }
}
