// Writes the JSON schema of `ganbook train`'s configuration, for editors, and its reference:
// `npm run schema`.
import { writeFileSync } from "node:fs";
import { schemaFile, trainJsonSchema } from "./trainJsonSchema";
import { referenceFile, trainReference } from "./trainReference";

writeFileSync(schemaFile, trainJsonSchema());
writeFileSync(referenceFile, trainReference());
