// The JavaScript that a first visit loads, gzipped: what index.html names and all it imports
// statically. Fails above the budget. Chunks that are imported on demand do not count.
// Usage: node scripts/size.mjs [--json] [DIST]
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const BUDGET_BYTES = 250_000;
const named = process.argv.slice(2).find((argument) => !argument.startsWith("--"));
const dist = resolve(named ?? join(dirname(fileURLToPath(import.meta.url)), "../dist"));

function initialChunks() {
  const html = readFileSync(join(dist, "index.html"), "utf8");
  const queue = [...html.matchAll(/(?:src|href)="(?:\.\/)?([^"]+\.js)"/g)].map((match) => match[1]);
  const seen = new Set();
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = readFileSync(join(dist, file), "utf8");
    for (const match of text.matchAll(
      /(?:^|[;}\s])(?:import|export)[^"'();]*["'](\.[^"']+\.js)["']/g,
    )) {
      queue.push(join(dirname(file), match[1]));
    }
  }
  return [...seen].sort();
}

const chunks = initialChunks().map((file) => {
  const bytes = readFileSync(join(dist, file));
  return { file, raw: bytes.length, gzip: gzipSync(bytes, { level: 9 }).length };
});
const total = chunks.reduce((sum, chunk) => sum + chunk.gzip, 0);

if (process.argv.includes("--json")) {
  console.log(JSON.stringify({ budget_bytes: BUDGET_BYTES, gzip_bytes: total, chunks }));
} else {
  for (const chunk of chunks) {
    console.log(
      `${chunk.file}  ${(chunk.raw / 1000).toFixed(1)} kB, gz ${(chunk.gzip / 1000).toFixed(1)} kB`,
    );
  }
  console.log(
    `initial JavaScript: ${(total / 1000).toFixed(1)} kB gz of ${BUDGET_BYTES / 1000} kB`,
  );
}
if (chunks.length === 0) {
  console.error(`${dist}/index.html names no JavaScript, so nothing was measured`);
  process.exit(1);
}
if (total > BUDGET_BYTES) {
  console.error(`initial JavaScript is ${total} bytes gzipped, expected at most ${BUDGET_BYTES}`);
  process.exit(1);
}
