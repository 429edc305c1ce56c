/**
 * How modules of Node's two kinds look to code that imports them, as TypeScript's `esModuleInterop`
 * has it.
 */

/** A module: of ECMAScript's kind, or what CommonJS's `module.exports` is. */
export interface Loaded {
  isEs: boolean;
  exports: unknown;
  /** What Node's own `import()` gives. */
  namespace?: object;
}

/** What Node has imported. */
export function fromNode(namespace: object, own: NodeJS.Require, specifier: string): Loaded {
  const { default: exports } = namespace as { default?: unknown };
  const isCommonJs = "module.exports" in namespace || exports === cached(own, specifier);
  return isCommonJs && exports !== undefined
    ? { isEs: false, exports, namespace }
    : { isEs: true, exports: namespace, namespace };
}

function cached(own: NodeJS.Require, specifier: string): unknown {
  try {
    return own.cache[own.resolve(specifier)]?.exports;
  } catch {
    return undefined; // only importable
  }
}

const isEsModule = (exports: unknown): boolean =>
  (exports as { __esModule?: unknown } | null | undefined)?.__esModule === true;

/**
 * One export of a module; `*` is the module itself. @throws SyntaxError where it has none of that
 * name
 */
export function valueOf({ isEs, exports }: Loaded, name: string, specifier: string): unknown {
  if (name === "=") return commonJs({ isEs, exports });
  const isTranslated = !isEs && isEsModule(exports);
  if (name === "*")
    return isEs || isTranslated ? exports : { ...(exports as object), default: exports };
  if (name === "default" && !isEs && !isTranslated) return exports;
  if (!(name in Object(exports)))
    throw new SyntaxError(`the module ${JSON.stringify(specifier)} has no export named ${name}`);
  return (exports as Record<string, unknown>)[name];
}

const translated = new WeakMap<object, object>();

/** A module as CommonJS code that TypeScript has made expects it. */
export function commonJs({ isEs, exports }: Loaded): unknown {
  if (!isEs) return exports;
  const namespace = exports as Record<string, unknown>;
  let found = translated.get(namespace);
  if (!found) {
    found = Object.defineProperty({}, "__esModule", { value: true });
    for (const name of Object.keys(namespace))
      Object.defineProperty(found, name, { enumerable: true, get: () => namespace[name] });
    translated.set(namespace, found);
  }
  return found;
}
