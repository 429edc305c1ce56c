import assert from "node:assert/strict";
import { test } from "node:test";
import { display } from "../../src/notebook/display";

test("in a script each prints its text", (context) => {
  const printed: unknown[] = [];
  context.mock.method(console, "log", (text: unknown) => void printed.push(text));
  display.html("<b>1</b>");
  display.text("2");
  display.json({ three: 3 });
  display.table(new Set([4]));
  display.svg("<svg></svg>");
  display.image({ width: 1, height: 2, data: new Uint8ClampedArray(8) });
  assert.deepEqual(printed, [
    "<b>1</b>",
    "2",
    "{ three: 3 }",
    "Set(1) { 4 }",
    "SVG picture",
    "PNG image, 1 x 2 pixels",
  ]);
});

test("what cannot be shown so is refused, with what was expected", () => {
  const wrong = (value: unknown): never => value as never;
  const circle: Record<string, unknown> = {};
  circle.self = circle;
  for (const [show, message] of [
    [() => display.html(wrong(5)), "display.html: expected a string, received 5"],
    [() => display.markdown(wrong(null)), "display.markdown: expected a string, received null"],
    [
      () => display.latex(wrong([])),
      "display.latex: expected a string, received an array of length 0",
    ],
    [
      () => display.text(wrong({ a: 1 })),
      "display.text: expected a string, received an object with a",
    ],
    [() => display.svg("<b>"), 'display.svg: expected "<svg …", received "<b>"'],
    [
      () => display.svg("<svg/>", wrong({ alt: "" })),
      'display.svg: option "alt": expected a length >= 1, received ""',
    ],
    [
      () => display.json(() => 5),
      "display.json: expected a value that JSON can hold, received function (anonymous)",
    ],
    [
      () => display.table(wrong("text")),
      "display.table: expected an array of objects, a Map or a Set with something in it, " +
        'received "text"',
    ],
  ] as const)
    assert.throws(show, { name: "TypeError", message });
  assert.throws(() => display.json(circle), /expected a value that JSON can hold.*circular/s);
  assert.throws(
    () => display.image(Uint8Array.of(1)),
    /expected the bytes of a PNG.*received a Uint8Array of 1 bytes/,
  );
  assert.throws(
    () => display.image(Uint8Array.of(1), wrong({ size: 1 })),
    /display.image: unknown option "size"/,
  );
});
