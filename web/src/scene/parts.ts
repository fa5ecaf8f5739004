// Which meshes are which asset: a part is the node named by the site, with all meshes below it
// that belong to no nearer part.

import {
  Box3,
  EdgesGeometry,
  type Group,
  LineBasicMaterial,
  LineSegments,
  Mesh,
  MeshStandardMaterial,
  type Object3D,
} from "three";
import type { Asset } from "../api/site";
import { PartMaterial } from "./materials";
import type { Palette } from "./palette";

const EDGE_ANGLE_DEGREES = 28;
/** Edges are drawn for meshes up to this size; finding them in larger ones takes too long. */
const MOST_EDGE_INDICES = 150_000;

export interface Part {
  assetId: string;
  material: PartMaterial;
  meshes: Mesh[];
  box: Box3;
}

export class StructureMaterial {
  readonly fill = new MeshStandardMaterial({ roughness: 0.85, metalness: 0 });
  readonly edges = new LineBasicMaterial();

  paint(palette: Palette): void {
    this.fill.color.copy(palette.structure);
    this.edges.color.copy(palette.edge);
  }
}

/** The name as in the file: the loader replaces some characters in `name`. */
export function nodeName(object: Object3D): string {
  return typeof object.userData.name === "string" ? object.userData.name : object.name;
}

/** Give every mesh of a model its part's material and return the parts found in it. */
export function splitIntoParts(
  model: Group,
  assets: readonly Asset[],
  structure: StructureMaterial,
  pixelRatio: number,
): Part[] {
  const assetByNode = new Map(
    assets.flatMap((asset) => (asset.mesh_node ? [[asset.mesh_node, asset.id] as const] : [])),
  );
  const parts = new Map<string, Part>();
  const meshes: [Mesh, string | null][] = [];
  visit(model, null);
  for (const [mesh, assetId] of meshes) {
    const part = assetId ? partOf(parts, assetId, pixelRatio) : null;
    dress(mesh, part?.material ?? structure);
    mesh.userData.assetId = assetId;
    part?.meshes.push(mesh);
    part?.box.expandByObject(mesh);
  }
  return [...parts.values()];

  function visit(object: Object3D, inherited: string | null): void {
    const assetId = assetByNode.get(nodeName(object)) ?? inherited;
    if (object instanceof Mesh) meshes.push([object, assetId]);
    for (const child of object.children) visit(child, assetId);
  }
}

function partOf(parts: Map<string, Part>, assetId: string, pixelRatio: number): Part {
  let part = parts.get(assetId);
  if (!part) {
    part = { assetId, material: new PartMaterial(pixelRatio), meshes: [], box: new Box3() };
    parts.set(assetId, part);
  }
  return part;
}

function dress(mesh: Mesh, material: PartMaterial | StructureMaterial): void {
  if (!mesh.geometry.attributes.normal) mesh.geometry.computeVertexNormals();
  mesh.material = material.fill;
  const size = mesh.geometry.index?.count ?? mesh.geometry.attributes.position?.count ?? 0;
  if (size > MOST_EDGE_INDICES) return;
  const lines = new LineSegments(
    new EdgesGeometry(mesh.geometry, EDGE_ANGLE_DEGREES),
    material.edges,
  );
  lines.raycast = () => undefined;
  mesh.add(lines);
}
