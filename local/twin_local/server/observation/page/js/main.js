/** The page of the embedded AWS: one view at a time, looked at again every second. */

import { readAddress, remember } from "./address.js";
import { ask, Refused, Silent } from "./api.js";
import { makeCalls } from "./calls.js";
import { setText } from "./dom.js";
import { makeExecutions } from "./executions.js";
import { showHead } from "./head.js";
import { makeLogs } from "./logs.js";
import { poll } from "./polling.js";
import { makeResources } from "./resources.js";
import { makeTabs } from "./tabs.js";

const NO_ANSWER = "The embedded AWS does not answer. Is `make up` running?";

const views = [makeResources, makeLogs, makeExecutions, makeCalls].map((make) =>
  make((name, choices) => {
    if (seen?.name === name) remember(name, choices);
    polling?.now();
  }),
);
document.getElementById("panels").append(...views.map(({ panel }) => panel));

let seen = null;
let polling = null;
const tabs = makeTabs(views, (name) => {
  location.hash = `#${name}`;
});

function follow() {
  const { view, choices } = readAddress(location.hash);
  seen = views.find(({ name }) => name === view) ?? views[0];
  tabs.show(seen.name);
  if (Object.keys(choices).length) seen.restore(choices);
  else remember(seen.name, seen.choices());
  polling?.now();
}

async function look() {
  showHead(await ask("overview"));
  await seen.refresh();
}

function tell(error) {
  const problem = document.getElementById("problem");
  const connection = document.getElementById("connection");
  const silent = error instanceof Silent;
  if (error && !silent && !(error instanceof Refused)) console.error(error);
  setText(problem, error ? (silent ? NO_ANSWER : error.message) : "");
  problem.hidden = !error;
  setText(connection, silent ? "no answer" : "live");
  connection.className = silent ? "connection silent" : "connection";
  document.body.classList.toggle("stale", silent);
}

window.addEventListener("hashchange", follow);
follow();
polling = poll(look, tell);
