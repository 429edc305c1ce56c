import { z } from "zod";
import { trainConfigSchema } from "../../src/cli/trainConfig";

export const schemaFile = "src/cli/train.schema.json";

/** The schema of a configuration as JSON; what JSON cannot say is left to the command. */
export function trainJsonSchema(): string {
  const schema = z.toJSONSchema(trainConfigSchema, { io: "input", unrepresentable: "any" });
  const title = "Configuration of ganbook train";
  const not = { required: ["epochs", "steps"] };
  return `${JSON.stringify({ title, ...schema, not }, null, 1)}\n`;
}
