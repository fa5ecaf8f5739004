// Deep links: #/site/demo?asset=P-101&signal=/demo/P-101/speed&range=3600

export interface Route {
  site: string;
  asset: string | null;
  signal: string | null;
  rangeSeconds: number;
}

export const RANGES: readonly { seconds: number; label: string }[] = [
  { seconds: 300, label: "5 min" },
  { seconds: 1800, label: "30 min" },
  { seconds: 7200, label: "2 h" },
  { seconds: 28_800, label: "8 h" },
  { seconds: 86_400, label: "24 h" },
];

const DEFAULT_RANGE_SECONDS = 1800;

export function parseRoute(hash: string, site: string): Route {
  const [path = "", query = ""] = hash.replace(/^#/, "").split("?", 2);
  const search = new URLSearchParams(query);
  const range = Number(search.get("range"));
  return {
    site: decodeURIComponent(/^\/site\/([^/]+)/.exec(path)?.[1] ?? site),
    asset: search.get("asset"),
    signal: search.get("signal"),
    rangeSeconds: RANGES.some((item) => item.seconds === range) ? range : DEFAULT_RANGE_SECONDS,
  };
}

export function formatRoute(route: Route): string {
  const search = new URLSearchParams();
  if (route.asset) search.set("asset", route.asset);
  if (route.signal) search.set("signal", route.signal);
  if (route.rangeSeconds !== DEFAULT_RANGE_SECONDS) search.set("range", String(route.rangeSeconds));
  const query = search.toString().replaceAll("%2F", "/");
  return `#/site/${encodeURIComponent(route.site)}${query ? `?${query}` : ""}`;
}
