// Models of a scene and the files that they would be loaded from.

import { BoxGeometry, Group, Mesh, Object3D } from "three";
import type { SceneModelBody } from "../../src/api/types";
import type { ModelFile } from "../../src/scene/levels";

export function model(change: Partial<SceneModelBody> = {}): SceneModelBody {
  return {
    database_id: "site",
    asset_key: "station",
    path: "station.stp",
    title: "Station",
    url: "https://assets/station/model.glb?signed",
    url_expires_at: 0,
    size_bytes: 900,
    levels: [],
    position_metres: [0, 0, 0],
    rotation_radians: [0, 0, 0],
    tree: [],
    ...change,
  };
}

/** A model with two coarser files. */
export function largeModel(change: Partial<SceneModelBody> = {}): SceneModelBody {
  const levels = [
    { url: "https://assets/station/model.lod2.glb?signed", size_bytes: 100, triangles: 50_000 },
    { url: "https://assets/station/model.lod1.glb?signed", size_bytes: 300, triangles: 200_000 },
  ];
  return model({ levels, ...change });
}

/** A scene with one node for each name, a metre apart. */
export function sceneOf(...names: string[]): Group {
  const group = new Group();
  names.forEach((name, index) => {
    const node = new Object3D();
    node.name = name;
    node.position.x = index;
    node.add(new Mesh(new BoxGeometry(0.5, 0.5, 0.5)));
    group.add(node);
  });
  group.updateMatrixWorld(true);
  return group;
}

export function fileName(file: ModelFile): string {
  return new URL(file.url).pathname.split("/").pop() ?? "";
}
