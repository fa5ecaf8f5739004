import { expect, test, vi } from "vitest";
import { slicesOf } from "../../src/upload/parts";
import { type Put, PutError } from "../../src/upload/put";
import { type Transfer, transferParts } from "../../src/upload/transfer";

const PART = 8 * 1024 * 1024;

/** A file of some parts; every PUT answers an ETag unless a test says otherwise. */
function transfer(count: number, change: Partial<Transfer> = {}): Transfer {
  const file = new Blob([new Uint8Array((count - 1) * PART + 10)]);
  const slices = slicesOf(file.size);
  return {
    file,
    targets: slices.map(({ partNumber }) => ({
      part_number: partNumber,
      url: `https://storage/${partNumber}`,
      headers: { "x-amz-checksum-sha256": `digest-${partNumber}` },
    })),
    parts: slices.map(({ partNumber, start, end }) => ({
      part_number: partNumber,
      size_bytes: end - start,
      sha256: `digest-${partNumber}`,
    })),
    onPart: () => undefined,
    cancelled: new AbortController().signal,
    put: async ({ url }) => `"etag of ${url}"`,
    pause: async () => undefined,
    ...change,
  };
}

test("every part goes to its own address with its checksum, and comes back in order", async () => {
  const put = vi.fn(async ({ url }: Put) => `"${url}"`);
  const stored = await transferParts(transfer(5, { put }));
  expect(stored.map((part) => part.part_number)).toEqual([1, 2, 3, 4, 5]);
  expect(stored[4]).toEqual({
    part_number: 5,
    etag: '"https://storage/5"',
    sha256: "digest-5",
  });
  const last = put.mock.calls.find(([{ url }]) => url.endsWith("/5"))?.[0];
  expect(last?.headers).toEqual({ "x-amz-checksum-sha256": "digest-5" });
  expect(last?.body.size).toBe(10);
});

test("at most three parts are on their way at a time", async () => {
  let [now, most] = [0, 0];
  const put = async (): Promise<string> => {
    now += 1;
    most = Math.max(most, now);
    await new Promise((resolve) => setTimeout(resolve, 1));
    now -= 1;
    return '"etag"';
  };
  await transferParts(transfer(7, { put }));
  expect(most).toBe(3);
});

test("a part that fails for a moment is tried again, after longer and longer pauses", async () => {
  const put = vi
    .fn<() => Promise<string>>()
    .mockRejectedValueOnce(new PutError("the connection failed", true))
    .mockRejectedValueOnce(new PutError("the storage answered 503", true))
    .mockResolvedValue('"etag"');
  const pauses: number[] = [];
  const pause = async (seconds: number): Promise<void> => void pauses.push(seconds);
  expect(await transferParts(transfer(1, { put, pause }))).toHaveLength(1);
  expect(put).toHaveBeenCalledTimes(3);
  expect(pauses[0]).toBeLessThanOrEqual(1);
  expect(pauses[1]).toBeGreaterThanOrEqual(1);
});

test("after four tries it gives up with the reason", async () => {
  const put = vi.fn(async (): Promise<string> => {
    throw new PutError("the storage answered 503", true);
  });
  await expect(transferParts(transfer(1, { put }))).rejects.toThrow("503");
  expect(put).toHaveBeenCalledTimes(4);
});

test("what trying again cannot help fails at once, and no further part is sent", async () => {
  const put = vi.fn(async ({ url }: Put): Promise<string> => {
    await new Promise((resolve) => setTimeout(resolve, url.endsWith("/1") ? 0 : 5));
    if (url.endsWith("/1")) throw new PutError("the storage answered 403 AccessDenied", false);
    return '"etag"';
  });
  await expect(transferParts(transfer(8, { put }))).rejects.toThrow("AccessDenied");
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect(put).toHaveBeenCalledTimes(3);
});

test("cancelling ends the tries", async () => {
  const cancelling = new AbortController();
  const put = vi.fn(async (): Promise<string> => {
    cancelling.abort();
    throw new PutError("the connection failed", true);
  });
  const cancelled = cancelling.signal;
  await expect(transferParts(transfer(1, { put, cancelled }))).rejects.toThrow();
  expect(put).toHaveBeenCalledOnce();
});

test("a part that an earlier attempt stored is not sent again", async () => {
  const put = vi.fn(async () => '"new"');
  const onPart = vi.fn();
  const resumed = transfer(3, { put, onPart });
  const targets = resumed.targets.map((target) =>
    target.part_number === 2 ? { ...target, stored_etag: '"old"' } : target,
  );
  const stored = await transferParts({ ...resumed, targets });
  expect(stored.map((part) => part.etag)).toEqual(['"new"', '"old"', '"new"']);
  expect(put).toHaveBeenCalledTimes(2);
  expect(onPart).toHaveBeenCalledWith(2, PART);
});
