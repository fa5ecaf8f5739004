/** Where the states of a state machine are drawn: layers from the start to the ends. */

import { order, place } from "./order.js";
import { rank } from "./ranks.js";

export const START = "\u0000start";
export const END = "\u0000end";

export const LONGEST_LABEL = 30;

const CHARACTER = 7;
const SMALL_CHARACTER = 5.6;
const NARROWEST = 170;
const WIDEST = 250;
const HEIGHT = 42;
const POINT = 18;
const GAP = 26;
const LAYER_GAP = 44;
const PADDING = 14;
const STRAIGHT = 8;
const TITLE = 44;

/**
 * Lay out a graph, branches within their states.
 *
 * @param {object} graph - of the control `execution`
 * @returns {{width: number, height: number, nodes: object[], edges: object[]}} nodes with `x`, `y`
 *   (top left, from the scope's), `width`, `height` and `scopes`; edges with `points` and `labelAt`
 */
export function layOut(graph, { isWhole = true } = {}) {
  const inner = new Map(graph.nodes.map((node) => [node.name, boxOf(node)]));
  const edges = graph.edges.map((edge) => ({ ...edge }));
  if (isWhole) addEnds(graph, inner, edges);
  const names = [...inner.keys()];
  names.sort(
    (one, other) => Number(other === first(graph, isWhole)) - Number(one === first(graph, isWhole)),
  );
  const { ranks, back } = rank(names, edges);
  const chains = chainsOf(edges, ranks, back);
  const layers = layersOf(names, ranks, chains);
  const neighbours = neighboursOf(chains);
  const ordered = order(layers, neighbours);
  const labels = labelsOf(chains, back);
  const widthOf = (node) => inner.get(node)?.width ?? labels.get(node) ?? 1;
  const widths = new Map(ordered.flat().map((node) => [node, widthOf(node)]));
  const centres = place(ordered, neighboursOf(chains, pullOf), widths, GAP);
  return positioned({ ordered, centres, widths, inner, chains, back });
}

function first(graph, isWhole) {
  return isWhole ? START : graph.start;
}

function addEnds(graph, inner, edges) {
  const point = (name) => ({
    name,
    type: name === START ? "Start" : "End",
    width: POINT,
    height: POINT,
    scopes: [],
  });
  inner.set(START, point(START));
  inner.set(END, point(END));
  edges.push({ source: START, target: graph.start, kind: "next", label: "" });
  for (const name of graph.ends) edges.push({ source: name, target: END, kind: "next", label: "" });
}

/** Return a state with its size; its branches are laid out side by side within it. */
function boxOf(node) {
  const scopes = node.branches.map((branch) => layOut(branch, { isWhole: false }));
  const text = Math.max(node.name.length, (node.resource || node.type).length + 12);
  const own = Math.min(WIDEST, Math.max(NARROWEST, text * CHARACTER + 34));
  if (!scopes.length) return { ...node, width: own, height: HEIGHT, scopes };
  let x = PADDING;
  for (const scope of scopes) {
    scope.x = x;
    scope.y = TITLE;
    x += scope.width + PADDING;
  }
  const width = Math.max(own, x);
  for (const scope of scopes) scope.x += (width - x) / 2;
  const height = TITLE + Math.max(...scopes.map((scope) => scope.height)) + PADDING;
  return { ...node, width, height, scopes };
}

/** Return each edge as the nodes it passes: one invisible in each layer that it crosses. */
function chainsOf(edges, ranks, back) {
  return edges
    .filter((edge) => edge.source !== edge.target)
    .map((edge, number) => {
      const [top, bottom] = back.has(edge)
        ? [edge.target, edge.source]
        : [edge.source, edge.target];
      const nodes = [top];
      for (let layer = ranks.get(top) + 1; layer < ranks.get(bottom); layer += 1) {
        nodes.push(`\u0000${number}:${layer}`);
        ranks.set(nodes.at(-1), layer);
      }
      return { edge, nodes: [...nodes, bottom] };
    });
}

/** Return the room that labels take, by the first invisible node of their edges. */
function labelsOf(chains, back) {
  const found = new Map();
  for (const { edge, nodes } of chains) {
    if (nodes.length > 2 && edge.label) {
      found.set(back.has(edge) ? nodes.at(-2) : nodes[1], labelWidth(edge.label));
    }
  }
  return found;
}

function labelWidth(label) {
  return Math.min(label.length, LONGEST_LABEL) * SMALL_CHARACTER;
}

function layersOf(names, ranks, chains) {
  const layers = [];
  const add = (node) => {
    const layer = ranks.get(node);
    while (layers.length <= layer) layers.push([]);
    if (!layers[layer].includes(node)) layers[layer].push(node);
  };
  names.forEach(add);
  for (const { nodes } of chains) nodes.forEach(add);
  return layers;
}

/** Return how strongly an edge keeps its ends above one another: the main way is to be straight. */
function pullOf({ kind }) {
  return kind === "next" ? STRAIGHT : 1;
}

/** Return what finds the neighbours of a node above or below, each as often as its edge weighs. */
function neighboursOf(chains, weightOf = () => 1) {
  const below = new Map();
  const above = new Map();
  const put = (map, key, value) => map.set(key, [...(map.get(key) ?? []), value]);
  for (const { nodes } of chains.flatMap((chain) => Array(weightOf(chain.edge)).fill(chain))) {
    nodes.slice(1).forEach((node, index) => {
      put(below, nodes[index], node);
      put(above, node, nodes[index]);
    });
  }
  return (node, down) => (down ? below : above).get(node) ?? [];
}

function positioned({ ordered, centres, widths, inner, chains, back }) {
  const every = ordered.flat();
  const left = Math.min(...every.map((node) => centres.get(node) - widths.get(node) / 2));
  const right = Math.max(...every.map((node) => centres.get(node) + widths.get(node) / 2));
  const at = new Map();
  let y = 0;
  for (const layer of ordered) {
    const height = Math.max(...layer.map((node) => inner.get(node)?.height ?? 0));
    for (const node of layer) {
      const own = inner.get(node)?.height ?? height;
      const top = y + (height - own) / 2;
      at.set(node, { x: centres.get(node) - left, top, bottom: top + own });
    }
    y += height + LAYER_GAP;
  }
  const nodes = [...inner.values()].map((node) => ({
    ...node,
    x: at.get(node.name).x - node.width / 2,
    y: at.get(node.name).top,
  }));
  const edges = chains.map(({ edge, nodes: passed }) => ({
    ...edge,
    ...wayOf(pointsOf(passed, at, back.has(edge))),
  }));
  return { width: right - left, height: y - LAYER_GAP, nodes, edges };
}

/** Return the points of an edge with the place of its label: where it passes the first layer. */
function wayOf(points) {
  const [from, to, next] = points;
  const labelAt = next
    ? { x: to.x, y: (to.y + next.y) / 2 }
    : { x: (from.x + 2 * to.x) / 3, y: (from.y + 2 * to.y) / 3 };
  return { points, labelAt };
}

/** Return the points of an edge in its own direction, from box to box. */
function pointsOf(passed, at, isBack) {
  const points = passed.flatMap((node, index) => {
    const { x, top, bottom } = at.get(node);
    if (index === 0) return [{ x, y: bottom }];
    if (index === passed.length - 1) return [{ x, y: top }];
    return [
      { x, y: top },
      { x, y: bottom },
    ];
  });
  return isBack ? points.reverse() : points;
}
