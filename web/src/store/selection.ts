// What is selected, kept in the address so that it can be linked to.

import { type ReadonlySignal, signal } from "@preact/signals";
import { formatRoute, parseRoute, type Route } from "../app/route";
import type { SiteIndex } from "./site";

export class Selection {
  private readonly current;

  constructor(private readonly site: SiteIndex) {
    this.current = signal<Route>(this.known(parseRoute(location.hash, site.document.name)));
    addEventListener("hashchange", () => {
      this.current.value = this.known(parseRoute(location.hash, site.document.name));
    });
  }

  get route(): ReadonlySignal<Route> {
    return this.current;
  }

  selectAsset(assetId: string | null): void {
    if (this.current.peek().asset === assetId) return;
    this.go({ asset: assetId, signal: assetId ? this.site.firstSignalOf(assetId) : null });
  }

  selectSignal(alias: string): void {
    this.go({ asset: this.site.signalByAlias.get(alias)?.asset ?? null, signal: alias });
  }

  selectRange(rangeSeconds: number): void {
    this.go({ rangeSeconds });
  }

  private go(change: Partial<Route>): void {
    const next = { ...this.current.peek(), ...change };
    this.current.value = next;
    history.replaceState(null, "", formatRoute(next));
  }

  /** Forget names that the site does not have. */
  private known(route: Route): Route {
    const asset = route.asset && this.site.assetById.has(route.asset) ? route.asset : null;
    const named = route.signal && this.site.signalByAlias.has(route.signal) ? route.signal : null;
    return { ...route, asset, signal: named ?? (asset ? this.site.firstSignalOf(asset) : null) };
  }
}
