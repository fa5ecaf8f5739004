// All parts of an upload: a few at a time, each tried again with a pause when the network fails;
// parts that an earlier attempt stored are not sent again. Addresses work for an hour, so they are
// asked for group by group, shortly before they are needed.

import type { UploadPart, UploadTarget } from "../api/types";
import { Backoff } from "../live/backoff";
import { slicesOf } from "./parts";
import { PutError, putPart } from "./put";

const AT_A_TIME = 3;
const MOST_TRIES = 4;
const GROUP_PARTS = 20;

export interface Transfer {
  file: Blob;
  parts: readonly UploadPart[];
  /** The addresses of the first group, which the opened session answered. */
  first: readonly UploadTarget[];
  targetsOf: (parts: UploadPart[]) => Promise<UploadTarget[]>;
  onPart: (partNumber: number, sentBytes: number) => void;
  cancelled: AbortSignal;
  put?: typeof putPart;
  pause?: (seconds: number) => Promise<void>;
}

/** Return the parts in groups: enough for all that send, few enough for their addresses to last. */
export function groupsOf(parts: readonly UploadPart[]): UploadPart[][] {
  const size = Math.max(1, Math.min(GROUP_PARTS, Math.ceil(parts.length / (2 * AT_A_TIME))));
  const count = Math.ceil(parts.length / size);
  return Array.from({ length: count }, (_, index) => parts.slice(index * size, (index + 1) * size));
}

export async function transferParts(transfer: Transfer): Promise<void> {
  const slices = slicesOf(transfer.file.size);
  const [first, ...others] = groupsOf(transfer.parts);
  const queue = [{ group: first ?? [], targets: transfer.first }, ...others.map(unaddressed)];
  let stopped = false;
  async function work(): Promise<void> {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const targets = next.targets ?? (await transfer.targetsOf(next.group));
      for (const target of targets) {
        if (stopped) return;
        const slice = slices[target.part_number - 1];
        if (!slice) throw new Error(`part ${target.part_number} is not one of this file`);
        const body = transfer.file.slice(slice.start, slice.end);
        if (!target.is_stored) await putWithRetries(transfer, target, body);
        transfer.onPart(target.part_number, body.size);
      }
    }
  }
  async function workOrStop(): Promise<void> {
    try {
      await work();
    } catch (error) {
      // One part that cannot be stored fails the upload: send no further ones.
      stopped = true;
      queue.length = 0;
      throw error;
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, workOrStop));
}

function unaddressed(group: UploadPart[]): { group: UploadPart[]; targets: null } {
  return { group, targets: null };
}

async function putWithRetries(transfer: Transfer, given: UploadTarget, body: Blob): Promise<void> {
  const { onPart, cancelled, put = putPart, pause = sleep } = transfer;
  const backoff = new Backoff();
  let target = given;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const onSent = (bytes: number): void => onPart(target.part_number, bytes);
      await put({ url: target.url, headers: target.headers, body, onSent, cancelled });
      return;
    } catch (error) {
      if (attempt >= MOST_TRIES || cancelled.aborted || !mayPass(error, attempt)) throw error;
      await pause(backoff.next());
      target = await renewed(transfer, target);
      if (target.is_stored) return; // only the answer was lost
    }
  }
}

/** Say whether trying again may help; an address that is too old is answered with 403. */
function mayPass(error: unknown, attempt: number): boolean {
  if (!(error instanceof PutError)) return false;
  return error.transient || (error.status === 403 && attempt === 1);
}

async function renewed(transfer: Transfer, target: UploadTarget): Promise<UploadTarget> {
  const part = transfer.parts[target.part_number - 1];
  const [fresh] = part ? await transfer.targetsOf([part]) : [];
  return fresh ?? target;
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
