// Levels of detail: the files of a model, the coarsest first, loaded one after the other.

import type { Group } from "three";
import type { SceneModelBody } from "../api/types";

/** A GLB of a model: a coarser one, or the whole. */
export interface ModelFile {
  url: string;
  size_bytes: number;
}

export type LoadFile = (
  model: SceneModelBody,
  file: ModelFile,
  onProgress: (fraction: number) => void,
) => Promise<Group>;

/** `isFinerOne` tells that the model is shown already, with less detail. */
export type OnProgress = (title: string, fraction: number, isFinerOne: boolean) => void;

/** One level that was loaded, and how many finer ones there are. */
export interface Level {
  group: Group;
  finer: number;
}

/** The files of a model, the coarsest first, the whole one last; none before it is published. */
export function filesOf(model: SceneModelBody): ModelFile[] {
  if (!model.url) return [];
  return [...model.levels, { url: model.url, size_bytes: model.size_bytes }];
}

/** Loads what a model lacks; a file that fails is passed over for the next finer one. */
export class LevelLoading {
  private readonly pending: ModelFile[];
  private problem: string | null = null;

  /** `finer` is how many finer levels a model has than the one that is shown; null before any is. */
  constructor(
    readonly model: SceneModelBody,
    private finer: number | null,
    private readonly load: LoadFile,
  ) {
    const files = filesOf(model);
    this.pending = files.slice(files.length - (finer ?? files.length));
  }

  /** Return the next level that can be loaded, or null where there is none any more. */
  async next(onProgress: OnProgress): Promise<Level | null> {
    const isFinerOne = this.finer !== null;
    for (let file = this.pending.shift(); file; file = this.pending.shift()) {
      try {
        const group = await this.load(this.model, file, (fraction) =>
          onProgress(this.model.title, fraction, isFinerOne),
        );
        this.problem = null;
        this.finer = this.pending.length;
        return { group, finer: this.finer };
      } catch (error) {
        this.problem = error instanceof Error ? error.message : String(error);
      }
    }
    return null;
  }

  /** What the user must know at the end: the whole model could not be loaded. */
  get complaint(): string | null {
    if (this.problem === null) return null;
    const less = this.finer === null ? "" : " is shown with less detail";
    return `${this.model.title}${less}: ${this.problem}`;
  }
}
