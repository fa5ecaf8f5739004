// Dark unless the user chose light; the choice stays in this browser.

import { effect, signal } from "@preact/signals";

export type Theme = "dark" | "light";

const STORAGE_KEY = "twin.theme";

export const theme = signal<Theme>(
  localStorage.getItem(STORAGE_KEY) === "light" ? "light" : "dark",
);

effect(() => {
  document.documentElement.dataset.theme = theme.value;
  localStorage.setItem(STORAGE_KEY, theme.value);
});

export function toggleTheme(): void {
  theme.value = theme.peek() === "dark" ? "light" : "dark";
}
