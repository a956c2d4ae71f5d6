// Whether Graphviz draws what `neuroref export --format dot` writes, every link of it: node graphviz_accepts.mjs FILE...
import { readFileSync } from "node:fs";
import { Graphviz } from "@hpcc-js/wasm-graphviz";

const graphviz = await Graphviz.load();
for (const file of process.argv.slice(2)) {
  const text = readFileSync(file, "utf8");
  const drawn = graphviz.dot(text).match(/class="edge"/g)?.length ?? 0;
  const written = text.match(/^ {2}"example:[^"]+" -> /gm)?.length ?? 0;
  if (drawn !== written || drawn === 0) throw new Error(`${file}: ${written} links, ${drawn} drawn`);
  console.log(`Graphviz ${graphviz.version()} draws the ${drawn} links of ${file}`);
}
