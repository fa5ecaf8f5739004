// Command requests, newest first per command.

import { type ReadonlySignal, signal } from "@preact/signals";
import type { CommandBody } from "../api/types";

/** How long after its expiry an answer may still arrive before we call it timed out. */
const ANSWER_GRACE_SECONDS = 10;

export type CommandPhase = "pending" | "applied" | "rejected" | "timed_out";

export function phaseOf(request: CommandBody, now: number): CommandPhase {
  switch (request.state) {
    case "REQUESTED":
    case "SENT":
      return now > request.expires_at + ANSWER_GRACE_SECONDS ? "timed_out" : "pending";
    case "APPLIED":
      return "applied";
    case "EXPIRED":
      return "timed_out";
    default:
      return "rejected";
  }
}

export class CommandStore {
  private readonly byId = signal<ReadonlyMap<string, CommandBody>>(new Map());

  receive(requests: readonly CommandBody[]): void {
    const next = new Map(this.byId.peek());
    for (const request of requests) {
      const known = next.get(request.request_id);
      if (!known || known.steps.length <= request.steps.length) {
        next.set(request.request_id, request);
      }
    }
    this.byId.value = next;
  }

  get requests(): ReadonlySignal<ReadonlyMap<string, CommandBody>> {
    return this.byId;
  }

  newestOf(commandId: string): CommandBody | null {
    let newest: CommandBody | null = null;
    for (const request of this.byId.value.values()) {
      if (request.command_id !== commandId) continue;
      if (!newest || request.requested_at > newest.requested_at) newest = request;
    }
    return newest;
  }
}
