// All parts of an upload: a few at a time, each tried again with a pause when the network fails;
// parts that an earlier attempt stored are not sent again.

import type { StoredPart, UploadPart, UploadTarget } from "../api/types";
import { Backoff } from "../live/backoff";
import { slicesOf } from "./parts";
import { PutError, putPart } from "./put";

const AT_A_TIME = 3;
const MOST_TRIES = 4;

export interface Transfer {
  file: Blob;
  targets: readonly UploadTarget[];
  parts: readonly UploadPart[];
  onPart: (partNumber: number, sentBytes: number) => void;
  cancelled: AbortSignal;
  put?: typeof putPart;
  pause?: (seconds: number) => Promise<void>;
}

export async function transferParts(transfer: Transfer): Promise<StoredPart[]> {
  const slices = slicesOf(transfer.file.size);
  const stored: StoredPart[] = [];
  const queue = [...transfer.targets];
  async function work(): Promise<void> {
    for (let target = queue.shift(); target; target = queue.shift()) {
      const slice = slices[target.part_number - 1];
      const part = transfer.parts[target.part_number - 1];
      if (!slice || !part) throw new Error(`part ${target.part_number} was not announced`);
      const body = transfer.file.slice(slice.start, slice.end);
      const etag = target.stored_etag ?? (await putWithRetries(transfer, target, body));
      transfer.onPart(target.part_number, body.size);
      stored.push({ part_number: target.part_number, etag, sha256: part.sha256 });
    }
  }
  async function workOrStop(): Promise<void> {
    try {
      await work();
    } catch (error) {
      // One part that cannot be stored fails the upload: send no further ones.
      queue.length = 0;
      throw error;
    }
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, workOrStop));
  return stored.sort((left, right) => left.part_number - right.part_number);
}

async function putWithRetries(
  { onPart, cancelled, put = putPart, pause = sleep }: Transfer,
  target: UploadTarget,
  body: Blob,
): Promise<string> {
  const backoff = new Backoff();
  for (let attempt = 1; ; attempt += 1) {
    try {
      const onSent = (bytes: number): void => onPart(target.part_number, bytes);
      return await put({ url: target.url, headers: target.headers, body, onSent, cancelled });
    } catch (error) {
      const transient = error instanceof PutError && error.transient;
      if (!transient || attempt >= MOST_TRIES || cancelled.aborted) throw error;
      await pause(backoff.next());
    }
  }
}

function sleep(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
