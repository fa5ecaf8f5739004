import { BoxGeometry, Group, Mesh, Object3D } from "three";
import { expect, test } from "vitest";
import { StructureMaterial, splitIntoParts } from "../../src/scene/parts";
import { asset } from "../support/site";

const ASSETS = [asset("PS-1", null), asset("P-101", "PS-1"), asset("T-101", "PS-1")];

function node(name: string, ...children: Object3D[]): Object3D {
  const object = new Object3D();
  object.name = name;
  if (children.length) object.add(...children);
  return object;
}

function mesh(x = 0): Mesh {
  const box = new Mesh(new BoxGeometry(1, 1, 1));
  box.position.x = x;
  return box;
}

function split(...children: Object3D[]) {
  const model = new Group();
  model.add(...children);
  model.updateMatrixWorld(true);
  const structure = new StructureMaterial();
  return { structure, parts: splitIntoParts(model, ASSETS, structure, 1) };
}

test("meshes below a node belong to the nearest asset above them", () => {
  const inner = mesh();
  const outer = mesh();
  const { parts } = split(node("PS-1", outer, node("frame", node("P-101", node("casing", inner)))));
  expect(parts.map((part) => part.assetId).sort()).toEqual(["P-101", "PS-1"]);
  expect(inner.userData.assetId).toBe("P-101");
  expect(outer.userData.assetId).toBe("PS-1");
});

test("each asset has a material of its own, shared by all its meshes", () => {
  const [left, right, tank] = [mesh(), mesh(), mesh()];
  split(node("P-101", left, right), node("T-101", tank));
  expect(left.material).toBe(right.material);
  expect(left.material).not.toBe(tank.material);
});

test("what belongs to no asset is structure", () => {
  const pipe = mesh();
  const { structure, parts } = split(node("pipe", pipe));
  expect(parts).toEqual([]);
  expect(pipe.material).toBe(structure.fill);
  expect(pipe.userData.assetId).toBeNull();
});

test("a part's box spans all its meshes", () => {
  const { parts } = split(node("P-101", mesh(0), mesh(4)));
  expect(parts[0]?.box.min.x).toBeCloseTo(-0.5);
  expect(parts[0]?.box.max.x).toBeCloseTo(4.5);
});

test("the name in the file counts where the loader changed it", () => {
  const renamed = node("P101", mesh());
  renamed.userData.name = "P-101";
  expect(split(renamed).parts.map((part) => part.assetId)).toEqual(["P-101"]);
});

test("each mesh gets an outline, which cannot be picked", () => {
  const body = mesh();
  split(node("P-101", body));
  const [outline] = body.children;
  expect(outline?.type).toBe("LineSegments");
  expect(outline?.raycast).toHaveLength(0);
});
