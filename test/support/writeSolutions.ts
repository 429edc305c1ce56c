// Writes notebooks/solutions: `npm run solutions`.
import { mkdirSync, writeFileSync } from "node:fs";
import { sheets, solutionsOf } from "./solutions";

mkdirSync("notebooks/solutions", { recursive: true });
for (const file of sheets) writeFileSync(`notebooks/solutions/${file}`, solutionsOf(file));
