import { PRIORITY_SYMBOLS, stateText } from "../scene/appearance";
import type { PartState } from "../store/parts";

/** The small mark beside a name: alarm shape, `?` for doubtful data, filled or hollow. */
export function StateMark({ state }: { state: PartState }) {
  const text = stateText(state);
  return (
    <span class="state-mark" title={text}>
      {state.priority > 0 && (
        <span
          class="priority"
          data-priority={state.priority}
          data-flashing={state.priority === 1 && state.unacknowledged}
          aria-hidden="true"
        >
          {PRIORITY_SYMBOLS[state.priority]}
          {state.priority}
        </span>
      )}
      {state.health !== "good" && (
        <span class="doubt" aria-hidden="true">
          ?
        </span>
      )}
      {state.running !== null && (
        <span class="run-mark" data-running={state.running} aria-hidden="true" />
      )}
      <span class="visually-hidden">{text}</span>
    </span>
  );
}
