import { expect, test, vi } from "vitest";
import type { TwinApi } from "../../src/api/client";
import type { HistoryPage } from "../../src/api/types";
import { ChartData, chartAliases } from "../../src/chart/history";
import { good, PUMP_MODEL } from "../support/site";

const MEASURED = { measured: "/s/flow", predicted: null, lower: null, upper: null };

function page(points: HistoryPage["points"], next_token: string | null): HistoryPage {
  return { alias: "/s/flow", unit: "m³/h", points, next_token };
}

function apiAnswering(...pages: HistoryPage[]) {
  const history = vi.fn(async (_query: { next_token?: string | null }) => {
    const next = pages.shift();
    if (!next) throw new Error("asked once too often");
    return next;
  });
  return { history, api: { history } as unknown as TwinApi };
}

test("a signal with a prediction has four lines, any other has one", () => {
  const [prediction] = PUMP_MODEL.predictions;
  expect(chartAliases("/demo/P-101/flow", prediction)).toEqual({
    measured: "/demo/P-101/flow",
    predicted: "/demo/P-101/flow_predicted",
    lower: "/demo/P-101/flow_lower",
    upper: "/demo/P-101/flow_upper",
  });
  expect(chartAliases("/s/flow", undefined)).toEqual(MEASURED);
});

test("history is fetched to its last page", async () => {
  const { history, api } = apiAnswering(page([good(1, 1)], "more"), page([good(2, 2)], null));
  const data = new ChartData(api, MEASURED);
  await data.load(0, 10, new AbortController().signal);
  expect(history.mock.calls.map(([query]) => query.next_token)).toEqual([null, "more"]);
  expect(data.of("/s/flow").rows()).toEqual([
    [1, 1],
    [2, 2],
  ]);
});

test("a chart that was closed takes nothing more and asks for nothing more", async () => {
  const { history, api } = apiAnswering(page([good(1, 1)], "more"));
  const closing = new AbortController();
  const data = new ChartData(api, MEASURED);
  const loading = data.load(0, 10, closing.signal);
  closing.abort();
  await loading;
  expect(history).toHaveBeenCalledOnce();
  expect(data.of("/s/flow").length).toBe(0);
});

test("live points that came before the history are merged with it", async () => {
  const { api } = apiAnswering(page([good(1, 1), good(3, 3)], null));
  const data = new ChartData(api, MEASURED);
  data.receive("/s/flow", [good(2, 2), good(4, 4)]);
  await data.load(0, 10, new AbortController().signal);
  const times = data
    .of("/s/flow")
    .rows()
    .map(([time]) => time);
  expect(times).toEqual([1, 2, 3, 4]);
});

test("points of other signals are none of its business", () => {
  const data = new ChartData(apiAnswering().api, MEASURED);
  expect(data.receive("/s/other", [good(1, 1)])).toBe(false);
  expect(data.receive("/s/flow", [good(1, 1)])).toBe(true);
});
