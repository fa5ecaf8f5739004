import { expect, test } from "vitest";
import { formatRoute, parseRoute } from "../../src/app/route";

test.each([
  { site: "demo", asset: "P-101", signal: "/demo/P-101/speed", rangeSeconds: 7200 },
  { site: "plant a", asset: null, signal: null, rangeSeconds: 1800 },
  { site: "demo", asset: "Pump #1 & co", signal: null, rangeSeconds: 300 },
])("a link brings back what it was made from: %o", (route) => {
  expect(parseRoute(formatRoute(route), "other")).toEqual(route);
});

test("no link, or a damaged one, opens the site as it is", () => {
  const plain = { site: "demo", asset: null, signal: null, rangeSeconds: 1800 };
  for (const hash of ["", "#", "#/", "#nonsense?range=abc"]) {
    expect(parseRoute(hash, "demo")).toEqual(plain);
  }
});
