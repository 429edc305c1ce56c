import { test } from "node:test";
import { examineLoss } from "../src/train/losses/examineLoss";
import { lossNames } from "../src/train/losses/named";
test("x", () => { for (const n of [...lossNames, "least-squares + R1(1)", "wasserstein-gp"]) { const r = examineLoss(n as never); console.log("|", n, r.restsAtEquilibrium, r.isDamped, r.gradientError.toPrecision(2), JSON.stringify(r.eigenvalues.map(({re,im})=>[+re.toFixed(3),+im.toFixed(3)])), (r as any).says ?? ""); } });
