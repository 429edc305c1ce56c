import { sampleLength } from "../data/dataset";
import { isNumbers, isPictures, type Data, type Pictures } from "../data/pictures";
import { checkWords } from "../data/textDataset";
import type { Workers } from "../runtime/collectives/workers";
import { shapeOf } from "./checkPlayers";
import type { Game } from "./game";

/**
 * @throws RangeError when the batch does not fit the data, the game or its workers; TypeError when
 *   the data do not fit the game
 */
export function checkData(
  game: Game,
  data: Data,
  batchSize: number,
  workers?: Pick<Workers, "count">,
): void {
  if (batchSize > data.size)
    throw new RangeError(
      `trainGan: expected a batchSize of 1 to ${data.size} (the samples of "${data.name}"), ` +
        `received ${batchSize}`,
    );
  const together = game.packing * (workers?.count ?? 1);
  if (workers && batchSize % together !== 0)
    throw new RangeError(
      `trainGan: expected a batchSize that is a multiple of ${together}, ${workers.count} ` +
        `workers with ${game.packing} samples that D judges at once, received ${batchSize}`,
    );
  if (batchSize % game.packing !== 0)
    throw new RangeError(
      `trainGan: expected a batchSize that is a multiple of ${game.packing}, the samples ` +
        `that D judges at once, received ${batchSize}`,
    );
  const drawn = shapeOf(game.generator.outputs[0]);
  const given = JSON.stringify(data.shape);
  if (drawn !== given)
    throw new TypeError(
      `trainGan: expected data of the generator's shape ${drawn}, received "${data.name}" ` +
        `of ${given}; build both players with sampleShape: ${given}, or load the data in the ` +
        "players' size",
    );
  if (isPictures(data)) return checkBytes(data);
  if (!isNumbers(data)) return checkWords("trainGan", data);
  const length = sampleLength(data.shape);
  if (data.samples.length !== data.size * length)
    throw new TypeError(
      `trainGan: expected ${data.size * length} numbers, ${data.size} samples of ${given}, ` +
        `received ${data.samples.length} in "${data.name}"; make it with createDataset`,
    );
  const bad = data.samples.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw new TypeError(
      `trainGan: expected finite numbers, received ${data.samples[bad]} in "${data.name}"`,
    );
}

function checkBytes({ name, bytes, shape, size, rows }: Pictures): void {
  const length = sampleLength(shape);
  const most = rows ? rows.reduce((last, row) => Math.max(last, row + 1), 0) : size;
  if (bytes.length >= most * length && (rows?.length ?? size) === size) return;
  throw new TypeError(
    `trainGan: expected ${most * length} bytes or more, ${size} samples of ` +
      `${JSON.stringify(shape)}, received ${bytes.length} in "${name}"; make it with ` +
      "createPictures",
  );
}
