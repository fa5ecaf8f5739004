import { expect, test } from "vitest";
import { ConversionStore } from "../../src/store/conversions";
import { conversionBody } from "../support/site";

test("an attempt only goes forward, and the next one begins again", () => {
  const store = new ConversionStore();
  store.receive([conversionBody({ progress: 0.5 })]);
  store.receive([conversionBody({ progress: 0.2 })]);
  expect(store.list.value[0]?.progress).toBe(0.5);
  store.receive([conversionBody({ state: "FAILED", progress: 0.5 })]);
  store.receive([conversionBody({ progress: 0.9 })]);
  expect(store.list.value[0]?.state).toBe("FAILED");
  store.receive([conversionBody({ attempt: 2, state: "QUEUED", progress: 0 })]);
  expect(store.list.value[0]).toMatchObject({ attempt: 2, state: "QUEUED" });
  store.receive([conversionBody({ attempt: 1, state: "SUCCEEDED", progress: 1 })]);
  expect(store.list.value[0]?.attempt).toBe(2);
});

test("what is under way comes first, then the newest", () => {
  const store = new ConversionStore();
  store.receive([
    conversionBody({ conversion_id: "old", state: "SUCCEEDED", requested_at: 10 }),
    conversionBody({ conversion_id: "new", state: "FAILED", requested_at: 30 }),
    conversionBody({ conversion_id: "running", requested_at: 5 }),
  ]);
  expect(store.list.value.map((one) => one.conversion_id)).toEqual(["running", "new", "old"]);
  expect(store.underWay.value).toBe(1);
});

test("a page says where the list goes on", () => {
  const store = new ConversionStore();
  store.receivePage({ conversions: [conversionBody()], next_token: "more" });
  expect(store.nextToken.value).toBe("more");
  store.receivePage({ conversions: [], next_token: null });
  expect(store.nextToken.value).toBeNull();
  expect(store.list.value).toHaveLength(1);
});
