import { expect, test } from "vitest";
import { SiteIndex } from "../../src/store/site";
import { PUMP_MODEL, SET_SPEED, siteDocument } from "../support/site";

const site = new SiteIndex(siteDocument());

test("the tree has its roots, children and subtrees", () => {
  expect(site.childrenOf(null).map(({ id }) => id)).toEqual(["PS-1"]);
  expect(site.childrenOf("PS-1").map(({ id }) => id)).toEqual(["P-101", "T-101"]);
  expect(site.subtreeOf("PS-1")).toEqual(["PS-1", "P-101", "T-101"]);
  expect(site.childrenOf("P-101")).toEqual([]);
});

test("a signal knows the prediction that a model makes of it", () => {
  expect(site.predictionOf("/demo/P-101/flow")?.value).toBe("/demo/P-101/flow_predicted");
  expect(site.predictionOf("/demo/P-101/speed")).toBeUndefined();
});

test("a command can be tried first where a model takes its feedback as an input", () => {
  expect(site.trialOf(SET_SPEED)).toEqual({ model: PUMP_MODEL, variable: "speed" });
  expect(site.trialOf({ ...SET_SPEED, feedback: "/demo/P-101/flow" })).toBeUndefined();
});

test("only a switch named running says whether an asset runs", () => {
  expect(site.runningSignalOf("P-101")?.alias).toBe("/demo/P-101/running");
  expect(site.runningSignalOf("T-101")).toBeUndefined();
});

test("the signal to chart first has a prediction, or is a measured number", () => {
  expect(site.firstSignalOf("P-101")).toBe("/demo/P-101/flow");
  expect(site.firstSignalOf("T-101")).toBe("/demo/T-101/level");
  expect(site.firstSignalOf("PS-1")).toBeNull();
  expect(site.firstSignalOf(null)).toBe("/demo/P-101/flow");
});
