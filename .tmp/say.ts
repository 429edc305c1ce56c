import { readFileSync, readdirSync } from "node:fs";
import { sayings } from "../test/claims/sentences";
for (const f of readdirSync("notebooks").filter((n) => n.endsWith(".ipynb")).sort()) { console.log("==", f); for (const c of JSON.parse(readFileSync("notebooks/" + f, "utf8")).cells) if (c.cell_type === "markdown") for (const s of sayings(c)) console.log(`${c.id} | ${s}`); }
