// Print what the reference implementation of SPZ reads, in the axes right, down, forward.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const [root, path] = process.argv.slice(2);
const module = createRequire(`${root}/package.json`).resolve("@adobe/spz");
const { default: create } = await import(pathToFileURL(module).href);
const spz = await create();
const cloud = spz.loadSpzFromBuffer(readFileSync(path), { to: spz.CoordinateSystem.RDF });
const names = ["positions", "scales", "rotations", "alphas", "colors", "sh"];
const columns = Object.fromEntries(names.map((name) => [name, Array.from(cloud[name])]));
console.log(JSON.stringify({ count: cloud.numPoints, degree: cloud.shDegree, ...columns }));
