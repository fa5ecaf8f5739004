import { expect, test, vi } from "vitest";
import { filesOf, LevelLoading, type LoadFile } from "../../src/scene/levels";
import { fileName, largeModel, model, sceneOf } from "../support/models";

const ignore = () => undefined;

function loaderThatFailsOn(...names: string[]) {
  const asked: string[] = [];
  const load: LoadFile = async (_, file, onProgress) => {
    asked.push(fileName(file));
    onProgress(0.5);
    if (names.includes(fileName(file))) throw new Error(`no ${fileName(file)}`);
    return sceneOf("P-101");
  };
  return { asked, load };
}

test("the coarsest file comes first and the whole one last", () => {
  expect(filesOf(largeModel()).map(fileName)).toEqual([
    "model.lod2.glb",
    "model.lod1.glb",
    "model.glb",
  ]);
  expect(filesOf(model()).map(fileName)).toEqual(["model.glb"]);
  expect(filesOf(model({ url: null }))).toEqual([]);
});

test("each level says how many finer ones there are", async () => {
  const { load } = loaderThatFailsOn();
  const loading = new LevelLoading(largeModel(), null, load);
  expect((await loading.next(ignore))?.finer).toBe(2);
  expect((await loading.next(ignore))?.finer).toBe(1);
  expect((await loading.next(ignore))?.finer).toBe(0);
  expect(await loading.next(ignore)).toBeNull();
  expect(loading.complaint).toBeNull();
});

test("progress is of one file at a time and says whether something is shown", async () => {
  const { load } = loaderThatFailsOn();
  const loading = new LevelLoading(largeModel(), null, load);
  const onProgress = vi.fn();
  await loading.next(onProgress);
  await loading.next(onProgress);
  expect(onProgress.mock.calls).toEqual([
    ["Station", 0.5, false],
    ["Station", 0.5, true],
  ]);
});

test("a level that fails is passed over without a word when a finer one loads", async () => {
  const { load, asked } = loaderThatFailsOn("model.lod2.glb", "model.lod1.glb");
  const loading = new LevelLoading(largeModel(), null, load);
  const onProgress = vi.fn();
  expect((await loading.next(onProgress))?.finer).toBe(0);
  expect(asked).toEqual(["model.lod2.glb", "model.lod1.glb", "model.glb"]);
  expect(onProgress.mock.calls.every(([, , isFinerOne]) => isFinerOne === false)).toBe(true);
  expect(loading.complaint).toBeNull();
});

test("a whole model that fails is told, and that less of it is shown", async () => {
  const { load } = loaderThatFailsOn("model.glb");
  const loading = new LevelLoading(largeModel(), null, load);
  while (await loading.next(ignore));
  expect(loading.complaint).toBe("Station is shown with less detail: no model.glb");
});

test("a model of which nothing loads is told with the last reason", async () => {
  const { load } = loaderThatFailsOn("model.lod2.glb", "model.lod1.glb", "model.glb");
  const loading = new LevelLoading(largeModel(), null, load);
  expect(await loading.next(ignore)).toBeNull();
  expect(loading.complaint).toBe("Station: no model.glb");
});

test("only what is finer than the shown level is loaded again", async () => {
  const { load, asked } = loaderThatFailsOn();
  const loading = new LevelLoading(largeModel(), 1, load);
  expect((await loading.next(ignore))?.finer).toBe(0);
  expect(asked).toEqual(["model.glb"]);
  expect(await new LevelLoading(largeModel(), 0, load).next(ignore)).toBeNull();
});
