/** Statuses of all services in a few kinds, which are told apart by colour and by mark. */

const KINDS = [
  [/ROLLBACK_(COMPLETE|IN_PROGRESS)|FAILED|TIMED[_ ]OUT|^failed$/, "failed"],
  [/IN_PROGRESS|RUNNING|STARTING|^running$/, "running"],
  [/COMPLETE|SUCCEEDED|^succeeded$/, "succeeded"],
  [/ABORTED|^aborted$/, "aborted"],
  [/^caught$/, "caught"],
  [/SUBMITTED|PENDING|RUNNABLE/, "waiting"],
];

/** Return `failed`, `running`, `succeeded`, `aborted`, `caught`, `waiting` or `none`. */
export function statusKind(status) {
  return KINDS.find(([pattern]) => pattern.test(status))?.[1] ?? "none";
}
