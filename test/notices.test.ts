/** THIRD-PARTY.md says what is used, and nothing that is used asks for more than it says. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

interface Package {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly license?: string;
  readonly licenses?: readonly { readonly type: string }[];
}
const read = <T>(path: string): T => JSON.parse(readFileSync(path, "utf8")) as T;
const licenceOf = (name: string): string => {
  const { license, licenses } = read<Package>(`node_modules/${name}/package.json`);
  return license ?? licenses!.map(({ type }) => type).join(" AND ");
};

test("every package that is installed is named with its licence", () => {
  const rows = readFileSync("THIRD-PARTY.md", "utf8").matchAll(/^\| `(.+?)` \| (.+?) \|/gm);
  const named = new Map([...rows].map(([, name, licence]) => [name!, licence!]));
  const names = Object.keys(read<Package>("package.json").dependencies);
  assert.deepEqual([...named.keys()], names);
  for (const name of names.filter((one) => one !== "h5wasm"))
    // its licence is a text
    assert.ok(named.get(name)!.startsWith(licenceOf(name)), `${name}: ${licenceOf(name)}`);
  assert.match(readFileSync("node_modules/h5wasm/LICENSE.txt", "utf8"), /NIST.*public service/s);
});

test("what these install in turn may be used by anybody, as it is", () => {
  const free = /^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0|MPL-2\.0|LGPL-3\.0-or-later)$/;
  const { packages } = read<{
    packages: Record<string, { dev?: boolean; link?: boolean; license?: string }>;
  }>("package-lock.json");
  const used = Object.entries(packages).filter(([path, { dev, link }]) => path && !dev && !link);
  assert.ok(used.length > 100);
  const others = used.flatMap(([path, { license = "none said" }]) =>
    license
      .replace(/[()]/g, "")
      .split(" AND ")
      .every((one) => free.test(one))
      ? []
      : [`${path.replace(/^.*node_modules\//, "")}: ${license}`],
  );
  assert.deepEqual(others, ["h5wasm: SEE LICENSE IN LICENSE.txt", "jstat: none said"]);
});
