// Why a command may not be given right now: shown before the API would refuse it.

import { roleAtLeast, type User } from "../api/session";
import type { CommandDefinition, Interlock, SignalDefinition } from "../api/site";
import type { Comparison } from "../api/types";
import type { Reading } from "../store/reading";

export interface CommandSituation {
  user: User;
  command: CommandDefinition;
  /** The reading of each signal that the command looks at. */
  readingOf: (alias: string) => Reading;
  definitionOf: (alias: string) => SignalDefinition | undefined;
}

const COMPARE: Record<Comparison, (left: number, right: number) => boolean> = {
  "<": (left, right) => left < right,
  "<=": (left, right) => left <= right,
  "==": (left, right) => left === right,
  "!=": (left, right) => left !== right,
  ">=": (left, right) => left >= right,
  ">": (left, right) => left > right,
};

/** Return the reason in words, or null where the command may be given. */
export function refusalOf(situation: CommandSituation): string | null {
  const { user, command, readingOf } = situation;
  if (!roleAtLeast(user.role, "operator")) {
    return `your role ${user.role} may not operate; ask an operator`;
  }
  const feedback = readingOf(command.feedback);
  if (feedback.health !== "good") return `the feedback is ${feedback.health}`;
  for (const interlock of command.interlocks) {
    const reason = interlockReason(interlock, situation);
    if (reason) return reason;
  }
  return null;
}

function interlockReason(interlock: Interlock, situation: CommandSituation): string | null {
  const reading = situation.readingOf(interlock.signal);
  if (reading.health !== "good") {
    const title = situation.definitionOf(interlock.signal)?.title ?? interlock.signal;
    return `the interlock signal “${title}” is ${reading.health}`;
  }
  const holds = COMPARE[interlock.comparison](Number(reading.value), interlock.value);
  return holds ? interlock.message : null;
}

/** Return what is wrong with a value that somebody typed, or null. */
export function valueProblem(command: CommandDefinition, text: string): string | null {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value)) return "enter a number";
  if (value < command.minimum || value > command.maximum) {
    return `enter ${command.minimum} to ${command.maximum} ${command.unit}`;
  }
  return null;
}
