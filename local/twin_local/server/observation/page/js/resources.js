/** The view of what is deployed: stacks, their resources, and what each resource is. */

import { addressOf } from "./address.js";
import { ask } from "./api.js";
import { element, labelled, setOptions, setText } from "./dom.js";
import { ago, counted, moment } from "./format.js";
import { Rows } from "./rows.js";
import { statusKind } from "./status.js";

const ALL = { value: "", text: "all stacks" };
const NOTHING = "Nothing is deployed yet. `make up` deploys the demo site.";

/** Make the view; `changed` is told what is chosen in it. */
export function makeResources(changed) {
  const stack = element("select");
  const text = element("input", { type: "search", placeholder: "name, type or id" });
  const count = element("p", { class: "count", role: "status" });
  const detail = element("aside", { class: "detail", "aria-label": "Resource" });
  let chosen = "";
  let known = [];

  const rows = new Rows({
    label: "Resources",
    key: keyOf,
    mark: (record) => `kind-${statusKind(record.status)}`,
    columns: [
      { title: "Status", kind: "status", text: (one) => one.status || "exists" },
      { title: "Changed", kind: "time", text: changedAgo, hint: (one) => moment(one.changed_at) },
      { title: "Stack", text: (one) => one.stack },
      { title: "Logical id", kind: "name", text: (one) => one.logical_id },
      { title: "Type", text: (one) => one.type, hint: (one) => one.hint.what },
      { title: "Physical id", kind: "long", text: (one) => one.physical_id },
    ],
    choose: (record) => {
      chosen = keyOf(record);
      showDetail(detail, record);
      tellChange();
    },
  });

  const choices = () => ({ stack: stack.value, text: text.value, resource: chosen });
  const tellChange = () => changed("resources", choices());

  function draw() {
    const wanted = known.filter((one) => isWanted(one, stack.value, text.value.toLowerCase()));
    const none = known.length ? "No resource is like that." : NOTHING;
    rows.show(wanted, none);
    setText(count, `${wanted.length} of ${counted(known.length, "resource")}`);
    const record = known.find((one) => keyOf(one) === chosen);
    rows.select(chosen);
    showDetail(detail, record);
  }

  for (const control of [stack, text]) {
    control.addEventListener("input", () => {
      draw();
      tellChange();
    });
  }

  const filters = [labelled("Stack", stack), labelled("Filter", text), count];
  const panel = element(
    "section",
    { class: "view" },
    element("div", { class: "filters" }, ...filters),
    element("div", { class: "split" }, rows.element, detail),
  );
  return {
    name: "resources",
    title: "Resources",
    panel,
    choices,
    restore(given) {
      setOptions(stack, [ALL, ...(given.stack ? [{ value: given.stack, text: given.stack }] : [])]);
      stack.value = given.stack ?? "";
      text.value = given.text ?? "";
      chosen = given.resource ?? "";
    },
    async refresh() {
      const told = await ask("resources");
      known = told.resources;
      const options = told.stacks.map((one) => ({
        value: one.name,
        text: `${one.name} (${one.status})`,
      }));
      setOptions(stack, [ALL, ...options]);
      draw();
    },
  };
}

function keyOf(record) {
  return `${record.stack}/${record.logical_id}`;
}

function changedAgo(record) {
  return ago(record.changed_at, Date.now() / 1000);
}

function isWanted(record, stack, text) {
  if (stack && record.stack !== stack) return false;
  const shown = [record.logical_id, record.type, record.physical_id, record.status];
  return !text || shown.some((one) => one.toLowerCase().includes(text));
}

function showDetail(place, record) {
  const wanted = record ? JSON.stringify(record) : "";
  if (place.dataset.shown === wanted && place.hasChildNodes()) return;
  place.dataset.shown = wanted;
  if (!record) {
    place.replaceChildren(element("p", { class: "empty" }, "Choose a resource to see what it is."));
    return;
  }
  const { hint } = record;
  const facts = [
    ["What it is", hint.what],
    ["Type", record.type],
    ["Stack", record.stack],
    ["Physical id", record.physical_id || "not made yet"],
    ["Status", record.status || "exists"],
    ["Reason", record.reason],
    ["Changed", moment(record.changed_at)],
    ["Without effect here", hint.inert],
  ];
  place.replaceChildren(
    element("h2", {}, record.logical_id),
    element("dl", { class: "facts" }, ...facts.filter(([, value]) => value).flatMap(fact)),
    ...leads(record),
  );
}

function fact([title, value]) {
  return [element("dt", {}, title), element("dd", {}, value)];
}

function leads({ hint }) {
  const found = [];
  if (hint.tab === "logs") found.push(lead("Its log lines", "logs", { group: hint.filter }));
  if (hint.tab === "executions")
    found.push(lead("What it ran", "executions", { text: hint.filter }));
  if (hint.command) {
    found.push(element("p", {}, "Look inside:"), element("pre", {}, hint.command));
  }
  return found;
}

function lead(text, view, choices) {
  return element("p", {}, element("a", { href: addressOf(view, choices) }, text));
}
