import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { listenForKeys } from "../../src/app/keyboard";

const actions = { search: vi.fn(), acknowledge: vi.fn(), fit: vi.fn(), escape: vi.fn() };
let stop: () => void;

function press(key: string, target: EventTarget = document.body, change: KeyboardEventInit = {}) {
  target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, ...change }));
}

beforeEach(() => {
  vi.clearAllMocks();
  document.body.innerHTML = "<input><button></button>";
  stop = listenForKeys(actions);
});
afterEach(() => stop());

test("each key does its one thing, in upper case too", () => {
  for (const key of ["/", "a", "F", "Escape"]) press(key);
  for (const action of Object.values(actions)) expect(action).toHaveBeenCalledOnce();
});

test("keys are text while somebody types", () => {
  press("a", document.querySelector("input") ?? undefined);
  expect(actions.acknowledge).not.toHaveBeenCalled();
});

test("an open dialog has the keys for itself", () => {
  document.body.insertAdjacentHTML("beforeend", "<dialog open></dialog>");
  press("a");
  press("Escape");
  expect(actions.acknowledge).not.toHaveBeenCalled();
  expect(actions.escape).not.toHaveBeenCalled();
});

test("shortcuts of the browser stay the browser's", () => {
  press("f", document.body, { ctrlKey: true });
  press("a", document.body, { metaKey: true });
  expect(actions.fit).not.toHaveBeenCalled();
  expect(actions.acknowledge).not.toHaveBeenCalled();
});
