// The site document with the indexes that the panels need.

import type {
  Asset,
  CommandDefinition,
  Prediction,
  SignalDefinition,
  SimulationModel,
  SiteDocument,
} from "../api/site";

export class SiteIndex {
  readonly assetById: ReadonlyMap<string, Asset>;
  readonly signalByAlias: ReadonlyMap<string, SignalDefinition>;
  private readonly childrenById = new Map<string | null, Asset[]>();
  private readonly signalsByAsset = new Map<string, SignalDefinition[]>();

  constructor(readonly document: SiteDocument) {
    this.assetById = new Map(document.assets.map((asset) => [asset.id, asset]));
    this.signalByAlias = new Map(document.signals.map((item) => [item.alias, item]));
    for (const asset of document.assets) push(this.childrenById, asset.parent, asset);
    for (const item of document.signals) push(this.signalsByAsset, item.asset, item);
  }

  childrenOf(assetId: string | null): readonly Asset[] {
    return this.childrenById.get(assetId) ?? [];
  }

  /** The asset and everything below it. */
  subtreeOf(assetId: string): string[] {
    return [assetId, ...this.childrenOf(assetId).flatMap((child) => this.subtreeOf(child.id))];
  }

  signalsOf(assetId: string): readonly SignalDefinition[] {
    return this.signalsByAsset.get(assetId) ?? [];
  }

  /** The signal to chart first: one with a prediction, else any measured number. */
  firstSignalOf(assetId: string | null): string | null {
    const signals = assetId === null ? this.document.signals : this.signalsOf(assetId);
    const numeric = signals.filter(
      (item) => item.data_type !== "STRING" && item.kind !== "attribute",
    );
    const predicted = numeric.find((item) => this.predictionOf(item.alias));
    const measured = numeric.find((item) => item.data_type === "DOUBLE");
    return (predicted ?? measured ?? numeric[0])?.alias ?? null;
  }

  /** The signal that says whether the asset runs, if its type has one. */
  runningSignalOf(assetId: string): SignalDefinition | undefined {
    return this.signalsOf(assetId).find(
      (item) => item.name === "running" && item.data_type === "BOOLEAN",
    );
  }

  commandsOf(assetId: string): readonly CommandDefinition[] {
    return this.document.commands.filter((command) => command.asset === assetId);
  }

  modelsOf(assetId: string): readonly SimulationModel[] {
    return this.document.models.filter((model) => model.asset === assetId);
  }

  /** The prediction of a measured signal, if a model makes one. */
  predictionOf(alias: string): Prediction | undefined {
    return this.document.models
      .flatMap((model) => model.predictions)
      .find((prediction) => prediction.measured === alias);
  }

  /** A model that takes the set-point of a command as an input, and the name of that input. */
  trialOf(command: CommandDefinition): { model: SimulationModel; variable: string } | undefined {
    for (const model of this.document.models) {
      const input = model.inputs.find(([, alias]) => alias === command.feedback);
      if (input) return { model, variable: input[0] };
    }
    return undefined;
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
