import { afterEach, expect, test, vi } from "vitest";
import { TwinApi } from "../../src/api/client";
import { answering, json } from "../support/answers";

function api(token: () => Promise<string> = async () => "token-1"): TwinApi {
  return new TwinApi("/api", token);
}

afterEach(() => {
  vi.unstubAllGlobals();
});

test("every call carries a token that was asked for right then", async () => {
  const asked = answering(json({ alarms: [] }), json({ alarms: [] }));
  const token = vi
    .fn<() => Promise<string>>()
    .mockResolvedValueOnce("token-1")
    .mockResolvedValueOnce("token-2");
  const client = api(token);
  await client.alarms();
  await client.alarms();
  expect(asked.map(({ headers }) => headers.Authorization)).toEqual([
    "Bearer token-1",
    "Bearer token-2",
  ]);
});

test("without a token nothing is asked", async () => {
  const asked = answering();
  const expired = api(async () => {
    throw new Error("not signed in");
  });
  await expect(expired.alarms()).rejects.toThrow("not signed in");
  expect(asked).toEqual([]);
});

test("names in paths and queries are encoded, and what is null is left out", async () => {
  const asked = answering(json({}), json({ points: [] }));
  await api().acknowledge("P-101/high temp", "seen");
  await api().history({ alias: "/demo/P-101/a b", start: 1, end: 2, limit: 10, next_token: null });
  expect(asked[0]?.url).toBe("/api/alarms/P-101%2Fhigh%20temp/acknowledge");
  expect(asked[0]?.body).toEqual({ comment: "seen" });
  expect(asked[1]?.url).toBe(
    "/api/signals/history?alias=%2Fdemo%2FP-101%2Fa+b&start=1&end=2&limit=10",
  );
});

test("a refusal is a typed error with its code", async () => {
  const said = { code: "COMMAND_OUT_OF_RANGE", found: "5000" };
  answering(json({ ...said, title: "Out of range", status: 422, detail: "too fast" }, 422));
  const order = { command_id: "P-101.set_speed", value: 5000, idempotency_key: "k" };
  await expect(api().requestCommand(order)).rejects.toMatchObject({
    status: 422,
    code: "COMMAND_OUT_OF_RANGE",
    detail: { ...said, message: "too fast" },
  });
});

test("a network that fails is said in words", async () => {
  answering(new TypeError("Failed to fetch"));
  await expect(api().scene()).rejects.toThrow("the twin's API cannot be reached");
});
