/** What XML 1.0 has no place for: control characters, halves of surrogate pairs. */
const unwritable = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

/** A string safe inside SVG. */
export const escapeXml = (text: string): string =>
  text
    .replace(unwritable, "\uFFFD")
    .replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** Attributes of an element; numbers are rounded to a tenth, what is undefined is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** As exact as a picture needs: a tenth of a pixel. */
export const round = (value: number): number => Math.round(value * 10) / 10;

/**
 * An element of an SVG with its content, which is SVG, too. Where a number is none, nothing is
 * drawn.
 */
export function element(name: string, attributes: Attributes, content = ""): string {
  const isDrawable = (value: string | number | undefined): boolean =>
    typeof value !== "number" || Number.isFinite(value);
  if (!Object.values(attributes).every(isDrawable)) return "";
  const written = Object.entries(attributes).map(([key, value]) =>
    value === undefined
      ? ""
      : ` ${key}="${typeof value === "number" ? round(value) : escapeXml(value)}"`,
  );
  const open = `<${name}${written.join("")}`;
  return content ? `${open}>${content}</${name}>` : `${open}/>`;
}

/** An element with plain text in it. */
export const textElement = (attributes: Attributes, text: string | number): string =>
  element("text", attributes, escapeXml(String(text)));

/** A corner of a path. */
export const point = (x: number, y: number): string => `${round(x)} ${round(y)}`;

/** A whole picture on white, with the name that says what it shows. */
export function svgDocument(
  size: { readonly width: number; readonly height: number; readonly fontSize: number },
  name: string,
  content: readonly string[],
): string {
  const { width, height, fontSize } = size;
  const attributes = {
    xmlns: "http://www.w3.org/2000/svg",
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    role: "img",
    "aria-label": name,
    "font-family": "sans-serif",
    "font-size": fontSize,
    fill: "#333",
  };
  const paper = element("rect", { width, height, fill: "#fff" });
  return element("svg", attributes, paper + content.join(""));
}
