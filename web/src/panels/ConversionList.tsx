import { useSignal } from "@preact/signals";
import { describeError } from "../api/errors";
import { useConsole } from "../app/context";
import { isUnderWay } from "../store/conversions";
import { ConversionRow } from "./ConversionRow";
import { Dialog } from "./Dialog";

const PAGE = 50;

const FILTERS = {
  all: "All",
  underWay: "Under way",
  failed: "Failed",
};

/** What became of each file that was uploaded, or is becoming of it. */
export function ConversionList({ onClose }: { onClose: () => void }) {
  const { api, conversions } = useConsole();
  const filter = useSignal<keyof typeof FILTERS>("all");
  const problem = useSignal("");
  const isLoading = useSignal(false);
  const token = conversions.nextToken.value;
  const rows = conversions.list.value.filter((one) =>
    filter.value === "underWay"
      ? isUnderWay(one)
      : filter.value === "all" || one.state === "FAILED",
  );

  async function loadOlder(): Promise<void> {
    isLoading.value = true;
    problem.value = "";
    try {
      conversions.receivePage(await api.conversions(PAGE, token));
    } catch (error) {
      problem.value = describeError(error);
    } finally {
      isLoading.value = false;
    }
  }

  return (
    <Dialog title="Conversions" onClose={onClose}>
      <fieldset class="range-buttons" aria-label="Show conversions">
        {Object.entries(FILTERS).map(([name, label]) => (
          <button
            key={name}
            type="button"
            aria-pressed={filter.value === name}
            onClick={() => (filter.value = name as keyof typeof FILTERS)}
          >
            {label}
          </button>
        ))}
      </fieldset>
      {rows.length === 0 && <p class="empty">No conversions.</p>}
      <ul class="jobs" aria-label="Conversions">
        {rows.map((one) => (
          <ConversionRow key={one.conversion_id} conversion={one} />
        ))}
      </ul>
      {problem.value && (
        <p role="alert" class="problem">
          {problem.value}
        </p>
      )}
      {token !== null && (
        <button type="button" disabled={isLoading.value} onClick={() => void loadOlder()}>
          Older conversions
        </button>
      )}
    </Dialog>
  );
}
