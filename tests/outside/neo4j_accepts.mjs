// Whether Neo4j's own linter has nothing to say of a page's Cypher: node neo4j_accepts.mjs PAGE
import { readFileSync } from "node:fs";
import { lintCypherQuery } from "@neo4j-cypher/language-support";

const page = readFileSync(process.argv[2], "utf8");
const [, cypher] = page.match(/^```cypher\n(.*?)^```/ms);
const { diagnostics } = lintCypherQuery(cypher, {});
for (const { message, range } of diagnostics) console.error(`line ${range.start.line + 1}: ${message}`);
if (diagnostics.length > 0) process.exit(1);
console.log("Neo4j's linter has nothing to say of the page's Cypher");
