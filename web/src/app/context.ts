import { createContext } from "preact";
import { useContext, useEffect } from "preact/hooks";
import type { Console } from "../store/console";

export const ConsoleContext = createContext<Console | null>(null);

export function useConsole(): Console {
  const console = useContext(ConsoleContext);
  if (!console) throw new Error("no console in this part of the page");
  return console;
}

/** Ask again every few seconds while something is open, in case the live message is lost. */
export function usePolling(active: boolean, seconds: number, ask: () => Promise<void>): void {
  useEffect(() => {
    if (!active) return;
    const timer = setInterval(() => void ask().catch(() => undefined), seconds * 1000);
    return () => clearInterval(timer);
  }, [active, seconds, ask]);
}
