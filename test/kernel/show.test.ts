import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { PNG } from "pngjs";
import sharp from "sharp";
import { KernelClient } from "../support/kernelClient";

let kernel: KernelClient;
before(async () => {
  kernel = await KernelClient.start();
});
after(async () => {
  assert.equal(await kernel.stop(), 0, kernel.log);
});

/** The forms in which a cell's value is shown. */
async function shown(code: string): Promise<Record<string, string>> {
  const { reply, messages } = await kernel.run(code);
  assert.equal(reply.status, "ok", `${code}: ${String(reply.evalue)}`);
  const result = messages.find(({ header }) => header.msg_type === "execute_result")!;
  return result.content.data as Record<string, string>;
}

/** A table's cells, read from its HTML. */
const cellsOf = (html: string): string[][] =>
  [...html.matchAll(/<tr>(.*?)<\/tr>/gs)].map(([, row]) =>
    [...row!.matchAll(/<t[hd]>(.*?)<\/t[hd]>/gs)].map(([, cell]) => cell!),
  );

test("arrays of objects, Map and Set are tables, and text", async () => {
  const people = await shown('[{ name: "Ada", age: 36 }, { name: "Alan", born: [1912] }]');
  assert.deepEqual(cellsOf(people["text/html"]!), [
    ["", "name", "age", "born"],
    ["0", "Ada", "36", ""],
    ["1", "Alan", "", "[ 1912 ]"],
  ]);
  assert.match(people["text/plain"]!, /^\[ \{ name: 'Ada', age: 36 \}, \{ name: 'Alan'/);
  const map = await shown('new Map<unknown, unknown>([[{ a: 1 }, "object"], ["text", 2]])');
  assert.deepEqual(cellsOf(map["text/html"]!), [
    ["", "key", "value"],
    ["0", "{ a: 1 }", "object"],
    ["1", "text", "2"],
  ]);
  assert.deepEqual(cellsOf((await shown("new Set([3, 3, 4])"))["text/html"]!), [
    ["", "value"],
    ["0", "3"],
    ["1", "4"],
  ]);
});

test("of large tables 50 rows and 20 columns are shown, and how many are left", async () => {
  const begun = performance.now();
  const many = await shown("Array.from({ length: 1e6 }, (_, i) => ({ i }))");
  console.log(`a million rows: ${Math.round(performance.now() - begun)} ms`);
  assert.equal(cellsOf(many["text/html"]!).length, 51);
  assert.match(many["text/html"]!, /<p>999950 more rows<\/p>$/);
  assert.ok(JSON.stringify(many).length < 20_000);
  const wide = await shown(
    '[Object.fromEntries(Array.from({ length: 21 }, (_, i) => ["c" + i, i]))]',
  );
  assert.equal(cellsOf(wide["text/html"]!)[0]!.length, 21);
  assert.match(wide["text/html"]!, /<p>1 more column<\/p>$/);
  const map = await shown("new Map(Array.from({ length: 51 }, (_, i) => [i, i]))");
  assert.match(map["text/html"]!, /<p>1 more row<\/p>$/);
});

test("pictures' bytes and pixels are pictures with a text for who cannot see them", async () => {
  const pixels = { width: 3, height: 2, channels: 3, background: "red" } as const;
  for (const [kind, text] of [
    ["png", "PNG image, 3 x 2 pixels"],
    ["gif", "GIF image, 3 x 2 pixels"],
    ["jpeg", /^JPEG image, \d+ bytes$/],
    ["webp", /^WebP image, \d+ bytes$/],
  ] as const) {
    const bytes = await sharp({ create: pixels }).toFormat(kind).toBuffer();
    const base64 = bytes.toString("base64");
    for (const make of ["", "new Uint8Array"]) {
      const data = await shown(`${make}(Buffer.from("${base64}", "base64"))`);
      assert.equal(data[`image/${kind}`], base64);
      if (typeof text === "string") assert.equal(data["text/plain"], text);
      else assert.match(data["text/plain"]!, text);
      assert.equal(
        data["text/html"],
        `<img alt="${data["text/plain"]}" src="data:image/${kind};base64,${base64}">`,
      );
    }
  }
  const made = await shown(
    "({ width: 2, height: 1, data: new Uint8ClampedArray([255, 0, 0, 255, 0, 0, 255, 128]) })",
  );
  const read = PNG.sync.read(Buffer.from(made["image/png"]!, "base64"));
  assert.deepEqual([read.width, read.height, ...read.data], [2, 1, 255, 0, 0, 255, 0, 0, 255, 128]);
  for (const other of [
    "Buffer.from([1, 2, 3])",
    "new Uint8Array(0)",
    "Buffer.from(\"<svg xmlns='http://www.w3.org/2000/svg'/>\")",
    "({ width: 2, height: 2, data: new Uint8ClampedArray(3) })",
    "new Float32Array([1, 2])",
  ])
    assert.deepEqual(Object.keys(await shown(other)), ["text/plain"], other);
});

test("nothing hostile breaks a value's picture", async () => {
  const script = await shown(
    'const row = { "<b>": "<script>alert(1)</script>", q: `"\'&` }; [row]',
  );
  assert.doesNotMatch(script["text/html"]!, /<script|<b>|"'&/);
  assert.match(script["text/html"]!, /&#60;script&#62;/);
  const getter = await shown(
    `const called = { times: 0 };
[{ get bad(): never { called.times++; throw new Error('no'); }, good: 1 }]`,
  );
  assert.deepEqual(cellsOf(getter["text/html"]!)[1], ["0", "[Getter]", "1"]);
  assert.equal((await shown("called.times"))["text/plain"], "0");
  const circle = await shown(
    "const circle: Record<string, unknown> = { a: 1 }; circle.self = circle; [circle]",
  );
  assert.match(cellsOf(circle["text/html"]!)[1]![2]!, /Circular/);
  const bare = await shown("[Object.assign(Object.create(null), { a: 1 })]");
  assert.deepEqual(cellsOf(bare["text/html"]!)[1], ["0", "1"]);
  const half = await shown('[{ text: "x".repeat(199) + "😀" + "y".repeat(50) }]');
  assert.equal(cellsOf(half["text/html"]!)[1]![1], `${"x".repeat(199)}…`);
  for (const text of [
    "const sparse = [{ a: 1 }]; sparse[5] = { a: 2 }; sparse",
    "[]",
    "[{}]",
    "new Map()",
    "[1, 2]",
    "[[1], [2]]",
    "[new Date(0)]",
    "[{ a: 1 }, null]",
    "new Proxy([{ a: 1 }], {})",
    `new Proxy({}, {
      get() { throw new Error('trap'); }, getPrototypeOf() { throw new Error('trap'); },
    })`,
    "[new Proxy({ a: 1 }, { ownKeys() { throw new Error('trap'); } })]",
    "({ get samples(): never { throw new Error('getter'); } })",
    "({ get width(): never { throw new Error('getter'); } })",
    "({ get [Symbol.for('Jupyter.display')](): never { throw new Error('getter'); } })",
    "({ [Symbol.for('nodejs.util.inspect.custom')]() { throw new Error('inspect'); } })",
    "(() => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; })()",
  ])
    assert.deepEqual(Object.keys(await shown(text)), ["text/plain"], text);
  const misleading = await shown(
    `class Odd extends Map<string, number> {
  override get size(): number { throw new Error('no'); }
  override entries(): never { throw new Error('no'); }
}
new Odd([['a', 1]])`,
  );
  assert.deepEqual(cellsOf(misleading["text/html"]!)[1], ["0", "a", "1"]);
});

test("a value's own method comes before tables, and classes of your own stay text", async () => {
  const own = await shown(
    `class Card {
  a = 1;
  [Symbol.for("Jupyter.display")]() { return { "text/markdown": "**card**" }; }
}
new Card()`,
  );
  assert.equal(own["text/markdown"], "**card**");
  const list = await shown(
    `const method = { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "mine" }) };
Object.assign([{ a: 1 }], method)`,
  );
  assert.deepEqual(list, { "text/plain": "mine" });
  assert.deepEqual(Object.keys(await shown("[new Card(), new Card()]")), ["text/plain"]);
});

test("display shows what it is given under the running cell, whole and in order", async () => {
  const { messages, reply } = await kernel.run(`import { display } from "ganbook";
display.html("<b>1</b>"); display.markdown("**2**"); display.latex("$3$"); display.text("4 <b>");
display.json({ five: [5] }); display.table([{ six: 6 }]); display.svg("<svg/>", { alt: "seven" });
display.image({ width: 1, height: 1, data: new Uint8ClampedArray(4) }, { alt: 'eight "&' });`);
  assert.equal(reply.status, "ok", String(reply.evalue));
  const bundles = messages
    .filter(({ header }) => header.msg_type === "display_data")
    .map(({ content }) => content.data as Record<string, unknown>);
  assert.deepEqual(bundles.slice(0, 5), [
    { "text/html": "<b>1</b>", "text/plain": "<b>1</b>" },
    { "text/markdown": "**2**", "text/plain": "**2**" },
    { "text/latex": "$3$", "text/plain": "$3$" },
    { "text/plain": "4 <b>" },
    { "application/json": { five: [5] }, "text/plain": "{ five: [ 5 ] }" },
  ]);
  assert.deepEqual(cellsOf(String(bundles[5]!["text/html"]))[1], ["0", "6"]);
  assert.deepEqual(bundles[6], { "image/svg+xml": "<svg/>", "text/plain": "seven" });
  assert.match(
    String(bundles[7]!["text/html"]),
    /^<img alt="eight &#34;&#38;" src="data:image\/png;/,
  );
});
