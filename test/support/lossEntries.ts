import { resolve } from "node:path";
import ts from "typescript";
import { readSources } from "./readmes";

/** A loss or a penalty as `named.ts` has it. */
export interface LossEntry {
  readonly name: string;
  /** The first part of its comment: the formula. */
  readonly says: string;
  /** The weight that a penalty's function has where none is given. */
  readonly weight: string;
}

/** The entries of a record of `named.ts`: what the comment on each value says first. */
export function entriesOf(record: "losses" | "penalties"): LossEntry[] {
  const { program, checker } = readSources();
  const file = program.getSourceFile(resolve("src/train/losses/named.ts"))!;
  const declared = file.statements
    .filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => [...declarationList.declarations])
    .find(({ name }) => name.getText() === record);
  return checker
    .getTypeAtLocation(declared!.name)
    .getProperties()
    .map((property) => {
      const [entry] = property.declarations as ts.PropertyAssignment[];
      const given = checker.getSymbolAtLocation(entry!.initializer)!;
      const value = checker.getAliasedSymbol(given);
      const text = ts.displayPartsToString(value.getDocumentationComment(checker));
      const [signature] = checker.getTypeOfSymbol(value).getCallSignatures();
      const [weight] = (signature?.parameters ?? []).map(
        ({ declarations }) => (declarations![0] as ts.ParameterDeclaration).initializer,
      );
      return {
        name: property.name,
        says: text.split("\n\n")[0]!.replace(/\s+/g, " "),
        weight: weight?.getText() ?? "",
      };
    });
}
