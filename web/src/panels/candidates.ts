// What is written in the fields of a what-if: the numbers to try, and their combinations.

import type { StartWhatIf } from "../api/types";
import { formatNumber } from "../format";

/** `MOST_CANDIDATES` of twin/simulation/what_if/request.py: the API refuses more. */
export const MOST_CANDIDATES = 64;

/** `LONGEST_NAME` of the same file. */
const LONGEST_NAME = 128;

/** What is written for each input of a model. */
export type Texts = Readonly<Record<string, string>>;

type Candidate = NonNullable<StartWhatIf["candidates"]>[number];

// No part of it can take what the part before it gave back, so any text is judged in one pass.
const NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

// A comma alone may group digits or begin decimals: "1,250" is one number to some and two to others.
const SEPARATOR = /[;\s]+|,(?=[;\s]|$)/;

const LONGEST_QUOTE = 20;

/** The numbers of a text, and its first part that is none; a blank text has neither. */
export function numbersOf(text: string): { numbers: number[]; wrong: string | null } {
  const parts = text.split(SEPARATOR).filter((part) => part !== "");
  const wrong = parts.find((part) => !isNumber(part)) ?? null;
  return { numbers: parts.filter(isNumber).map(Number), wrong };
}

// What is too large for a number becomes Infinity, which JSON cannot carry.
function isNumber(part: string): boolean {
  return NUMBER.test(part) && Number.isFinite(Number(part));
}

/** Why a text cannot be tried; nothing if it can. */
export function textProblem(text: string): string {
  const { wrong } = numbersOf(text);
  if (wrong === null) return "";
  const quote = wrong.length > LONGEST_QUOTE ? `${wrong.slice(0, LONGEST_QUOTE)}…` : wrong;
  const hint = wrong.includes(",") ? "; two numbers have a space between them" : "";
  return `"${quote}" is not a number, such as 1200 or 1.5${hint}`;
}

/** How many combinations there are. They are not built, as three long fields have millions. */
export function countOf(texts: Texts): number {
  const lengths = Object.values(texts).map((text) => numbersOf(text).numbers.length);
  return lengths.reduce((product, length) => product * Math.max(1, length), 1);
}

/** Why so many cannot be compared; nothing if they can. */
export function countProblem(count: number): string {
  if (count <= MOST_CANDIDATES) return "";
  return `${formatNumber(count)} combinations; at most ${MOST_CANDIDATES} are compared`;
}

/** Whether the API would take what is written. */
export function mayBeTried(texts: Texts): boolean {
  return (
    Object.values(texts).every((text) => textProblem(text) === "") &&
    countProblem(countOf(texts)) === ""
  );
}

/** Every combination of the numbers that are written; a blank field keeps the measured value. */
export function candidatesOf(texts: Texts): Candidate[] {
  let inputs: Record<string, number>[] = [{}];
  for (const [variable, text] of Object.entries(texts)) {
    const { numbers } = numbersOf(text);
    if (numbers.length === 0) continue;
    inputs = inputs.flatMap((one) => numbers.map((number) => ({ ...one, [variable]: number })));
  }
  return inputs.map((one) => ({ name: nameOf(one), inputs: one }));
}

function nameOf(inputs: Record<string, number>): string {
  const parts = Object.entries(inputs).map(([name, value]) => `${name} = ${value}`);
  return parts.join(", ").slice(0, LONGEST_NAME) || "as measured";
}
