// Writes the JSON schema of `ganbook train`'s configuration, for editors: `npm run schema`.
import { writeFileSync } from "node:fs";
import { schemaFile, trainJsonSchema } from "./trainJsonSchema";

writeFileSync(schemaFile, trainJsonSchema());
