import { useSignal } from "@preact/signals";
import { describeDetail, describeError } from "../api/errors";
import { roleAtLeast } from "../api/session";
import type { ConversionBody, ConversionState } from "../api/types";
import { useConsole } from "../app/context";
import { formatClock, formatUtc } from "../format";
import { isUnderWay } from "../store/conversions";

const STATE_TEXT: Record<ConversionState, string> = {
  QUEUED: "Waiting",
  RUNNING: "Running",
  SUCCEEDED: "Published",
  FAILED: "Failed",
  CANCELLED: "Cancelled",
};

/** One conversion: how far it is, why it failed, and what may be done about it. */
export function ConversionRow({ conversion }: { conversion: ConversionBody }) {
  const twin = useConsole();
  const isAsked = useSignal(false);
  const problem = useSignal("");
  const share = Math.round(conversion.progress * 100);
  const mayAct = roleAtLeast(twin.user.role, "engineer");
  const isOpen = isUnderWay(conversion);

  async function ask(request: () => Promise<ConversionBody>): Promise<void> {
    isAsked.value = true;
    problem.value = "";
    try {
      twin.conversions.receive([await request()]);
    } catch (error) {
      problem.value = describeError(error);
    } finally {
      isAsked.value = false;
    }
  }

  return (
    <li class="job" data-conversion={conversion.conversion_id} data-state={conversion.state}>
      <span class="job-head">
        <strong>{conversion.path}</strong>
        <span class="dim">{conversion.converter ?? "not chosen yet"}</span>
        <span class="spacer" />
        <time class="dim" title={formatUtc(conversion.requested_at)}>
          {formatClock(conversion.requested_at)}
        </time>
        {mayAct && isOpen && (
          <button
            type="button"
            disabled={isAsked.value}
            aria-label={`Cancel the conversion of ${conversion.path}`}
            onClick={() => void ask(() => twin.api.cancelConversion(conversion))}
          >
            Cancel
          </button>
        )}
        {mayAct && (conversion.state === "FAILED" || conversion.state === "CANCELLED") && (
          <button
            type="button"
            disabled={isAsked.value}
            aria-label={`Convert ${conversion.path} again`}
            onClick={() =>
              void ask(() => twin.api.rerunConversion(conversion, crypto.randomUUID()))
            }
          >
            Run again
          </button>
        )}
      </span>
      {isOpen && (
        <progress
          max={1}
          value={conversion.progress}
          aria-label={`${conversion.path}: ${share} %`}
        />
      )}
      <span role="status">
        {STATE_TEXT[conversion.state]}
        {isOpen && conversion.step && ` · ${conversion.step}`}
        {isOpen && ` · ${share} %`}
        {conversion.was_cached && " · made before"}
        {conversion.attempt > 1 && ` · attempt ${conversion.attempt}`}
      </span>
      {conversion.state === "FAILED" && conversion.error && (
        <p class="problem">{describeDetail(conversion.error)}</p>
      )}
      {problem.value && (
        <p role="alert" class="problem">
          {problem.value}
        </p>
      )}
    </li>
  );
}
