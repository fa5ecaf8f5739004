import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { ApiError } from "../../src/api/errors";
import type { UploadBody } from "../../src/api/types";
import { UploadJob } from "../../src/upload/job";
import { consoleOf } from "../support/console";

const transfer = vi.hoisted(() => vi.fn());

vi.mock("../../src/upload/digesting", () => ({
  digestInWorker: async () => ({
    checksum: "BB==",
    parts: [{ part_number: 1, checksum: "AA==" }],
  }),
}));
vi.mock("../../src/upload/transfer", async (load) => ({
  ...(await load<typeof import("../../src/upload/transfer")>()),
  transferParts: transfer,
}));

function upload(state: UploadBody["state"], change: Partial<UploadBody> = {}): UploadBody {
  return {
    upload_id: "u-1",
    database_id: "site",
    asset_key: "bracket",
    path: "bracket.step",
    hold: false,
    archive: "",
    file_name: "bracket.step",
    state,
    progress: 0.5,
    step: "convert",
    error: null,
    ...change,
  };
}

function setUp(change: Record<string, unknown> = {}) {
  const target = { part_number: 1, url: "https://storage/1", headers: {}, is_stored: false };
  const api = {
    createUpload: vi.fn(async () => ({ upload_id: "u-1", asset_key: "bracket", parts: [target] })),
    completeUpload: vi.fn(async () => upload("UPLOADED")),
    upload: vi.fn(async () => upload("CONVERTING")),
    abortUpload: vi.fn(async () => upload("ABORTED")),
    ...change,
  };
  const twin = consoleOf("engineer", api);
  const job = new UploadJob(new File(["abc"], "bracket.step"), twin);
  return { api, twin, job };
}

beforeEach(() => {
  vi.useFakeTimers();
  transfer.mockReset();
  transfer.mockResolvedValue(undefined);
});
afterEach(() => {
  vi.useRealTimers();
});

test("announces the file with its digests, sends it, completes it and follows it to the end", async () => {
  const { api, twin, job } = setUp();
  const running = job.run();
  await vi.advanceTimersByTimeAsync(0);
  expect(api.createUpload).toHaveBeenCalledWith({
    file_name: "bracket.step",
    size_bytes: 3,
    parts: [{ part_number: 1, checksum: "AA==" }],
  });
  expect(api.completeUpload).toHaveBeenCalledWith("u-1", { checksum: "BB==" });
  expect(job.phase.value).toBe("converting");
  api.upload.mockResolvedValue(upload("PUBLISHED", { progress: 1 }));
  await vi.advanceTimersByTimeAsync(5_000);
  await running;
  expect(job.phase.value).toBe("done");
  expect(twin.sceneVersion.value).toBe(1);
});

test("a live message ends the wait as well as asking does", async () => {
  const { api, twin, job } = setUp();
  const running = job.run();
  await vi.advanceTimersByTimeAsync(0);
  api.upload.mockImplementation(async () => twin.uploads.value.get("u-1") as UploadBody);
  twin.onMessage("assets", upload("PUBLISHED"));
  await vi.advanceTimersByTimeAsync(2_000);
  await running;
  expect(job.phase.value).toBe("done");
});

test("a rejected file fails with the reason and its code", async () => {
  const error = { code: "STEP_TRUNCATED", message: "the file ends too early" };
  const { job } = setUp({ completeUpload: vi.fn(async () => upload("REJECTED", { error })) });
  await job.run();
  expect(job.phase.value).toBe("failed");
  expect(job.problem.value).toBe("the file ends too early (STEP_TRUNCATED)");
});

test("a network that fails while the service converts does not fail the upload", async () => {
  const { api, job } = setUp();
  const running = job.run();
  api.upload.mockRejectedValueOnce(new Error("the twin's API cannot be reached"));
  api.upload.mockResolvedValue(upload("PUBLISHED"));
  await vi.advanceTimersByTimeAsync(10_000);
  await running;
  expect(job.phase.value).toBe("done");
  expect(job.problem.value).toBe("");
});

test("a completion whose answer is late is asked for again", async () => {
  const late = new ApiError(504, { code: "INTEGRATION_TIMEOUT", message: "no answer in time" });
  const completeUpload = vi.fn().mockRejectedValueOnce(late).mockResolvedValue(upload("UPLOADED"));
  const { api, job } = setUp({ completeUpload });
  api.upload.mockResolvedValue(upload("PUBLISHED"));
  const running = job.run();
  await vi.advanceTimersByTimeAsync(10_000);
  await running;
  expect(completeUpload).toHaveBeenCalledTimes(2);
  expect(job.phase.value).toBe("done");
});

test("a session that the service refuses says why and leaves nothing open", async () => {
  const refused = new ApiError(403, { code: "ROLE_TOO_LOW", message: "engineers may upload" });
  const { api, job } = setUp({ createUpload: vi.fn().mockRejectedValue(refused) });
  await job.run();
  expect(job.problem.value).toBe("engineers may upload (ROLE_TOO_LOW)");
  expect(job.isOpen).toBe(false);
  expect(api.abortUpload).not.toHaveBeenCalled();
});

test("parts that cannot be sent leave the session open for the same file", async () => {
  transfer.mockRejectedValue(new Error("the storage answered 403"));
  const { api, job } = setUp();
  await job.run();
  expect(job.phase.value).toBe("failed");
  expect(api.abortUpload).not.toHaveBeenCalled();
});

test("cancelling while parts are sent aborts the session and stays cancelled", async () => {
  transfer.mockImplementation(
    ({ cancelled }: { cancelled: AbortSignal }) =>
      new Promise((_, reject) =>
        cancelled.addEventListener("abort", () => reject(new Error("cancelled"))),
      ),
  );
  const { api, job } = setUp();
  const running = job.run();
  await vi.advanceTimersByTimeAsync(0);
  expect(job.phase.value).toBe("sending");
  await job.cancel();
  await running;
  expect(job.phase.value).toBe("cancelled");
  expect(job.problem.value).toBe("");
  expect(api.abortUpload).toHaveBeenCalledWith("u-1");
});

test("cancelling while the session is opened leaves no session open", async () => {
  let open: (created: unknown) => void = () => undefined;
  const createUpload = vi.fn(
    () =>
      new Promise((resolve) => {
        open = resolve;
      }),
  );
  const { api, job } = setUp({ createUpload });
  const running = job.run();
  await vi.advanceTimersByTimeAsync(0);
  await job.cancel();
  open({ upload_id: "u-1", asset_key: "bracket", parts: [] });
  await running;
  expect(job.phase.value).toBe("cancelled");
  expect(api.abortUpload).toHaveBeenCalledWith("u-1");
  expect(transfer).not.toHaveBeenCalled();
});

test("how much of each part is sent is known", async () => {
  transfer.mockImplementation(async ({ onPart }) => {
    onPart(1, 2);
    await new Promise((resolve) => setTimeout(resolve, 1000));
  });
  const { job } = setUp();
  void job.run();
  await vi.advanceTimersByTimeAsync(0);
  expect(job.parts.value).toEqual([{ partNumber: 1, sizeBytes: 3, sentBytes: 2 }]);
});
