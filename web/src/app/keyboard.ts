// Keys of the whole console; they rest while somebody types or a dialog is open.

export interface KeyActions {
  search: () => void;
  acknowledge: () => void;
  fit: () => void;
  escape: () => void;
}

export function listenForKeys(actions: KeyActions): () => void {
  const listener = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]")) return;
    if (event.key === "Escape") actions.escape();
    if (isTyping(event.target)) return;
    const action = { "/": actions.search, a: actions.acknowledge, f: actions.fit }[
      event.key.toLowerCase()
    ];
    if (!action) return;
    event.preventDefault();
    action();
  };
  document.addEventListener("keydown", listener);
  return () => document.removeEventListener("keydown", listener);
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select");
}
