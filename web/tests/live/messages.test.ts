import { expect, test } from "vitest";
import {
  describeErrors,
  eventsOf,
  parseFrame,
  subprotocols,
  subscribe,
} from "../../src/live/messages";

const AUTHORIZATION = { Authorization: "a?>b~", host: "live.example" };

test("the token travels as a sub-protocol in base64url without padding", () => {
  const [protocol, header = ""] = subprotocols(AUTHORIZATION);
  expect(protocol).toBe("aws-appsync-event-ws");
  expect(header).toMatch(/^header-[A-Za-z0-9_-]+$/);
  const base64 = header.slice("header-".length).replaceAll("-", "+").replaceAll("_", "/");
  expect(JSON.parse(atob(base64))).toEqual(AUTHORIZATION);
});

test("a subscription names its channel and carries the authorization again", () => {
  expect(JSON.parse(subscribe("values", "/twin/demo/values", AUTHORIZATION))).toEqual({
    type: "subscribe",
    id: "values",
    channel: "/twin/demo/values",
    authorization: AUTHORIZATION,
  });
});

test.each(["", "not json", "{}", "null", '{"type": 3}'])("%o is no frame", (text) => {
  expect(parseFrame(text)).toBeNull();
});

test("a data frame holds one event or several, and what is not JSON is left out", () => {
  expect(eventsOf('{"a":1}')).toEqual([{ a: 1 }]);
  expect(eventsOf(['{"a":1}', "broken", '{"a":2}'])).toEqual([{ a: 1 }, { a: 2 }]);
});

test("errors read as one sentence, whatever the service fills in", () => {
  expect(describeErrors([{ message: "no access" }, { errorType: "Unauthorized" }])).toBe(
    "no access; Unauthorized",
  );
  expect(describeErrors([{}])).toBe("the live service refused");
  expect(describeErrors(undefined)).toBe("the live service refused");
});
