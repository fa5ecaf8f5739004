/** Exponential back-off with full jitter: 0.5–1 s, then up to 30 s. */
export class Backoff {
  private attempt = 0;

  constructor(
    private readonly random: () => number = Math.random,
    private readonly firstSeconds = 1,
    private readonly mostSeconds = 30,
  ) {}

  /** Return how many seconds to wait before the next attempt. */
  next(): number {
    const ceiling = Math.min(this.mostSeconds, this.firstSeconds * 2 ** this.attempt);
    this.attempt += 1;
    return ceiling * (0.5 + this.random() / 2);
  }

  reset(): void {
    this.attempt = 0;
  }
}
