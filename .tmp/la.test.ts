import { test, mock } from "node:test";
import { liveView } from "../src/notebook";
import { startRuntime } from "../src/runtime";
import { trainGan } from "../src/train";
import { setFakeKernel } from "../test/support/fakeKernel";
import { smallGame } from "../test/support/smallGame";
test("x", async () => {
  await startRuntime({ print: false }); setFakeKernel();
  let n = 0;
  const view = liveView();
  const onStart = ({ game }: any) => { const p = game.generator.predictOnBatch.bind(game.generator); game.generator.predictOnBatch = (x: any) => { n += x.shape[0]; return p(x); }; };
  let time = 0; const clock = mock.method(performance, "now", () => (time += 4000));
  const r = await trainGan({ ...smallGame({}), steps: 5, callbacks: [{ onStart }, { ...view, onStep: async (s) => { await view.onStep!(s); console.log("step", n); }, onEnd: async (s, e) => { await view.onEnd!(s, e); console.log("end", n, e); } }] });
  clock.mock.restore(); console.log(r.ending, n);
});
