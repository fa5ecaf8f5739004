import { expect, test } from "vitest";
import type { TwinApi } from "../../src/api/client";
import { csvOf } from "../../src/chart/csv";
import { ChartData } from "../../src/chart/history";
import { good } from "../support/site";

test("the file has UTC times, the unit, one row per point in time order, and empty gaps", () => {
  const aliases = { measured: "/s/flow", predicted: "/s/flow_p", lower: null, upper: null };
  const data = new ChartData({} as TwinApi, aliases);
  data.receive("/s/flow", [good(10, 1.5), { time: 20, value: 2, quality: "BAD" }]);
  data.receive("/s/flow_p", [good(15, 1.4)]);
  expect(csvOf(data, "m³/h").split("\r\n")).toEqual([
    "time_utc,alias,value,unit",
    "1970-01-01T00:00:10.000Z,/s/flow,1.5,m³/h",
    "1970-01-01T00:00:15.000Z,/s/flow_p,1.4,m³/h",
    "1970-01-01T00:00:20.000Z,/s/flow,,m³/h",
  ]);
});
