import { useSignal } from "@preact/signals";
import { describeError } from "../api/errors";
import type { AlarmBody } from "../api/types";
import { useConsole } from "../app/context";
import { PRIORITY_SYMBOLS } from "../scene/appearance";
import { Dialog } from "./Dialog";

/** What the service keeps of a comment: one line. */
const LONGEST_COMMENT = 128;

export function AcknowledgeDialog({ alarm, onClose }: { alarm: AlarmBody; onClose: () => void }) {
  const { api, alarms } = useConsole();
  const busy = useSignal(false);
  const problem = useSignal("");

  async function submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const form = new FormData(event.currentTarget as HTMLFormElement);
    busy.value = true;
    try {
      alarms.receive([await api.acknowledge(alarm.alarm_id, String(form.get("comment")).trim())]);
      onClose();
    } catch (error) {
      problem.value = describeError(error);
      busy.value = false;
    }
  }

  return (
    <Dialog title="Acknowledge alarm" onClose={onClose}>
      <form onSubmit={submit}>
        <p>
          <span class="priority" data-priority={alarm.priority}>
            {PRIORITY_SYMBOLS[alarm.priority]}
            {alarm.priority}
          </span>{" "}
          <strong>{alarm.asset}</strong> {alarm.title}
        </p>
        <label>
          Comment
          <input name="comment" maxLength={LONGEST_COMMENT} autocomplete="off" autofocus />
        </label>
        <p role="alert" class="problem">
          {problem.value}
        </p>
        <p class="actions">
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="submit" class="primary" disabled={busy.value}>
            Acknowledge
          </button>
        </p>
      </form>
    </Dialog>
  );
}
