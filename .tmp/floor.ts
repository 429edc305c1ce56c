import { startRuntime } from "../src/runtime/start";
import { loadMnist } from "../src/data/mnist";
import { stackedMnist } from "../src/data/stackedMnist";
import { countStackedModes, reverseKl } from "../src/measure/modes";
import { classHistogram } from "../src/measure/scores";
void (async () => { await startRuntime({ print: false }); const digits = loadMnist({ order: 1 }).train; const shares = classHistogram(digits.labels!, 10).map((c) => c / digits.size);
const real = countStackedModes(stackedMnist({ size: 26000, seed: 99 }), { shares }); console.log("|", real.covered, real.reverseKl, reverseKl(real.hits, real.hits.map(() => 1))); })();
