import type { Figure } from "../plot/figure";
import { isPng, pngUrl, type Png } from "../plot/png";
import { escapeXml, openSvg, renderSvg } from "../plot/svg";

/** What the live view shows. */
export interface LivePicture {
  headline: string;
  details: string;
  /** How much is done, 0 … 1. */
  share: number;
  /** Drawn below one another on the left. */
  charts: readonly Figure[];
  /** Drawn on the right. */
  picture: Png | Figure | undefined;
}

const width = 800; // fits Lab's cells in a window of 1280
const chartWidth = 440;
const chartHeight = 190;
const headerHeight = 64;

/**
 * The live view as one SVG, so that each redraw replaces everything at once and the last one stays
 * readable anywhere.
 */
export function composeLiveSvg({ headline, details, share, charts, picture }: LivePicture): string {
  const height = headerHeight + charts.length * chartHeight;
  const side = Math.min(width - chartWidth - 20, height - headerHeight - 10);
  const bar = Math.round((width - 20) * Math.min(1, share));
  return [
    openSvg(width, height, `${headline}\n${details}`, 13),
    `<rect width="${width}" height="${height}" fill="#fff"/>`,
    `<rect x="10" y="8" width="${width - 20}" height="10" rx="5" fill="#e4e4e4"/><rect ` +
      `x="10" y="8" width="${bar}" height="10" rx="5" fill="#2166ac"/>`,
    `<text x="10" y="37">${escapeXml(headline)}</text><text x="10" ` +
      `y="56">${escapeXml(details)}</text>`,
    ...charts.map((chart, i) => {
      const sized = {
        ...chart,
        layout: { ...chart.layout, width: chartWidth, height: chartHeight },
      };
      return `<svg x="0" y="${headerHeight + i * chartHeight}" width="${chartWidth}" height="${chartHeight}">${renderSvg(sized, `chart${i}`)}</svg>`;
    }),
    drawPicture(picture, side),
    `</svg>`,
  ].join("");
}

function drawPicture(picture: Png | Figure | undefined, side: number): string {
  if (!picture) return "";
  const place = `x="${chartWidth + 10}" y="${headerHeight}"`;
  if (isPng(picture)) {
    const scale = Math.min(side / picture.width, side / picture.height);
    const size = `width="${Math.round(picture.width * scale)}" height="${Math.round(picture.height * scale)}"`;
    return `<image href="${pngUrl(picture)}" ${place} ${size} style="image-rendering:pixelated"/>`;
  }
  const sized = { ...picture, layout: { ...picture.layout, width: side, height: side } };
  return `<svg ${place} width="${side}" height="${side}">${renderSvg(sized, "picture")}</svg>`;
}
