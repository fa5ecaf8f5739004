/** The view of API calls: the newest, sums by operation, and what was denied. */

import { ask } from "./api.js";
import { element, labelled, setOptions, setText } from "./dom.js";
import { clock, counted, milliseconds, moment } from "./format.js";
import { Rows } from "./rows.js";
import { makeSpark } from "./spark.js";

const ALL = { value: "", text: "all services" };

/** Make the view; `changed` is told what is chosen in it. */
export function makeCalls(changed) {
  const service = element("select");
  const text = element("input", { type: "search", placeholder: "operation, caller, error" });
  const failed = element("input", { type: "checkbox" });
  const count = element("p", { class: "count", role: "status" });
  const spark = makeSpark("Calls in each of the last 60 seconds");
  const newest = newestRows();
  const operations = operationRows();
  const denied = deniedRows();
  const sums = element("h2", {}, "By operation");

  const choices = () => ({
    service: service.value,
    text: text.value,
    failed: failed.checked ? "yes" : "",
  });
  for (const control of [service, text, failed]) {
    control.addEventListener("input", () => changed("calls", choices()));
  }

  const filters = [
    labelled("Service", service),
    labelled("Filter", text),
    labelled("Errors only", failed),
    count,
    spark.element,
  ];
  return {
    name: "calls",
    title: "Calls",
    panel: element(
      "section",
      { class: "view" },
      element("div", { class: "filters" }, ...filters),
      element(
        "div",
        { class: "split wide calls" },
        block("Newest calls", newest.element),
        element(
          "div",
          { class: "stack" },
          element("section", { class: "block" }, sums, operations.element),
          block("Denied", denied.element),
        ),
      ),
    ),
    choices,
    restore(given) {
      const known = given.service ? [{ value: given.service, text: given.service }] : [];
      setOptions(service, [ALL, ...known]);
      service.value = given.service ?? "";
      text.value = given.text ?? "";
      failed.checked = Boolean(given.failed);
    },
    async refresh() {
      const asked = choices();
      const told = await ask("calls", asked);
      setOptions(service, [ALL, ...told.services.map((name) => ({ value: name, text: name }))]);
      const none = Object.values(asked).some(Boolean) ? "No call is like that." : "No call yet.";
      newest.show(told.calls, none);
      operations.show(told.operations, "No call yet.");
      denied.show(told.denied, "Nothing was denied.");
      setText(sums, `By operation, the newest ${counted(told.kept, "call")}`);
      setText(count, `${counted(told.total, "call")} since ${moment(told.since)}`);
      spark.show(told.per_second);
    },
  };
}

function block(title, ...children) {
  return element("section", { class: "block" }, element("h2", {}, title), ...children);
}

function newestRows() {
  return new Rows({
    label: "Newest calls",
    key: (call) => String(call.number),
    mark: (call) => (call.status >= 400 ? "kind-failed" : ""),
    columns: [
      { title: "Time", kind: "time", text: (call) => clock(call.at, { milliseconds: true }) },
      { title: "Service", text: (call) => call.service },
      { title: "Operation", kind: "name", text: (call) => call.operation },
      { title: "Status", kind: "status", text: (call) => `${call.status} ${call.error}`.trim() },
      { title: "ms", kind: "number", text: (call) => milliseconds(call.milliseconds) },
      {
        title: "Caller",
        kind: "long",
        text: (call) => call.caller,
        hint: (call) => call.caller_arn,
      },
    ],
  });
}

function operationRows() {
  return new Rows({
    label: "Calls by operation",
    key: (use) => `${use.service}:${use.operation}`,
    mark: (use) => (use.errors ? "kind-caught" : ""),
    columns: [
      { title: "Service", text: (use) => use.service },
      { title: "Operation", kind: "name", text: (use) => use.operation },
      { title: "Calls", kind: "number", text: (use) => String(use.count) },
      { title: "Errors", kind: "number", text: (use) => String(use.errors) },
      { title: "p50 ms", kind: "number", text: (use) => milliseconds(use.p50_ms) },
      { title: "p99 ms", kind: "number", text: (use) => milliseconds(use.p99_ms) },
    ],
  });
}

function deniedRows() {
  return new Rows({
    label: "Denied calls",
    key: (one) => `${one.at} ${one.role} ${one.action} ${one.resource}`,
    mark: () => "kind-failed",
    columns: [
      { title: "Time", kind: "time", text: (one) => moment(one.at) },
      { title: "Role", text: (one) => one.role.split(":role/").pop(), hint: (one) => one.role },
      { title: "Action", kind: "name", text: (one) => one.action },
      { title: "Resource", kind: "long", text: (one) => one.resource, hint: (one) => one.resource },
      { title: "Reason", kind: "long", text: (one) => one.reason, hint: (one) => one.reason },
    ],
  });
}
