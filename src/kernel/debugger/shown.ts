/** Values as the front end shows them, in the thread that has them; no code of theirs is run. */
import { inspect, types } from "node:util";
import type { Variable } from "./protocol";

/** So many children are told of at once; more are put in groups. */
const mostChildren = 100;
/** The longest text of a value, in characters. */
const longestText = 1000;

type Named = [name: string, value: unknown];
interface Container {
  /** What is set through its children. */
  target: object;
  indexed: { count: number; from: number; at: (index: number) => Named };
  named: () => Named[];
}

/** Stands for what only a getter could tell. */
class Getter {
  [inspect.custom] = (): string => "(getter)";
}

/** Values that have been shown, by the number under which their children are asked for. */
export class ShownValues {
  readonly #containers = new Map<number, Container>();
  #count = 0;

  /** Forgets them, so that they can be collected. */
  forget(): void {
    this.#containers.clear();
  }

  /** A record of variables, such as a scope. @returns the number of their container */
  keepRecord(record: Record<string, unknown>, names: () => string[]): number {
    const named = (): Named[] => names().map((name) => [name, record[name]]);
    return this.#keep({ target: record, indexed: none, named });
  }

  show(name: string, value: unknown): Variable {
    const container = isContainer(value) ? containerOf(value) : undefined;
    const { count = 0 } = container?.indexed ?? {};
    return {
      name,
      value: textOf(value),
      ...(isContainer(value) ? { type: typeOf(value) } : {}),
      variablesReference: container ? this.#keep(container) : 0,
      ...(count > 0 ? { indexedVariables: count } : {}),
    };
  }

  /** The children of a container. @throws Error when it has been forgotten */
  childrenOf(
    reference: number,
    filter?: "indexed" | "named",
    start?: number,
    count?: number,
  ): Variable[] {
    const { target, indexed, named } = this.#find(reference);
    const isPage = start !== undefined || count !== undefined;
    const children: Variable[] = [];
    if (filter !== "named") {
      const end = Math.min(indexed.count, (start ?? 0) + (count || Infinity));
      if (!isPage && indexed.count > mostChildren) children.push(...this.#groups(target, indexed));
      else
        for (let i = start ?? 0; i < end; i++)
          children.push(this.show(...indexed.at(indexed.from + i)));
    }
    if (filter !== "indexed")
      children.push(...named().map(([name, value]) => this.show(name, value)));
    return children;
  }

  set(reference: number, name: string, value: unknown): Variable {
    const target = this.#find(reference).target as Record<string, unknown>;
    target[name] = value;
    return this.show(name, value);
  }

  #groups(target: object, { count, from, at }: Container["indexed"]): Variable[] {
    let size = mostChildren;
    while (count / size > mostChildren) size *= mostChildren;
    return Array.from({ length: Math.ceil(count / size) }, (_, i) => {
      const [first, length] = [from + i * size, Math.min(size, count - i * size)];
      const part = { count: length, from: first, at };
      return {
        name: `[${first}…${first + length - 1}]`,
        value: "",
        variablesReference: this.#keep({ target, indexed: part, named: () => [] }),
        indexedVariables: length,
      };
    });
  }

  #keep(container: Container): number {
    this.#containers.set(++this.#count, container);
    return this.#count;
  }

  #find(reference: number): Container {
    const found = this.#containers.get(reference);
    if (!found) throw new Error(`expected a reference of the present stop, received ${reference}`);
    return found;
  }
}

const none: Container["indexed"] = { count: 0, from: 0, at: () => ["", undefined] };

const isContainer = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !types.isProxy(value);

function containerOf(value: object): Container {
  if (Array.isArray(value) || types.isTypedArray(value)) {
    const { length } = value as ArrayLike<unknown>;
    const at = (index: number): Named => [String(index), ownValue(value, String(index))];
    const isIndex = (name: string): boolean => /^\d+$/.test(name);
    const named = (): Named[] =>
      length > mostChildren ? [] : ownOf(value).filter(([name]) => !isIndex(name));
    return { target: value, indexed: { count: length, from: 0, at }, named };
  }
  const entries = entriesOf(value);
  const at = (index: number): Named => entries!()[index]!;
  const indexed = entries ? { count: (value as Set<unknown>).size, from: 0, at } : none;
  return { target: value, indexed, named: () => ownOf(value) };
}

/** What a map or set holds; read when it is first asked. */
function entriesOf(value: object): (() => Named[]) | undefined {
  if (!types.isMap(value) && !types.isSet(value)) return undefined;
  let read: Named[] | undefined;
  return () =>
    (read ??= types.isMap(value)
      ? [...Map.prototype.entries.call(value)].map(([key, entry]) => [textOf(key), entry])
      : [...Set.prototype.values.call(value)].map((entry, i) => [String(i), entry]));
}

const ownOf = (value: object): Named[] =>
  Object.keys(value).map((name) => [name, ownValue(value, name)]);

function ownValue(value: object, name: string): unknown {
  const found = Object.getOwnPropertyDescriptor(value, name);
  return found?.get ? new Getter() : found?.value;
}

function textOf(value: unknown): string {
  const text = inspect(value, {
    ...{ depth: 0, breakLength: Infinity, customInspect: value instanceof Getter },
    ...{ maxArrayLength: 10, maxStringLength: longestText },
  });
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}

function typeOf(value: object): string {
  const prototype = Object.getPrototypeOf(value) as object | null;
  const made: unknown = prototype && ownValue(prototype, "constructor");
  return typeof made === "function" && made.name ? made.name : "object";
}
