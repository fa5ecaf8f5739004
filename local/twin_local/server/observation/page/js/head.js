/** The head of the page: which embedded AWS this is, and its state in a few figures. */

import { element, setText } from "./dom.js";
import { bytes, counted, moment } from "./format.js";

const figures = document.getElementById("figures");
const identity = document.getElementById("identity");
const made = new Map();

/** Show the figures of the control `overview`. */
export function showHead(health) {
  setText(identity, `account ${health.account} · ${health.region} · process ${health.process}`);
  identity.title = `${health.state_folder}, answering since ${moment(health.since)}`;
  show("Stacks", stacks(health), health.stacks_failed > 0);
  show("Functions", String(health.functions));
  show("Running", String(health.running));
  show("Failed in the last hour", String(health.failed_last_hour), health.failed_last_hour > 0);
  show("Calls denied", String(health.denied), health.denied > 0);
  show("Disk left", bytes(health.disk_free_bytes), health.disk_low);
}

function stacks(health) {
  const failed = health.stacks_failed
    ? `, ${counted(health.stacks_failed, "failed", "failed")}`
    : "";
  return `${health.stacks}${failed}`;
}

function show(title, text, warns = false) {
  if (!made.has(title)) {
    const value = element("dd");
    figures.append(element("div", {}, element("dt", {}, title), value));
    made.set(title, value);
  }
  const value = made.get(title);
  setText(value, warns ? `${text} !` : text);
  value.className = warns ? "warns" : "";
}
