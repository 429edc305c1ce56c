import { causes } from "./causes";
import type { Rule } from "./rule";
import { symptoms } from "./symptoms";

/** Causes first: what comes after may be their symptom. */
export const rules: readonly Rule[] = [...causes, ...symptoms];
