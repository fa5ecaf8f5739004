// A WebSocket that a test plays the server of.

export class FakeSocket {
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { reason: string }) => void) | null = null;
  readonly sent: Record<string, unknown>[] = [];
  closed = false;

  constructor(
    readonly url: string,
    readonly protocols: string[],
  ) {}

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.closed = true;
  }

  /** Let the server say something. */
  say(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }

  /** Accept the connection and every subscription. */
  accept(connectionTimeoutMs = 300_000): void {
    this.onopen?.();
    this.say({ type: "connection_ack", connectionTimeoutMs });
    for (const { type, id } of this.sent) {
      if (type === "subscribe") this.say({ type: "subscribe_success", id });
    }
  }
}
