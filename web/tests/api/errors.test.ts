import { expect, test } from "vitest";
import { ApiError, describeError, errorOf } from "../../src/api/errors";
import { json } from "../support/answers";

test("what a problem says is kept", async () => {
  const type = "/api/problems/BAD_COMMENT";
  const said = { code: "BAD_COMMENT", expected: "128 characters" };
  const problem = { type, title: "A comment is wrong", status: 400, detail: "too long", ...said };
  const read = await errorOf(json(problem, 400));
  expect(read.detail).toEqual({ ...said, message: "too long" });
  expect(read.status).toBe(400);
});

test("what API Gateway answers by itself has a message and the status as its code", async () => {
  expect((await errorOf(json({ message: "Unauthorized" }, 401))).detail).toEqual({
    code: "HTTP_401",
    message: "Unauthorized",
  });
});

test("a page of a proxy is still a usable error", async () => {
  const read = await errorOf(new Response("<html>", { status: 502, statusText: "Bad Gateway" }));
  expect(read.detail).toEqual({ code: "HTTP_502", message: "the server answered 502 Bad Gateway" });
});

test("people read the message, what was found and expected, and the code", () => {
  const detail = { code: "X", message: "too fast", found: "5000", expected: "0 to 1600" };
  expect(describeError(new ApiError(422, detail))).toBe(
    "too fast; found 5000; expected 0 to 1600 (X)",
  );
  expect(describeError(new Error("plain"))).toBe("plain");
  expect(describeError("text")).toBe("text");
});
