import { expect, test, vi } from "vitest";
import type { SceneNode } from "../../src/api/types";
import { ModelList } from "../../src/panels/ModelList";
import { consoleOf } from "../support/console";
import { model } from "../support/models";
import { button, find, show } from "../support/page";

function node(name: string, ...children: SceneNode[]): SceneNode {
  return { name, title: `Title of ${name}`, children };
}

const TREE = [node("as1", node("plate"), node("nut"))];

test("a model and each part of it can be found and framed", () => {
  const fit = vi.fn();
  const models = [model({ asset_key: "as1", title: "as1.stp", tree: TREE })];
  const host = show(consoleOf("viewer"), <ModelList models={models} onFit={fit} />);
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
    <ModelList models={[model({ url: null })]} onFit={() => undefined} />,
  );
  expect(host.querySelectorAll("[data-model]")).toHaveLength(0);
});

test("one part is one part", () => {
  const models = [model({ tree: [node("hills")] })];
  const host = show(consoleOf("viewer"), <ModelList models={models} onFit={() => undefined} />);
  expect(find(host, "summary").textContent).toBe("1 part");
});
