import { expect, test, vi } from "vitest";
import { consoleOf, nothing, page } from "../support/console";
import { alarmBody, commandBody, good, runBody } from "../support/site";

const UPLOAD = {
  upload_id: "u-1",
  asset_key: "bracket",
  file_name: "bracket.step",
  state: "CONVERTING" as const,
  progress: 0.5,
  step: "convert",
  error: null,
};

test("each topic of the live channel reaches its store", () => {
  const twin = consoleOf("viewer");
  twin.onMessage("values", { alias: "/demo/P-101/speed", points: [good(1, 1300)] });
  twin.onMessage("alarms", alarmBody());
  twin.onMessage("commands", commandBody());
  twin.onMessage("runs", runBody());
  twin.onMessage("assets", UPLOAD);
  expect(twin.values.of("/demo/P-101/speed").value?.value).toBe(1300);
  expect(twin.alarms.list.value).toHaveLength(1);
  expect(twin.commands.newestOf("P-101.set_speed")?.value).toBe(1300);
  expect(twin.runs.of("run-1")?.state).toBe("SUCCEEDED");
  expect(twin.uploads.value.get("u-1")?.progress).toBe(0.5);
});

test("a publication has the scene fetched anew, once; progress of an upload does not", () => {
  const twin = consoleOf("viewer");
  twin.onMessage("assets", UPLOAD);
  twin.onMessage("assets", { ...UPLOAD, upload_id: "u-2", state: "REJECTED" });
  expect(twin.sceneVersion.value).toBe(0);
  const published = { ...UPLOAD, state: "PUBLISHED", progress: 1, title: "bracket", version: 1 };
  twin.onMessage("assets", published);
  twin.onMessage("assets", published);
  expect(twin.sceneVersion.value).toBe(1);
});

test("progress that comes after the end does not reopen an upload", () => {
  const twin = consoleOf("engineer");
  twin.onMessage("assets", { ...UPLOAD, state: "PUBLISHED" });
  twin.onMessage("assets", UPLOAD);
  expect(twin.uploads.value.get("u-1")?.state).toBe("PUBLISHED");
});

test("whenever the channel is ready, what was missed is fetched", async () => {
  const api = {
    ...nothing,
    alarms: vi.fn(async () => [alarmBody()]),
    commands: vi.fn(async () => page("commands", [commandBody()])),
  };
  const twin = consoleOf("viewer", api);
  twin.onReady();
  await vi.waitFor(() => expect(twin.alarms.list.value).toHaveLength(1));
  expect(twin.commands.newestOf("P-101.set_speed")).not.toBeNull();
  expect(twin.notice.value).toBe("");
});

test("what cannot be fetched is said, and the rest is still there", async () => {
  const api = {
    ...nothing,
    latest: vi.fn(async () => {
      throw new Error("the values are not to be had");
    }),
    alarms: vi.fn(async () => [alarmBody()]),
  };
  const twin = consoleOf("viewer", api);
  await twin.catchUp();
  expect(twin.notice.value).toBe("the values are not to be had");
  expect(twin.alarms.list.value).toHaveLength(1);
  api.latest.mockResolvedValue([] as never);
  await twin.catchUp();
  expect(twin.notice.value).toBe("");
});
