import { expect, test, vi } from "vitest";
import type { SceneModelBody, SceneNode } from "../../src/api/types";
import { ModelList } from "../../src/panels/ModelList";
import { consoleOf } from "../support/console";
import { button, find, show } from "../support/page";

function node(name: string, ...children: SceneNode[]): SceneNode {
  return { name, title: `Title of ${name}`, children };
}

function model(change: Partial<SceneModelBody>): SceneModelBody {
  return {
    database_id: "site",
    asset_key: "as1",
    path: "as1.stp",
    title: "as1.stp",
    url: "https://assets/as1.glb",
    url_expires_at: 0,
    size_bytes: 1,
    levels: [],
    position_metres: [0, 0, 0],
    rotation_radians: [0, 0, 0],
    tree: [node("as1", node("plate"), node("nut"))],
    ...change,
  };
}

test("a model and each part of it can be found and framed", () => {
  const fit = vi.fn();
  const host = show(consoleOf("viewer"), <ModelList models={[model({})]} onFit={fit} />);
  expect(find(host, "summary").textContent).toBe("3 parts");
  button(find(host, "[data-model=as1]"), "model as1.stp")?.click();
  button(host, "Title of nut")?.click();
  expect(fit.mock.calls).toEqual([
    ["as1", null],
    ["as1", "nut"],
  ]);
});

test("what is not published yet is not listed", () => {
  const host = show(
    consoleOf("viewer"),
    <ModelList models={[model({ url: null, tree: [] })]} onFit={() => undefined} />,
  );
  expect(host.querySelectorAll("[data-model]")).toHaveLength(0);
});
