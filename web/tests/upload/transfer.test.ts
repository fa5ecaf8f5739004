import { expect, test, vi } from "vitest";
import type { UploadPart, UploadTarget } from "../../src/api/types";
import { slicesOf } from "../../src/upload/parts";
import { type Put, PutError } from "../../src/upload/put";
import { groupsOf, type Transfer, transferParts } from "../../src/upload/transfer";

const PART = 8 * 1024 * 1024;

function targetOf(part: UploadPart): UploadTarget {
  const { part_number } = part;
  const headers = { "x-amz-checksum-sha256": part.checksum };
  return { part_number, url: `https://storage/${part_number}`, headers, is_stored: false };
}

/** A file of some parts; every PUT works unless a test says otherwise. */
function transfer(count: number, change: Partial<Transfer> = {}): Transfer {
  const file = new Blob([new Uint8Array((count - 1) * PART + 10)]);
  const parts = slicesOf(file.size).map(({ partNumber }) => ({
    part_number: partNumber,
    checksum: `digest-${partNumber}`,
  }));
  return {
    file,
    parts,
    first: (groupsOf(parts)[0] ?? []).map(targetOf),
    targetsOf: async (asked) => asked.map(targetOf),
    onPart: () => undefined,
    cancelled: new AbortController().signal,
    put: async () => undefined,
    pause: async () => undefined,
    ...change,
  };
}

test("every part goes to its own address with its checksum", async () => {
  const put = vi.fn(async (_: Put) => undefined);
  await transferParts(transfer(5, { put }));
  const urls = put.mock.calls.map(([{ url }]) => url);
  expect(urls.sort()).toEqual([1, 2, 3, 4, 5].map((number) => `https://storage/${number}`));
  const last = put.mock.calls.find(([{ url }]) => url.endsWith("/5"))?.[0];
  expect(last?.headers).toEqual({ "x-amz-checksum-sha256": "digest-5" });
  expect(last?.body.size).toBe(10);
});

test("addresses are asked for group by group, those of the first are known", async () => {
  const targetsOf = vi.fn(async (asked: UploadPart[]) => asked.map(targetOf));
  await transferParts(transfer(9, { targetsOf }));
  const asked = targetsOf.mock.calls.map(([parts]) => parts.map((part) => part.part_number));
  expect(asked).toEqual([[3, 4], [5, 6], [7, 8], [9]]);
});

test("groups are at most so long that their addresses last", () => {
  const parts = Array.from({ length: 10_000 }, (_, index) => ({
    part_number: index + 1,
    checksum: "",
  }));
  const groups = groupsOf(parts);
  expect(Math.max(...groups.map((group) => group.length))).toBe(20);
  expect(groups.flat()).toEqual(parts);
  expect(groupsOf([])).toEqual([]);
});

test("at most three parts are on their way at a time", async () => {
  let [now, most] = [0, 0];
  const put = async (): Promise<void> => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 1));
    now -= 1;
  };
  await transferParts(transfer(7, { put }));
  expect(most).toBe(3);
});

test("a part that fails for a moment is tried again, after longer and longer pauses", async () => {
  const put = vi
    .fn<() => Promise<void>>()
    .mockRejectedValueOnce(new PutError("the connection failed", true))
    .mockRejectedValueOnce(new PutError("the storage answered 503", true))
    .mockResolvedValue(undefined);
  const pauses: number[] = [];
  const pause = async (seconds: number): Promise<void> => void pauses.push(seconds);
  await transferParts(transfer(1, { put, pause }));
  expect(put).toHaveBeenCalledTimes(3);
  expect(pauses[0]).toBeLessThanOrEqual(1);
  expect(pauses[1]).toBeGreaterThanOrEqual(1);
});

test("a part whose answer was lost is not sent again", async () => {
  const put = vi.fn(async (): Promise<void> => {
    throw new PutError("the connection failed", true);
  });
  const targetsOf = async (asked: UploadPart[]) =>
    asked.map((part) => ({ ...targetOf(part), is_stored: true }));
  await transferParts(transfer(1, { put, targetsOf }));
  expect(put).toHaveBeenCalledOnce();
});

test("an address that is too old is asked for again, once", async () => {
  const put = vi.fn(async (): Promise<void> => {
    throw new PutError("the storage answered 403 AccessDenied", false, 403);
  });
  await expect(transferParts(transfer(1, { put }))).rejects.toThrow("AccessDenied");
  expect(put).toHaveBeenCalledTimes(2);
});

test("after four tries it gives up with the reason", async () => {
  const put = vi.fn(async (): Promise<void> => {
    throw new PutError("the storage answered 503", true, 503);
  });
  await expect(transferParts(transfer(1, { put }))).rejects.toThrow("503");
  expect(put).toHaveBeenCalledTimes(4);
});

test("what trying again cannot help fails at once, and no further part is sent", async () => {
  const put = vi.fn(async ({ url }: Put): Promise<void> => {
    await new Promise((resolve) => setTimeout(resolve, url.endsWith("/1") ? 0 : 20));
    if (url.endsWith("/1")) throw new PutError("the storage answered 400 BadDigest", false, 400);
  });
  await expect(transferParts(transfer(8, { put }))).rejects.toThrow("BadDigest");
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(put).toHaveBeenCalledTimes(3);
});

test("cancelling ends the tries", async () => {
  const cancelling = new AbortController();
  const put = vi.fn(async (): Promise<void> => {
    cancelling.abort();
    throw new PutError("the connection failed", true);
  });
  const cancelled = cancelling.signal;
  await expect(transferParts(transfer(1, { put, cancelled }))).rejects.toThrow();
  expect(put).toHaveBeenCalledOnce();
});

test("a part that an earlier attempt stored is not sent again", async () => {
  const put = vi.fn(async () => undefined);
  const onPart = vi.fn();
  const stored = async (asked: UploadPart[]) =>
    asked.map((part) => ({ ...targetOf(part), is_stored: part.part_number === 2 }));
  await transferParts(transfer(3, { put, onPart, targetsOf: stored }));
  expect(put).toHaveBeenCalledTimes(2);
  expect(onPart).toHaveBeenCalledWith(2, PART);
});
