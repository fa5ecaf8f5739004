import { beforeAll, expect, test, vi } from "vitest";
import { ApiError } from "../../src/api/errors";
import { ConversionList } from "../../src/panels/ConversionList";
import { consoleOf, page } from "../support/console";
import { button, drawn, find, show } from "../support/page";
import { conversionBody } from "../support/site";

const FAILED = conversionBody({
  state: "FAILED",
  error: { code: "SOURCE_UNSUPPORTED", message: "browsers do not play it", found: "vp08" },
});

beforeAll(() => {
  HTMLDialogElement.prototype.showModal ??= () => undefined;
});

function row(host: HTMLElement): HTMLElement {
  return find(host, "[data-conversion=conversion-1]");
}

test("a conversion says where it is, and a live message moves it", async () => {
  const twin = consoleOf("viewer");
  twin.onMessage("conversions", conversionBody());
  const host = show(twin, <ConversionList onClose={() => undefined} />);
  expect(find(row(host), "[role=status]").textContent).toBe("Running · convert · 42 %");
  expect(find<HTMLProgressElement>(host, "progress").value).toBeCloseTo(0.42);
  twin.onMessage("conversions", {
    ...conversionBody({ state: "SUCCEEDED", progress: 1 }),
    id: "9",
  });
  await drawn();
  expect(find(row(host), "[role=status]").textContent).toBe("Published");
  expect(host.querySelector("progress")).toBeNull();
});

test("why it failed is told with its code, and an engineer begins it again", async () => {
  const again = conversionBody({ attempt: 2, state: "QUEUED", progress: 0, step: "" });
  const rerunConversion = vi.fn(async () => again);
  const twin = consoleOf("engineer", { rerunConversion });
  twin.conversions.receive([FAILED]);
  const host = show(twin, <ConversionList onClose={() => undefined} />);
  expect(find(row(host), ".problem").textContent).toBe(
    "browsers do not play it; found vp08 (SOURCE_UNSUPPORTED)",
  );
  button(host, "Run again")?.click();
  await drawn();
  expect(rerunConversion).toHaveBeenCalledWith(FAILED, expect.stringMatching(/^[0-9a-f-]{36}$/));
  expect(find(row(host), "[role=status]").textContent).toBe("Waiting · 0 % · attempt 2");
});

test("an engineer cancels what is under way; a refusal is told", async () => {
  const cancelConversion = vi.fn(async () => {
    throw new ApiError(409, { code: "CONVERSION_ENDED", message: "it has ended" });
  });
  const twin = consoleOf("engineer", { cancelConversion });
  twin.conversions.receive([conversionBody()]);
  const host = show(twin, <ConversionList onClose={() => undefined} />);
  button(host, "Cancel")?.click();
  await drawn();
  expect(cancelConversion).toHaveBeenCalledWith(conversionBody());
  expect(find(row(host), "[role=alert]").textContent).toBe("it has ended (CONVERSION_ENDED)");
});

test.each(["viewer", "operator"] as const)("a %s looks on", (role) => {
  const twin = consoleOf(role);
  twin.conversions.receive([FAILED, conversionBody({ conversion_id: "other" })]);
  const host = show(twin, <ConversionList onClose={() => undefined} />);
  expect(host.querySelectorAll("[data-conversion]")).toHaveLength(2);
  expect(button(host, "Run again")).toBeNull();
  expect(button(host, "Cancel")).toBeNull();
});

test("failed ones alone are shown on request", async () => {
  const twin = consoleOf("viewer");
  twin.conversions.receive([FAILED, conversionBody({ conversion_id: "other" })]);
  const host = show(twin, <ConversionList onClose={() => undefined} />);
  button(host, "Failed")?.click();
  await drawn();
  expect(host.querySelectorAll("[data-conversion]")).toHaveLength(1);
});

test("older ones are fetched where the list goes on", async () => {
  const conversions = vi.fn(async () =>
    page("conversions", [conversionBody({ conversion_id: "older" })]),
  );
  const twin = consoleOf("viewer", { conversions });
  twin.conversions.receivePage({ conversions: [conversionBody()], next_token: "more" });
  const host = show(twin, <ConversionList onClose={() => undefined} />);
  button(host, "Older conversions")?.click();
  await drawn();
  expect(conversions).toHaveBeenCalledWith(50, "more");
  expect(host.querySelectorAll("[data-conversion]")).toHaveLength(2);
  expect(button(host, "Older conversions")).toBeNull();
});
