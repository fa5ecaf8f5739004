// Renders a part of the page, and finds and uses what is on it.

import { type ComponentChildren, render } from "preact";
import { ConsoleContext } from "../../src/app/context";
import type { Console } from "../../src/store/console";

export function show(twin: Console, part: ComponentChildren): HTMLElement {
  document.body.innerHTML = "";
  const host = document.createElement("div");
  document.body.append(host);
  render(<ConsoleContext.Provider value={twin}>{part}</ConsoleContext.Provider>, host);
  return host;
}

export function find<Kind extends HTMLElement = HTMLElement>(host: HTMLElement, selector: string) {
  const found = host.querySelector<Kind>(selector);
  if (!found) throw new Error(`nothing matches ${selector} in ${host.innerHTML}`);
  return found;
}

export function button(host: HTMLElement, text: string): HTMLButtonElement | null {
  const all = [...host.querySelectorAll("button")];
  return all.find((item) => item.textContent?.trim() === text) ?? null;
}

export function type(host: HTMLElement, selector: string, text: string): void {
  const input = find<HTMLInputElement>(host, selector);
  input.value = text;
  input.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Let the page draw what changed. */
export async function drawn(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setTimeout(resolve, 5));
}
