// Whether Mermaid's own parser accepts what `neuroref export --format mermaid` writes: node mermaid_accepts.mjs FILE...
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const { window } = new JSDOM("");
globalThis.window = window;
globalThis.document = window.document;
const { default: mermaid } = await import("mermaid");

for (const file of process.argv.slice(2)) {
  const { diagramType } = await mermaid.parse(readFileSync(file, "utf8"));
  if (!diagramType.startsWith("flowchart")) throw new Error(`${file}: read as ${diagramType}`);
  console.log(`Mermaid accepts ${file}`);
}
