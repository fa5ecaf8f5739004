import type { CommandBody } from "../api/types";
import { formatAgo, formatNumber, formatUnit, formatUtc } from "../format";
import { type CommandPhase, phaseOf } from "../store/commands";

const PHASE_TEXT: Record<CommandPhase, string> = {
  pending: "Pending",
  applied: "Applied",
  rejected: "Rejected",
  timed_out: "Timed out",
};

interface CommandOutcomeProps {
  request: CommandBody | null;
  problem: string;
  now: number;
}

/** What became of the newest request: pending for how long, applied, rejected why, timed out. */
export function CommandOutcome({ request, problem, now }: CommandOutcomeProps) {
  if (problem) {
    return (
      <p class="outcome" role="alert" data-phase="rejected">
        <strong>Refused</strong> {problem}
      </p>
    );
  }
  if (!request) return <p class="outcome" role="status" />;
  const phase = phaseOf(request, now);
  const age = Math.max(0, now - request.requested_at);
  return (
    <>
      <p class="outcome" role="status" data-phase={phase}>
        <strong>
          {PHASE_TEXT[phase]}
          {phase === "pending" ? ` ${Math.floor(age)} s` : ""}
        </strong>{" "}
        {formatNumber(request.value)} {formatUnit(request.unit)}, {request.requested_by},{" "}
        {formatAgo(age)}
        {request.message ? `: ${request.message}` : ""}
        {request.code ? ` (${request.code})` : ""}
      </p>
      <details class="steps">
        <summary>Steps</summary>
        <ol>
          {request.steps.map((step) => (
            <li key={`${step.state}${step.time}`}>
              {step.state} · {formatUtc(step.time)} · {step.by} {step.message}
            </li>
          ))}
        </ol>
      </details>
    </>
  );
}
