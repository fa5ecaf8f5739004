// Conversions of files in their newest state, and how far back they are known.

import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { ConversionBody, ConversionPage } from "../api/types";

const STATE_ORDER: Record<ConversionBody["state"], number> = {
  QUEUED: 0,
  RUNNING: 1,
  SUCCEEDED: 2,
  FAILED: 2,
  CANCELLED: 2,
};

export function isUnderWay(conversion: ConversionBody): boolean {
  return conversion.state === "QUEUED" || conversion.state === "RUNNING";
}

export class ConversionStore {
  private readonly byId = signal<ReadonlyMap<string, ConversionBody>>(new Map());
  /** Where the list goes on that the service has; null where all of it is known. */
  readonly nextToken = signal<string | null>(null);

  /** All that are known: under way first, then newest first. */
  readonly list: ReadonlySignal<ConversionBody[]> = computed(() =>
    [...this.byId.value.values()].sort(byUrgency),
  );

  readonly underWay = computed(() => this.list.value.filter(isUnderWay).length);

  /** Take conversions of an answer or of a live message; what is older than known is left. */
  receive(conversions: readonly ConversionBody[]): void {
    const next = new Map(this.byId.peek());
    for (const conversion of conversions) {
      const known = next.get(conversion.conversion_id);
      if (!known || !isOlder(conversion, known)) next.set(conversion.conversion_id, conversion);
    }
    this.byId.value = next;
  }

  /** Take a page of the list; the last page that was fetched says where it goes on. */
  receivePage(page: ConversionPage): void {
    this.receive(page.conversions);
    this.nextToken.value = page.next_token;
  }
}

/** An attempt only goes forward, and attempts follow each other. */
function isOlder(one: ConversionBody, known: ConversionBody): boolean {
  if (one.attempt !== known.attempt) return one.attempt < known.attempt;
  if (STATE_ORDER[one.state] !== STATE_ORDER[known.state]) {
    return STATE_ORDER[one.state] < STATE_ORDER[known.state];
  }
  return one.progress < known.progress;
}

function byUrgency(left: ConversionBody, right: ConversionBody): number {
  return (
    Number(isUnderWay(right)) - Number(isUnderWay(left)) ||
    right.requested_at - left.requested_at ||
    left.conversion_id.localeCompare(right.conversion_id)
  );
}
