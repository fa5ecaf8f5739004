/** The tabs: one view is seen at a time, and the arrow keys go from tab to tab. */

import { element, setAttributes } from "./dom.js";

/**
 * Make tabs for views.
 * @param {{name: string, title: string, panel: HTMLElement}[]} views
 * @param {(name: string) => void} open - called when somebody chooses a view
 */
export function makeTabs(views, open) {
  const list = document.getElementById("tabs");
  const tabs = views.map(({ name, title, panel }) => {
    setAttributes(panel, {
      id: `panel-${name}`,
      role: "tabpanel",
      "aria-labelledby": `tab-${name}`,
    });
    const settings = { id: `tab-${name}`, type: "button", role: "tab" };
    const tab = element("button", { ...settings, "aria-controls": panel.id }, title);
    tab.addEventListener("click", () => open(name));
    return tab;
  });
  list.replaceChildren(...tabs);
  list.addEventListener("keydown", (event) => {
    const place = tabs.indexOf(document.activeElement);
    const last = tabs.length - 1;
    const steps = { ArrowRight: place + 1, ArrowLeft: place - 1, Home: 0, End: last };
    if (place < 0 || !(event.key in steps)) return;
    event.preventDefault();
    const next = (steps[event.key] + tabs.length) % tabs.length;
    tabs[next].focus();
    open(views[next].name);
  });
  return {
    show(name) {
      views.forEach((view, place) => {
        const seen = view.name === name;
        view.panel.hidden = !seen;
        tabs[place].setAttribute("aria-selected", String(seen));
        tabs[place].tabIndex = seen ? 0 : -1;
      });
    },
  };
}
