import assert from "node:assert/strict";
import { buildDiscriminator } from "../../src/build/discriminator";
import { buildGenerator } from "../../src/build/generator";
import type { NotebookClaims } from "./claim";
import { apart, mean, spread } from "./looks";

/** A measure by its name, of what the cell has printed as JSON. */
const measure = (printed: string, name: string): number =>
  Number(new RegExp(`^${name} +(?:\\{"mean":)?([\\d.]+)`, "m").exec(printed)![1]);
/** Both games of few pictures: how much D knows by heart, and how far the drawings are. */
const fewPictures = (printed: string): { heart: number; frechet: number }[] =>
  ["plain", "augmented"].map((name) => {
    const found = new RegExp(`^${name} +.*: ([-\\d.]+) +Fréchet: ([\\d.]+)`, "m").exec(printed)!;
    return { heart: Number(found[1]), frechet: Number(found[2]) };
  });

export const notebook12: NotebookClaims = {
  file: "12-your-own-pictures.ipynb",
  claims: [
    {
      cell: "own-02",
      says: "3,786 of them in ten categories",
      shows: (out) => {
        const [train, test] = out.numbers("own-03");
        assert.equal(train! + test!, 3786);
        assert.equal(out.printed("own-05").trim().split("\n").length, 10);
      },
    },
    {
      cell: "own-02",
      says: "**Notice** that they stay bytes in a file, from which each batch is read.",
      shows: (out) => assert.match(out.printed("own-03"), /ByteFile/),
    },
    {
      cell: "own-04",
      says: "**Predict** which kind of emoji there are most of.",
      shows: (out) => {
        const lines = out.printed("own-05").trim().split("\n");
        const counts = lines.map((line) => Number(/\d+/.exec(line)![0]));
        assert.ok(Math.max(...counts) > counts.reduce((a, b) => a + b) / 2);
        assert.match(lines[counts.indexOf(Math.max(...counts))]!, /People/);
      },
    },
    {
      cell: "own-06",
      says: "A picture is halved while it has four pixels or more after it: 32, 16, 8, 4.",
      shows: (out) => assert.match(out.printed("own-07"), /D halves to \[ 16, 8, 4 \]/),
    },
    {
      cell: "own-06",
      says: "at 28 x 28 this D has 139 thousand, and this G 785 thousand.",
      shows: (out) => {
        const players = [buildDiscriminator("dcgan"), buildGenerator("dcgan")];
        const small = players.map((model) => model.countParams());
        assert.deepEqual(
          small.map((count) => Math.round(count / 1000)),
          [139, 785],
        );
        const [ofG, ofD] = out.numbers("own-07").slice(-2);
        assert.ok(ofD! > 4 * small[0]! && ofG! > small[1]!);
      },
    },
    {
      cell: "own-10",
      says: "Flags are alike, and so are faces; of components the game has seen four.",
      shows: (out) => {
        assert.match(out.printed("own-05"), /^ +4 Component$/m);
        const tiles = out.tiles("own-11", 32);
        assert.equal(tiles.length, 100);
        const rows = Array.from({ length: 10 }, (_, i) => tiles.slice(10 * i, 10 * i + 10));
        // A flag has paper above and below, whatever is on it.
        const edge = (tile: readonly number[]): number => mean(tile.slice(0, 2 * 32));
        assert.ok(mean(rows[3]!.map(edge)) > 240);
        const animals = spread(rows[1]!);
        assert.ok(spread(rows[7]!) < 1.2 * animals, `${spread(rows[7]!)} ${animals}`);
      },
    },
    {
      cell: "own-12",
      says: "**Notice** that there is something at every place on the way, and that it changes",
      shows: (out) => {
        const tiles = out.tiles("own-13", 32);
        assert.equal(tiles.length, 15);
        for (const tile of tiles) assert.ok(mean(tile) < 245, "not an empty sheet");
        const ends = apart(tiles[0]!, tiles.at(-1)!);
        for (const [i, tile] of tiles.slice(1).entries())
          assert.ok(apart(tile, tiles[i]!) < 0.6 * ends, `step ${i}`);
      },
    },
    {
      cell: "own-14",
      says: "**Notice** its accuracy on pictures that it has not seen",
      shows: (out) => {
        const [accuracy, others] = out.numbers("own-15");
        assert.ok(accuracy! > 75 && others === 758, `${accuracy}`);
      },
    },
    {
      cell: "own-16",
      says: "**Notice** how far above its floor the Fréchet distance is",
      shows: (out) => {
        const printed = out.printed("own-17");
        assert.ok(measure(printed, "frechet") > 5 * measure(printed, "frechetFloor"));
      },
    },
    {
      cell: "own-16",
      says: "What is copied is less than its border.",
      shows: (out) => {
        const printed = out.printed("own-17");
        assert.ok(measure(printed, "copied") < measure(printed, "copiedBorder"));
      },
    },
    {
      cell: "own-18",
      says: "With 300, D comes to know them by heart",
      shows: (out) => assert.ok(fewPictures(out.printed("own-21"))[0]!.heart > 0.5),
    },
    {
      cell: "own-18",
      says: "**Predict** whether D will know less by heart, and whether the pictures will come",
      shows: (out) => {
        const [plain, augmented] = fewPictures(out.printed("own-21"));
        assert.ok(augmented!.heart < plain!.heart && augmented!.frechet > plain!.frechet);
      },
    },
    {
      cell: "own-22",
      says: "Less is known by heart, by far, but after 800 steps the pictures are no nearer",
      shows: (out) => {
        const [plain, augmented] = fewPictures(out.printed("own-21"));
        assert.ok(augmented!.heart < 0.6 * plain!.heart);
        assert.ok(augmented!.frechet > 0.95 * plain!.frechet);
      },
    },
  ],
  told: [
    {
      says: "**Watch** the paper turn white first, then colours and outlines come.",
      why: "the committed picture of the panel is the last one",
    },
  ],
};
