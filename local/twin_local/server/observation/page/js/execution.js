/** One run: its graph with the status of each state and its history, or what a job is. */

import { addressOf } from "./address.js";
import { ask, Refused } from "./api.js";
import { element, setText } from "./dom.js";
import { clock, duration, moment } from "./format.js";
import { drawGraph } from "./graph/draw.js";
import { Rows } from "./rows.js";
import { statusKind } from "./status.js";

/** Make the place where one run is shown. */
export function makeDetail() {
  const place = element("article", { class: "detail run", "aria-label": "Run" });
  let shown = "";
  let ended = false;
  let parts = null;

  function clear(message) {
    shown = "";
    parts = null;
    place.replaceChildren(element("p", { class: "empty" }, message));
  }

  async function show(id) {
    if (!id) {
      if (shown || !place.hasChildNodes()) clear("Choose a run to see what it did.");
      return;
    }
    if (id === shown && ended) return;
    try {
      const run = await ask("execution", { id });
      if (id !== shown) parts = build(place, run);
      shown = id;
      ended = run.stopped_at !== null;
      parts.update(run);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      clear(error.message);
    }
  }

  return { element: place, show };
}

function build(place, run) {
  const facts = element("dl", { class: "facts" });
  const parts = run.kind === "job" ? [] : [graphPart(run), historyPart()];
  place.replaceChildren(
    element("h2", {}, run.name),
    facts,
    ...parts.flatMap((one) => one.elements),
  );
  return {
    update(told) {
      showFacts(facts, run.kind === "job" ? jobFacts(told) : executionFacts(told));
      for (const part of parts) part.update(told);
    },
  };
}

function graphPart(run) {
  const about = element("p", { class: "about-state", role: "status" });
  let states = run.states;
  let selected = "";
  const graph = drawGraph(run.graph, (name) => {
    selected = name;
    tell();
  });
  function tell() {
    setText(about, selected ? describe(selected, states[selected]) : "Choose a state to see more.");
  }
  return {
    elements: [element("div", { class: "graph" }, graph.element), about],
    update(told) {
      states = told.states;
      graph.update(states, statusKind(told.status));
      tell();
    },
  };
}

function describe(name, state) {
  if (!state) return `${name}: not entered`;
  const items = Object.entries(state.items).map(([what, count]) => `${count} ${what}`);
  const told = [
    `${name}: ${state.status}`,
    state.entered > 1 ? `entered ${state.entered} times` : "",
    state.retries ? `${state.retries} retries` : "",
    items.length ? `items: ${items.join(", ")}` : "",
    [state.error, state.cause].filter(Boolean).join(": "),
  ];
  return told.filter(Boolean).join("; ");
}

function historyPart() {
  const title = element("h3");
  const rows = new Rows({
    label: "History",
    key: (event) => String(event.id),
    mark: (event) => (/Failed$|TimedOut$|Aborted$/.test(event.type) ? "kind-failed" : ""),
    columns: [
      { title: "Id", kind: "number", text: (event) => String(event.id) },
      { title: "Time", kind: "time", text: (event) => clock(event.at, { milliseconds: true }) },
      { title: "Event", text: (event) => event.type },
      { title: "State", kind: "name", text: (event) => event.name },
      { title: "Details", kind: "long", text: details, hint: details },
    ],
  });
  return {
    elements: [title, rows.element],
    update(told) {
      const left = told.events_total - told.events.length;
      setText(title, left ? `History, the newest ${told.events.length} events` : "History");
      rows.show([...told.events].reverse(), "Nothing has happened yet.");
    },
  };
}

function details(event) {
  return event.details === "{}" ? "" : event.details;
}

function executionFacts(run) {
  return [
    ["Status", run.status],
    ["State machine", run.of],
    ["Began", moment(run.started_at)],
    ["Took", took(run)],
    ["Error", run.error],
    ["Cause", run.cause],
    ["Input", run.input],
    ["Output", run.output],
    ["ARN", run.id],
  ];
}

function jobFacts(run) {
  return [
    ["Status", run.status],
    ["Queue", run.of],
    ["Submitted", moment(run.created_at)],
    ["Began", moment(run.started_at)],
    ["Took", took(run)],
    ["Why it ended so", [run.cause, run.reason].filter(Boolean).join("; ")],
    ["Exit code", run.exit_code === null ? "" : String(run.exit_code)],
    ["Attempts", String(run.attempts)],
    ["Command", run.command.join(" ")],
    ["Image", run.image],
    ["Memory", `${run.memory_mib} MiB`],
    ["Log lines", run.log_group && link(run.log_group)],
    ["ARN", run.id],
  ];
}

function link(group) {
  return element("a", { href: addressOf("logs", { group }) }, group);
}

function took(run) {
  return run.started_at === null || run.stopped_at === null
    ? ""
    : duration(Math.max(0, run.stopped_at - run.started_at));
}

function showFacts(list, facts) {
  const given = facts.filter(([, value]) => value);
  const wanted = JSON.stringify(given);
  if (list.dataset.shown === wanted) return;
  list.dataset.shown = wanted;
  list.replaceChildren(
    ...given.flatMap(([title, value]) => [element("dt", {}, title), element("dd", {}, value)]),
  );
}
