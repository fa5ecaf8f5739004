/** A mark for each status, drawn in a square of 12: shapes tell what colours tell. */

const MARKS = {
  succeeded: "M1 6.5 4.5 10 11 2",
  failed: "M2 2 10 10M10 2 2 10",
  "timed out": "M6 1A5 5 0 1 1 6 11 5 5 0 1 1 6 1M6 3V6.5L8.5 8",
  running: "M6 1A5 5 0 0 1 6 11",
  aborted: "M1 6H11",
  caught: "M9.5 3A4.5 4.5 0 1 0 10.5 7M10 0V3.5H6.5",
};

/** Return the path of a status' mark, nothing for a state that was not entered. */
export function markOf(status) {
  return MARKS[status] ?? "";
}
