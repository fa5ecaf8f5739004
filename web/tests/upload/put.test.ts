import { beforeEach, expect, test, vi } from "vitest";
import { putPart } from "../../src/upload/put";
import { FakeRequest, playServer } from "../support/requests";

const body = new Blob(["abc"]);

function start(cancelling = new AbortController(), onSent: (bytes: number) => void = () => {}) {
  const sending = putPart({
    url: "https://storage/1",
    headers: { "x-amz-checksum-sha256": "digest" },
    body,
    onSent,
    cancelled: cancelling.signal,
  });
  return { sending, request: FakeRequest.last };
}

beforeEach(playServer);

test("the part is put with its headers, says how much was sent, and nothing more is needed", async () => {
  const onSent = vi.fn();
  const { sending, request } = start(new AbortController(), onSent);
  expect(request.opened).toEqual(["PUT", "https://storage/1"]);
  expect(request.headers).toEqual({ "x-amz-checksum-sha256": "digest" });
  expect(request.body).toBe(body);
  request.upload.onprogress?.({ loaded: 2 });
  request.answer(200);
  await expect(sending).resolves.toBeUndefined();
  expect(onSent).toHaveBeenCalledWith(2);
});

test.each([
  [500, true],
  [503, true],
  [429, true],
  [408, true],
  [400, false],
  [403, false],
])("an answer of %d may get better: %s", async (status, transient) => {
  const { sending, request } = start();
  request.answer(status, "<Error><Code>BadDigest</Code></Error>");
  await expect(sending).rejects.toMatchObject({
    message: `the storage answered ${status} BadDigest`,
    transient,
  });
});

test("a network that fails may get better", async () => {
  const { sending, request } = start();
  request.onerror?.();
  await expect(sending).rejects.toMatchObject({ transient: true });
});

test("cancelling ends the request; cancelled before, it is never sent", async () => {
  const cancelling = new AbortController();
  const { sending } = start(cancelling);
  cancelling.abort();
  await expect(sending).rejects.toMatchObject({ message: "cancelled", transient: false });
  const late = start(cancelling);
  await expect(late.sending).rejects.toMatchObject({ message: "cancelled" });
  expect(late.request.body).toBeNull();
});
