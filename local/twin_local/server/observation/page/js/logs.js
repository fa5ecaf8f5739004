/** The view of log lines as they come: of all log groups, of one, or of a process. */

import { ask } from "./api.js";
import { element, labelled, setOptions, setText } from "./dom.js";
import { clock, counted } from "./format.js";

const ALL = { value: "", text: "all log groups" };
const PROCESS = "process:";
const KEPT_LINES = 2000;
const AT_END_PX = 24;
const ALARMING = /\bERROR\b|\bTraceback\b|Task timed out|\[ERROR\]|Error:/;

/** Make the view; `changed` is told what is chosen in it. */
export function makeLogs(changed) {
  const source = element("select");
  const text = element("input", { type: "search", placeholder: "text in the line" });
  const follows = element("input", { type: "checkbox", checked: true });
  const clear = element("button", { type: "button" }, "Clear");
  const count = element("p", { class: "count", role: "status" });
  const lines = element("ol", { class: "lines" });
  const empty = element("p", { class: "empty" });
  const label = { role: "log", "aria-live": "off", "aria-label": "Log lines", tabindex: "0" };
  const scroller = element("div", { class: "scrolls log", ...label }, lines, empty);
  let cursor = 0;
  let run = 0;

  const choices = () => ({ group: source.value, text: text.value });

  function begin() {
    cursor = 0;
    run += 1;
    lines.replaceChildren();
  }

  function restart() {
    begin();
    changed("logs", choices());
  }

  source.addEventListener("input", restart);
  text.addEventListener("input", restart);
  clear.addEventListener("click", () => lines.replaceChildren());
  scroller.addEventListener("scroll", () => {
    const left = scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight;
    follows.checked = left < AT_END_PX;
  });
  follows.addEventListener("input", () => {
    if (follows.checked) toEnd();
  });

  function toEnd() {
    scroller.scrollTop = scroller.scrollHeight;
  }

  function append(told) {
    const follow = follows.checked;
    if (told.missed) lines.append(element("li", { class: "gap" }, "… lines are left out here"));
    lines.append(...told.lines.map(lineOf));
    while (lines.childElementCount > KEPT_LINES) lines.firstChild.remove();
    if (follow && told.lines.length) toEnd();
    const shown = lines.childElementCount;
    setText(count, counted(shown, "line"));
    empty.hidden = shown > 0;
    setText(empty, shown ? "" : reason(source.value, text.value));
  }

  const filters = [
    labelled("Source", source),
    labelled("Filter", text),
    labelled("Follow", follows),
    clear,
    count,
  ];
  return {
    name: "logs",
    title: "Logs",
    panel: element(
      "section",
      { class: "view" },
      element("div", { class: "filters" }, ...filters),
      scroller,
    ),
    choices,
    restore(given) {
      const group = given.group ?? "";
      if (group === source.value && (given.text ?? "") === text.value) return;
      setOptions(source, [ALL, ...(group ? [{ value: group, text: group }] : [])]);
      source.value = group;
      text.value = given.text ?? "";
      begin();
    },
    async refresh() {
      const asked = run;
      const told = await tail(source.value, text.value, cursor);
      setOptions(source, [ALL, ...told.groups, ...told.processes]);
      if (asked !== run) return;
      if (told.cursor < cursor) lines.replaceChildren(); // it was started anew
      cursor = told.cursor;
      append(told);
    },
  };
}

/** Return new lines of a source, and all sources there are. */
async function tail(source, text, after) {
  const isProcess = source.startsWith(PROCESS);
  const query = { after, text, group: isProcess ? "" : source, limit: isProcess ? 1 : 500 };
  const told = await ask("logs", isProcess ? { limit: 1 } : query);
  const sources = {
    groups: told.groups.map(({ name }) => ({ value: name, text: name })),
    processes: told.processes.map((name) => ({ value: PROCESS + name, text: `process ${name}` })),
  };
  if (!isProcess) return { ...told, ...sources };
  const own = await ask("process-log", { name: source.slice(PROCESS.length), after, text });
  return { ...own, lines: own.lines.map((message) => ({ message })), ...sources };
}

function lineOf(line) {
  const parts = [];
  if (line.at !== undefined) {
    parts.push(element("time", {}, clock(line.at, { milliseconds: true })));
    parts.push(element("span", { class: "group", title: line.stream }, line.group));
  }
  const alarming = ALARMING.test(line.message);
  parts.push(element("span", { class: "message" }, line.message));
  return element("li", { class: alarming ? "alarming" : false }, ...parts);
}

function reason(source, text) {
  if (text) return "No line has that text yet.";
  return source
    ? "Nothing was written here yet."
    : "No function, job or state machine wrote a line yet.";
}
