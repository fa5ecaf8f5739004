// Print what the Khronos validator says of a file: node validate_gltf.cjs FILE
// https://github.com/KhronosGroup/glTF-Validator
const { readFileSync } = require("node:fs");
const { validateBytes } = require("gltf-validator");

validateBytes(new Uint8Array(readFileSync(process.argv[2])), { maxIssues: 0 }).then(
  (report) => console.log(JSON.stringify(report)),
  (reason) => console.log(JSON.stringify({ refused: String(reason) })),
);
