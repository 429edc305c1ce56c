import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { readClassNames, type ClassNames } from "./labelFile";
import type { ImageFile, ImageSource } from "./source";

/** Which class each picture has. */
export interface Classes {
  /** One for each picture, in their order. */
  readonly labels: readonly number[];
  readonly classNames: readonly string[];
}

/**
 * The class of each picture.
 *
 * @param wanted `"folders"`: the first folder is the class, as in torchvision's ImageFolder;
 *   `"none"`; or a file that says it. Default: what `dataset.json` (StyleGAN) or `metadata.csv`
 *   (Hugging Face) says, or else the folders, where every picture lies in one
 * @throws Error when a picture has no class, or the file cannot be understood
 */
export async function classesOf(
  source: ImageSource,
  wanted: string | undefined,
): Promise<Classes | undefined> {
  if (wanted === "none") return undefined;
  if (wanted === "folders") return byFolder(source, true);
  if (wanted !== undefined) {
    const found = readClassNames(wanted, readText(wanted));
    if (found === "none") return undefined;
    if (found) return byName(source.images, wanted, new NameTable("", found));
    throw new Error(
      `loadImages: expected a column label or class in ${wanted}, found none; name another file, ` +
        'or classes: "folders" or "none"',
    );
  }
  const noted = await byNotes(source);
  if (noted === "none") return undefined;
  return noted ?? byFolder(source, false);
}

function readText(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new Error(
      'loadImages: expected classes: "folders", "none" or a file that can be read, received ' +
        `"${path}" (${(cause as Error).message})`,
      { cause },
    );
  }
}

/**
 * What lies beside the pictures and says their classes, or that there are none; undefined where
 * nothing does.
 */
async function byNotes(source: ImageSource): Promise<Classes | "none" | undefined> {
  const { path, images, notes } = source;
  const tables: NameTable[] = [];
  let saysNone = false;
  for (const note of notes) {
    const content = await note.read();
    const text = typeof content === "string" ? readText(content) : content.toString("utf8");
    const found = readClassNames(`${path}/${note.name}`, text);
    const folder = posix.dirname(note.name);
    if (found === "none") saysNone = true;
    else if (found) tables.push(new NameTable(folder === "." ? "" : `${folder}/`, found));
  }
  if (tables.length) return byName(images, notes[0]!.name, ...tables);
  return saysNone ? "none" : undefined;
}

/** Classes by the names of files, from the folder that they are counted from. */
class NameTable {
  readonly #byStem = new Map<string, string | number | undefined>();

  constructor(
    readonly folder: string,
    readonly names: ClassNames,
  ) {
    for (const [name, value] of names)
      if (!name.includes("/")) {
        // Of two files of one name nobody knows which is meant.
        const part = stem(name);
        this.#byStem.set(part, this.#byStem.has(part) ? undefined : value);
      }
  }

  /**
   * The class of a picture by its path; or by its name without folders, and without its ending,
   * where there is one picture of that name.
   */
  find(name: string, isAlone: boolean): string | number | undefined {
    if (!name.startsWith(this.folder)) return undefined;
    const below = name.slice(this.folder.length);
    const last = posix.basename(below);
    const known = this.names.get(below);
    if (known !== undefined || !isAlone) return known;
    return this.names.get(last) ?? this.#byStem.get(stem(last));
  }
}

const stem = (name: string): string => name.replace(/\.[^.]+$/, "");

function byName(
  images: readonly ImageFile[],
  file: string,
  ...tables: readonly NameTable[]
): Classes {
  const counts = new Map<string, number>();
  const lastOf = (name: string): string => stem(posix.basename(name));
  for (const { name } of images) counts.set(lastOf(name), (counts.get(lastOf(name)) ?? 0) + 1);
  const values = images.map(({ name }) => {
    const isAlone = counts.get(lastOf(name)) === 1;
    const found = tables.flatMap((table) => table.find(name, isAlone) ?? [])[0];
    if (found !== undefined) return found;
    throw new Error(
      `loadImages: expected a class for each picture in ${file}, found none for ${name}; add it, ` +
        'or leave it out with classes: "folders" or "none"',
    );
  });
  return numbered(values);
}

/** Classes in the order of their names; numbers stay what they are. */
export function numbered(values: readonly (string | number)[]): Classes {
  if (values.every((value) => typeof value === "number")) {
    const most = values.reduce((largest, value) => Math.max(largest, value), 0);
    const classNames = Array.from({ length: most + 1 }, (_, label) => String(label));
    return { labels: values, classNames };
  }
  const names = values.map(String);
  const classNames = [...new Set(names)].sort();
  const places = new Map(classNames.map((name, label) => [name, label]));
  return { labels: names.map((name) => places.get(name)!), classNames };
}

function byFolder({ path, images }: ImageSource, isAsked: boolean): Classes | undefined {
  const loose = images.find(({ name }) => !name.includes("/"));
  if (!loose) {
    const names = images.map(({ name }) => name.slice(0, name.indexOf("/")));
    const classNames = [...new Set(names)].sort();
    const places = new Map(classNames.map((name, label) => [name, label]));
    return { labels: names.map((name) => places.get(name)!), classNames };
  }
  if (!isAsked) return undefined;
  throw new Error(
    `loadImages: expected each picture in the folder of its class, received ` +
      `${posix.join(path, loose.name)} outside`,
  );
}
