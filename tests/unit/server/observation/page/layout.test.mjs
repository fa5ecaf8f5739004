/** The layout of state machines: layers, loops, crossings, branches. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { END, layOut, START } from "page/js/graph/layout.js";
import { crossings, order, place } from "page/js/graph/order.js";
import { rank } from "page/js/graph/ranks.js";

const edge = (source, target, kind = "next") => ({ source, target, kind, label: "" });
const node = (name, branches = []) => ({ name, type: "Task", resource: "", branches });
const graph = (names, edges, ends) => ({
  start: names[0],
  nodes: names.map((one) => node(one)),
  edges,
  ends,
});
const at = (laid, name) => laid.nodes.find((one) => one.name === name);

test("the longest way decides the rank", () => {
  const { ranks, back } = rank(["a", "b", "c"], [edge("a", "c"), edge("a", "b"), edge("b", "c")]);
  assert.deepEqual(
    [...ranks],
    [
      ["a", 0],
      ["b", 1],
      ["c", 2],
    ],
  );
  assert.equal(back.size, 0);
});

test("an edge that closes a loop leads back and moves nothing", () => {
  const again = edge("c", "b");
  const { ranks, back } = rank(["a", "b", "c"], [edge("a", "b"), edge("b", "c"), again]);
  assert.deepEqual([...back], [again]);
  assert.equal(ranks.get("c"), 2);
});

test("layers are ordered so that edges do not cross", () => {
  const below = { a: ["y"], b: ["x"], x: [], y: [] };
  const above = { x: ["b"], y: ["a"], a: [], b: [] };
  const neighbours = (one, down) => (down ? below : above)[one];
  const layers = [
    ["a", "b"],
    ["x", "y"],
  ];
  assert.equal(crossings(layers, neighbours), 1);
  assert.equal(crossings(order(layers, neighbours), neighbours), 0);
});

test("nodes of a layer never overlap, and one below another is straight below it", () => {
  const widths = new Map([
    ["a", 100],
    ["x", 100],
    ["y", 60],
  ]);
  const below = { a: ["x", "y"], x: [], y: [] };
  const above = { x: ["a"], y: ["a"], a: [] };
  const centres = place(
    [["a"], ["x", "y"]],
    (one, down) => (down ? below : above)[one],
    widths,
    10,
  );
  assert.ok(centres.get("y") - centres.get("x") >= 90 - 1e-9);
  const single = place(
    [["a"], ["x"]],
    (one, down) => (down === (one === "a") ? [one === "a" ? "x" : "a"] : []),
    widths,
    10,
  );
  assert.equal(single.get("a"), single.get("x"));
});

test("a machine goes from its start down to its end", () => {
  const laid = layOut(graph(["a", "b", "c"], [edge("a", "b"), edge("b", "c")], ["c"]));
  const tops = [START, "a", "b", "c", END].map((name) => at(laid, name).y);
  assert.deepEqual(
    tops,
    [...tops].sort((one, other) => one - other),
  );
  const middles = ["a", "b", "c"].map((name) => at(laid, name).x + at(laid, name).width / 2);
  assert.ok(middles.every((one) => Math.abs(one - middles[0]) < 1e-6));
});

test("edges begin and end at their boxes, also those that lead back", () => {
  const again = edge("b", "a", "choice");
  const laid = layOut(graph(["a", "b"], [edge("a", "b"), again], ["b"]));
  const [forth, back] = laid.edges.filter(({ source }) => source !== START);
  assert.equal(forth.points[0].y, at(laid, "a").y + at(laid, "a").height);
  assert.equal(back.points[0].y, at(laid, "b").y);
  assert.equal(back.points.at(-1).y, at(laid, "a").y + at(laid, "a").height);
});

test("an edge that skips layers passes beside the boxes between", () => {
  const edges = [edge("a", "b"), edge("b", "c"), edge("a", "c", "catch")];
  const laid = layOut(graph(["a", "b", "c"], edges, ["c"]));
  const { points } = laid.edges.find(({ kind }) => kind === "catch");
  const box = at(laid, "b");
  const passing = points.filter(({ y }) => y >= box.y && y <= box.y + box.height);
  assert.ok(passing.length > 0);
  assert.ok(passing.every(({ x }) => x < box.x || x > box.x + box.width));
});

test("labels of edges that pass a layer beside one another do not overlap", () => {
  const choice = (target) => ({ ...edge("a", target, "choice"), label: "$.decision = something" });
  const edges = [edge("a", "b"), edge("b", "c"), edge("c", "d"), choice("c"), choice("d")];
  const laid = layOut(graph(["a", "b", "c", "d"], edges, ["d"]));
  const [one, other] = laid.edges.filter(({ label }) => label).map(({ labelAt }) => labelAt);
  assert.equal(one.y, other.y);
  assert.ok(Math.abs(one.x - other.x) > 120);
});

test("branches lie side by side within their state", () => {
  const branches = [graph(["l"], [], ["l"]), graph(["r", "s"], [edge("r", "s")], ["s"])];
  const laid = layOut({
    start: "both",
    nodes: [node("both", branches)],
    edges: [],
    ends: ["both"],
  });
  const both = at(laid, "both");
  const [left, right] = both.scopes;
  assert.ok(left.x + left.width < right.x);
  assert.ok(right.x + right.width <= both.width && right.y + right.height <= both.height);
});

test("a state that leads to itself is laid out", () => {
  const laid = layOut(graph(["a"], [edge("a", "a", "choice")], ["a"]));
  assert.equal(laid.nodes.length, 3);
});
