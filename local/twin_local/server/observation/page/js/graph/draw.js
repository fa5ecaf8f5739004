/** A state machine as a picture: the status of each state is told by colour, mark and word. */

import { setAttributes, setText, shape } from "../dom.js";
import { END, LONGEST_LABEL, layOut, START } from "./layout.js";
import { markOf } from "./marks.js";

const MARGIN = 12;
const SMALLEST = 0.72;
const SHORTEST_NAME = 8;
const CHARACTER = 7;
const SMALL_CHARACTER = 5.8;
const ROUND = { Choice: 20, Parallel: 6, Map: 6 };
const NOT_ENTERED = "not entered";

/**
 * Draw a graph of the control `execution`.
 * @param {(name: string) => void} choose - called with the state that somebody chooses
 */
export function drawGraph(graph, choose) {
  const laid = layOut(graph);
  const states = [];
  const whole = shape("g", { transform: `translate(${MARGIN} ${MARGIN})` });
  drawScope(whole, laid, states);
  const width = laid.width + 2 * MARGIN;
  const height = laid.height + 2 * MARGIN;
  const label = { role: "group", "aria-label": "State machine" };
  const size = { width, height, viewBox: `0 0 ${width} ${height}` };
  const picture = shape("svg", { class: "machine", ...size, ...label }, arrows(), whole);
  picture.style.minWidth = `${SMALLEST * width}px`;
  listen(picture, states, choose);
  return {
    element: picture,
    update(statuses) {
      for (const state of states) showStatus(state, statuses[state.node.name]);
    },
  };
}

function arrows() {
  const settings = { viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7 };
  const tip = shape("path", { d: "M0 0 8 4 0 8z" });
  return shape("defs", {}, shape("marker", { id: "arrow", orient: "auto", ...settings }, tip));
}

function drawScope(parent, laid, states) {
  parent.append(...laid.edges.map(drawEdge));
  for (const node of laid.nodes) {
    if (node.name === START || node.name === END) parent.append(drawPoint(node));
    else drawState(parent, node, states);
  }
  parent.append(...laid.edges.filter(({ label }) => label).map(drawLabel));
}

function drawPoint({ name, x, y, width }) {
  const radius = width / 2;
  const title = shape("title", {}, name === START ? "Start" : "End");
  const settings = { class: "point", cx: x + radius, cy: y + radius, r: radius - 2 };
  const around = name === END ? { "data-end": true } : {};
  return shape("circle", { ...settings, ...around }, title);
}

function drawState(parent, node, states) {
  const { width, height, scopes, type } = node;
  const box = shape("rect", { width, height, rx: ROUND[type] ?? 4 });
  const name = shape("text", { class: "name", x: 28, y: 18 }, shortened(node.name, width - 34));
  const about = shape("text", { class: "about", x: 28, y: 34 });
  const mark = shape("path", { class: "mark", transform: "translate(9 13)" });
  const title = shape("title");
  const settings = { class: "state", tabindex: "0", role: "button", "data-type": type };
  const place = { transform: `translate(${node.x} ${node.y})`, "data-state": node.name };
  const drawn = shape("g", { ...settings, ...place }, title, box, mark, name, about);
  states.push({ node, drawn, about, mark, title });
  parent.append(drawn);
  scopes.forEach((scope) => {
    const inner = shape("g", { transform: `translate(${node.x + scope.x} ${node.y + scope.y})` });
    drawScope(inner, scope, states);
    parent.append(inner);
  });
}

function drawEdge({ points, kind, label, source, target }) {
  const title = shape("title", {}, label);
  const settings = { class: `edge ${kind}`, d: pathOf(points), "marker-end": "url(#arrow)" };
  return shape("path", { ...settings, "data-from": source, "data-to": target }, title);
}

/** Return a line that leaves and arrives upright. */
function pathOf([first, ...rest]) {
  let path = `M${first.x} ${first.y}`;
  let from = first;
  for (const to of rest) {
    const middle = (from.y + to.y) / 2;
    path += `C${from.x} ${middle} ${to.x} ${middle} ${to.x} ${to.y}`;
    from = to;
  }
  return path;
}

function drawLabel({ labelAt, label, kind }) {
  const place = { x: labelAt.x, y: labelAt.y };
  const text = label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
  return shape("text", { class: `label ${kind}`, ...place }, shape("title", {}, label), text);
}

function shortened(name, width, character = CHARACTER) {
  const most = Math.max(SHORTEST_NAME, Math.floor(width / character));
  return name.length > most ? `${name.slice(0, most - 1)}…` : name;
}

function showStatus({ node, drawn, about, mark, title }, state) {
  const status = state?.status ?? NOT_ENTERED;
  const counts = [
    state?.entered > 1 ? `×${state.entered}` : "",
    state?.retries ? `${state.retries} retries` : "",
    state?.items.total ? `${state.items.succeeded ?? 0}/${state.items.total} items` : "",
  ].filter(Boolean);
  const told = [node.type, status, ...counts].join(" · ");
  setAttributes(drawn, {
    "data-status": status.replace(" ", "-"),
    "aria-label": `${node.name}: ${told}`,
  });
  setAttributes(mark, { d: markOf(status) });
  setText(about, shortened(told, node.width - 34, SMALL_CHARACTER));
  setText(title, [node.name, node.resource, told].filter(Boolean).join("\n"));
}

function listen(picture, states, choose) {
  function pick(event) {
    const found = event.target.closest(".state");
    if (!found) return;
    for (const { drawn } of states)
      setAttributes(drawn, { "aria-pressed": String(drawn === found) });
    choose(found.dataset.state);
  }
  picture.addEventListener("click", pick);
  picture.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    pick(event);
  });
}
