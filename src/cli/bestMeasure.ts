import { sampleGenerator } from "../build";
import type { Data } from "../data";
import type { BestMeasure } from "../runs";
import { namedMeasure, type MeasureName } from "../measure/namedMeasure";

/** What decides the best checkpoint of a run, by the measure's name. */
export function bestMeasure(name: MeasureName, data: Data): BestMeasure {
  const { better, count, measure } = namedMeasure(name, data);
  return {
    name,
    better,
    measure: async ({ game }) => {
      const generator = game.average?.generator ?? game.generator;
      const repeated = data.conditions && conditionsFor(data, count);
      const conditions = repeated && { conditions: repeated };
      return measure(await sampleGenerator(generator, { count, ...conditions }));
    },
  };
}

/** The conditions of the data's first samples, over again where they are fewer. */
function conditionsFor({ conditions, size }: Data, count: number): Float32Array {
  const length = conditions!.length / size;
  return Float32Array.from(
    { length: count * length },
    (_, i) => conditions![i % conditions!.length]!,
  );
}
