/** The body of a table whose rows stay the same elements while their data changes. */

import { element, setAttributes, setText } from "./dom.js";

/**
 * A table that shows records.
 *
 * Scroll position, focus and selection stay, as rows are kept by their key. Arrow keys go from row
 * to row, Enter and Space choose.
 */
export class Rows {
  /**
   * @param {object} options
   * @param {string} options.label - what the table shows
   * @param {{title: string, text: Function, kind?: string, hint?: Function}[]} options.columns
   * @param {(record: object) => string} options.key
   * @param {(record: object | null) => void} [options.choose] - makes rows selectable
   * @param {(record: object) => string} [options.mark] - a class for the row
   */
  constructor({ label, columns, key, choose, mark }) {
    this.columns = columns;
    this.key = key;
    this.choose = choose;
    this.mark = mark ?? (() => "");
    this.chosen = "";
    this.rows = new Map();
    this.body = element("tbody");
    this.empty = element("p", { class: "empty", hidden: true });
    const titles = columns.map(({ title, kind }) =>
      element("th", { scope: "col", class: kind ?? false }, title),
    );
    const role = choose ? { role: "grid" } : {};
    this.table = element(
      "table",
      { "aria-label": label, ...role },
      element("thead", {}, element("tr", {}, ...titles)),
      this.body,
    );
    this.element = element("div", { class: "scrolls" }, this.table, this.empty);
    if (choose) this.listen();
  }

  /** Show records in this order; `none` is said where there are none. */
  show(records, none) {
    const present = new Set();
    let before = null;
    for (const record of records) {
      const key = this.key(record);
      if (present.has(key)) continue;
      present.add(key);
      const row = this.rows.get(key) ?? this.add(key);
      this.fill(row, record);
      const place = before ? before.nextSibling : this.body.firstChild;
      if (row !== place) this.body.insertBefore(row, place);
      before = row;
    }
    for (const [key, row] of this.rows) {
      if (!present.has(key)) {
        row.remove();
        this.rows.delete(key);
      }
    }
    this.table.hidden = present.size === 0;
    this.empty.hidden = present.size > 0;
    setText(this.empty, present.size ? "" : none);
    this.settleFocus();
  }

  /** Mark the row of a key as the selected one. */
  select(key) {
    this.chosen = key;
    for (const [one, row] of this.rows) row.setAttribute("aria-selected", String(one === key));
    this.settleFocus();
  }

  add(key) {
    const row = element("tr", this.choose ? { tabindex: "-1" } : {});
    row.dataset.key = key;
    row.append(...this.columns.map(({ kind }) => element("td", { class: kind ?? false })));
    if (this.choose) row.setAttribute("aria-selected", String(key === this.chosen));
    this.rows.set(key, row);
    return row;
  }

  fill(row, record) {
    row.record = record;
    const mark = this.mark(record);
    if (row.className !== mark) row.className = mark;
    this.columns.forEach(({ text, hint }, place) => {
      const cell = row.children[place];
      setText(cell, text(record));
      if (hint) setAttributes(cell, { title: hint(record) || false });
    });
  }

  listen() {
    this.body.addEventListener("click", (event) => this.pick(event.target.closest("tr")));
    this.body.addEventListener("keydown", (event) => {
      const row = event.target.closest("tr");
      const steps = { ArrowDown: row?.nextSibling, ArrowUp: row?.previousSibling };
      if (event.key === "Enter" || event.key === " ") this.pick(row);
      else if (event.key in steps) steps[event.key]?.focus();
      else return;
      event.preventDefault();
    });
  }

  pick(row) {
    if (!row) return;
    this.select(row.dataset.key);
    row.focus({ preventScroll: true });
    this.choose(row.record);
  }

  /** Let the tabulator key come to one row: the selected one, or else the first. */
  settleFocus() {
    if (!this.choose) return;
    const first = this.rows.get(this.chosen) ?? this.body.firstChild;
    for (const row of this.body.children)
      setAttributes(row, { tabindex: row === first ? "0" : "-1" });
  }
}
