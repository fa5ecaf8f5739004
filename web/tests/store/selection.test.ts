import { beforeEach, expect, test } from "vitest";
import { Selection } from "../../src/store/selection";
import { SiteIndex } from "../../src/store/site";
import { siteDocument } from "../support/site";

function selection(hash = ""): Selection {
  history.replaceState(null, "", `/${hash}`);
  return new Selection(new SiteIndex(siteDocument()));
}

beforeEach(() => {
  history.replaceState(null, "", "/");
});

test("an asset is selected with the signal that has a prediction", () => {
  const chosen = selection();
  chosen.selectAsset("P-101");
  expect(chosen.route.value).toMatchObject({ asset: "P-101", signal: "/demo/P-101/flow" });
  expect(location.hash).toBe("#/site/demo?asset=P-101&signal=/demo/P-101/flow");
});

test("a signal is selected with its asset", () => {
  const chosen = selection();
  chosen.selectSignal("/demo/T-101/level");
  expect(chosen.route.value).toMatchObject({ asset: "T-101", signal: "/demo/T-101/level" });
});

test("a link opens what it names", () => {
  const { route } = selection("#/site/demo?asset=P-101&signal=/demo/P-101/speed&range=7200");
  expect(route.value).toEqual({
    site: "demo",
    asset: "P-101",
    signal: "/demo/P-101/speed",
    rangeSeconds: 7200,
  });
});

test("what a link names and the site does not have is forgotten", () => {
  const { route } = selection("#/site/demo?asset=X-9&signal=/demo/X-9/speed&range=17");
  expect(route.value).toEqual({ site: "demo", asset: null, signal: null, rangeSeconds: 1800 });
});

test("selecting nothing clears the asset and its signal", () => {
  const chosen = selection("#/site/demo?asset=P-101");
  chosen.selectAsset(null);
  expect(chosen.route.value).toMatchObject({ asset: null, signal: null });
});

test("selecting the asset again keeps the signal that was picked", () => {
  const chosen = selection();
  chosen.selectSignal("/demo/P-101/speed");
  chosen.selectAsset("P-101");
  expect(chosen.route.value.signal).toBe("/demo/P-101/speed");
});
