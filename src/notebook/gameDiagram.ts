import { escapeXml, openSvg } from "../plot/svg";
import type { Game } from "../train/game";

/** A game as a diagram: who draws, who judges, and what passes between them. */
export function drawGame({ generator, discriminator, latentSize, loss, step }: Game): string {
  const sample = JSON.stringify(generator.outputs[0]!.shape.slice(1));
  const weights = (model: typeof generator): string =>
    `${model.countParams().toLocaleString("en")} weights`;
  const box = (
    x: number,
    y: number,
    width: number,
    fill: string,
    lines: readonly string[],
  ): string =>
    `<rect x="${x}" y="${y}" width="${width}" height="54" rx="6" fill="${fill}" stroke="#888"/>` +
    lines
      .map(
        (line, i) =>
          `<text x="${x + width / 2}" y="${y + 23 + 18 * i}" text-anchor="middle"${i ? ' fill="#666"' : ' font-weight="bold"'}>${escapeXml(line)}</text>`,
      )
      .join("");
  const arrow = (x1: number, y1: number, x2: number, y2: number): string =>
    `<line x1="${x1}" y1="${y1}" x2="${x2}" y2="${y2}" stroke="#444" stroke-width="1.5" marker-end="url(#tip)"/>`;
  return [
    openSvg(700, 190, `game at step ${step}`, 13),
    `<rect width="700" height="190" fill="#fff"/>`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" ' +
      'markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z" fill="#444"/></marker></defs>',
    box(10, 20, 90, "#f3f3f3", ["z", `[${latentSize}]`]),
    arrow(100, 47, 138, 47),
    box(140, 20, 150, "#fde8d8", ["G", weights(generator)]),
    arrow(290, 47, 328, 47),
    box(330, 20, 120, "#f3f3f3", ["fake", sample]),
    box(330, 110, 120, "#f3f3f3", ["real", sample]),
    arrow(450, 47, 488, 76),
    arrow(450, 137, 488, 106),
    box(490, 64, 150, "#dbe8f5", ["D", weights(discriminator)]),
    arrow(640, 91, 676, 91),
    `<text x="10" y="132">loss: ${escapeXml(loss.name)}</text><text x="10" y="152">step ` +
      `${step}</text>`,
    `</svg>`,
  ].join("");
}
