/** The view of what Step Functions and Batch run: a list, and one run beside it. */

import { ask } from "./api.js";
import { element, labelled, setText } from "./dom.js";
import { makeDetail } from "./execution.js";
import { clock, counted, duration, moment } from "./format.js";
import { Rows } from "./rows.js";
import { statusKind } from "./status.js";

const STATUSES = ["RUNNING", "SUCCEEDED", "FAILED", "TIMED_OUT", "ABORTED"];

/** Make the view; `changed` is told what is chosen in it. */
export function makeExecutions(changed) {
  const options = STATUSES.map((value) => element("option", { value }, value));
  const status = element("select", {}, element("option", { value: "" }, "any status"), ...options);
  const text = element("input", { type: "search", placeholder: "name, error, “job”" });
  const count = element("p", { class: "count", role: "status" });
  const detail = makeDetail();
  let chosen = "";

  const rows = new Rows({
    label: "Executions and jobs",
    key: (run) => run.id,
    mark: (run) => `kind-${statusKind(run.status)}`,
    columns: [
      { title: "Status", kind: "status", text: (run) => run.status },
      { title: "Began", kind: "time", text: began, hint: (run) => moment(run.created_at) },
      { title: "Took", kind: "number", text: took },
      { title: "Kind", text: (run) => run.kind },
      { title: "Of", kind: "short", text: (run) => run.of, hint: (run) => run.of },
      { title: "Name", kind: "name short", text: (run) => run.name, hint: (run) => run.id },
      { title: "Error", kind: "long", text: (run) => run.error || run.cause, hint: cause },
    ],
    choose: (run) => {
      chosen = run.id;
      changed("executions", choices());
    },
  });

  const choices = () => ({ status: status.value, text: text.value, run: chosen });
  for (const control of [status, text]) {
    control.addEventListener("input", () => changed("executions", choices()));
  }

  const filters = [labelled("Status", status), labelled("Filter", text), count];
  return {
    name: "executions",
    title: "Executions",
    panel: element(
      "section",
      { class: "view" },
      element("div", { class: "filters" }, ...filters),
      element("div", { class: "split wide" }, rows.element, detail.element),
    ),
    choices,
    restore(given) {
      status.value = given.status ?? "";
      text.value = given.text ?? "";
      chosen = given.run ?? "";
    },
    async refresh() {
      const asked = { text: text.value, status: status.value };
      const told = await ask("executions", asked);
      const isFiltered = Boolean(asked.text || asked.status);
      rows.show(told.runs, isFiltered ? "Nothing is like that." : "Nothing has run yet.");
      rows.select(chosen);
      const left = told.found - told.runs.length;
      setText(
        count,
        counted(told.found, "run") + (left ? `, the newest ${told.runs.length} shown` : ""),
      );
      await detail.show(chosen);
    },
  };
}

function began(run) {
  const isToday = new Date(run.created_at * 1000).toDateString() === new Date().toDateString();
  return isToday ? clock(run.created_at) : moment(run.created_at);
}

function took(run) {
  if (run.started_at === null) return "";
  return duration(Math.max(0, (run.stopped_at ?? Date.now() / 1000) - run.started_at));
}

function cause(run) {
  return run.cause;
}
