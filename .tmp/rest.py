import re,textwrap,os
def w(text,width): return textwrap.wrap(text,width=width,break_long_words=False,break_on_hyphens=False)
def comments(p):
    L=open(p,encoding="utf8").read().split("\n"); out=[]; i=0
    while i<len(L):
        l=L[i]
        m=re.match(r'^(\s*)// (.*)$',l)
        if len(l)>100 and m:
            block=[m.group(2)]; i+=1
            while i<len(L) and re.match(r'^'+m.group(1)+r'// \S',L[i]): block.append(L[i].strip()[3:]); i+=1
            out+= [f"{m.group(1)}// {x}" for x in w(" ".join(block),96-len(m.group(1)))]; continue
        m=re.match(r'^(\s*)/\*\* (.*) \*/$',l)
        if len(l)>100 and m:
            out+= [m.group(1)+"/**"]+[f"{m.group(1)} * {x}" for x in w(m.group(2),95)]+[m.group(1)+" */"]; i+=1; continue
        m=re.match(r'^(\s*) \* (.*)$',l)
        if len(l)>100 and m and not l.strip().startswith("**"):
            block=[m.group(2)]; i+=1
            while i<len(L) and re.match(r'^\s* \* \S',L[i]): block.append(L[i].strip()[2:]); i+=1
            out+= [f"{m.group(1)} * {x}" for x in w(" ".join(block),95)]; continue
        if p.endswith(".py") and i==0 and l.startswith('"""'):
            j=0
            while True:
                body="\n".join(L[:j+1])
                if body.count('"""')>=2: break
                j+=1
            if any(len(x)>100 for x in L[:j+1]):
                inner=body[3:body.rindex('"""')]
                paras=inner.split("\n\n")
                out+=('"""'+"\n\n".join("\n".join(w(" ".join(x.split("\n")),95)) if not x.startswith("    ") else x for x in paras)+'"""').split("\n")
                i=j+1; continue
        out.append(l); i+=1
    open(p,'w',encoding="utf8").write("\n".join(out))
for p in "bench/kernel.py bench/protocol.py bench/run.mjs mutants/run.mjs support/closeTerminal.py support/conformance.py support/execute.py support/exports.py support/fingerprint.cjs support/forceTerminal.cjs support/hub.py support/intervals.py support/killable.cjs support/measures.py support/run.mjs".split(): comments("test/"+p)
def sub(p,*pairs):
    p="test/"+p; s=open(p,encoding="utf8").read()
    for a,b in pairs:
        if s.count(a)<1: print("??",p,a[:60]); continue
        s=s.replace(a,b)
    open(p,'w',encoding="utf8").write(s)
sub('bench/kernel.py',('return y - 1\\n    return y + {f\'f{i}_{k - 1}(x)\' if k else 1}"','return y - 1\\n"\n            f"    return y + {f\'f{i}_{k - 1}(x)\' if k else 1}"'),('if (y > 10) return y - 1;\\n  return y + {f\'f{i}_{k - 1}(x)\' if k else 1};\\n}}"','"\n            f"if (y > 10) return y - 1;\\n  return y + {f\'f{i}_{k - 1}(x)\' if k else 1};\\n}}"'))
sub('bench/run.mjs',('`${cpus().length} cores, ${cpus()[0].model}; peak ${(top / 1e9).toFixed(0)} GFLOP/s (float32 matrix product)`,','`${cpus().length} cores, ${cpus()[0].model}; peak ${(top / 1e9).toFixed(0)} GFLOP/s ` +\n    "(float32 matrix product)",'),
('min ${least.toFixed(2).padStart(8)} ms  median ${median.toFixed(2).padStart(8)} ms  ` +','min ${least.toFixed(2).padStart(8)} ms  ` +\n        `median ${median.toFixed(2).padStart(8)} ms  ` +'),('x ganbook  ${(100 * share).toFixed(0).padStart(3)} % of peak`','x ganbook  ` +\n        `${(100 * share).toFixed(0).padStart(3)} % of peak`'))
sub('bench/tables_worker.py',('TRAIN.csv                 times','TRAIN.csv             times'))
sub('browser.test.ts',('`import { buildDiscriminator, buildGenerator, liveView, mixture2d, startRuntime, trainGan } from "ganbook";','`import { buildDiscriminator, buildGenerator, liveView, mixture2d } from "ganbook";\nimport { startRuntime, trainGan } from "ganbook";'),
('discriminator: buildDiscriminator("mlp"), data, callbacks: [liveView()], steps: 1e7,','discriminator: buildDiscriminator("mlp"),\n  data, callbacks: [liveView()], steps: 1e7,'),
('`console.log(JSON.stringify({ ...learningRates(run.game), steps: run.game.discriminatorSteps, ending: run.ending }));`','`const { game, ending } = run;\nconsole.log(JSON.stringify({ ...learningRates(game), steps: game.discriminatorSteps, ending }));`'))
sub('claims/03.ts',('says: "Each max-pool keeps the strongest answer in every 2 × 2 square and halves the picture."','says: "Each max-pool keeps the strongest answer in every 2 × 2 square and halves"'))
sub('claims/09.ts',('/G: \\[ \\[ null, 100 \\], \\[ null, 10 \\] \\][^]*D: .* -> \\[ \\[ null, 1 \\], \\[ null, 10 \\] \\]/','/G: \\[ \\[ null, 100 \\], \\[ null, 10 \\] \\][^]*D: .* -> .* 1 \\], \\[ null, 10 \\] \\]/'))
sub('cli/attacked.test.ts',('await g.trainGan({ generator: g.buildGenerator("mlp", small), discriminator','await g.trainGan({ generator: g.buildGenerator("mlp", small),\n      discriminator'))
sub('contributing.test.ts',('const { game } = await trainGan({ ...players, data: mixture2d(), loss: "pearson + R1(0.1)", steps: 5 });','const loss = "pearson + R1(0.1)";\n  const { game } = await trainGan({ ...players, data: mixture2d(), loss, steps: 5 });'),
('console.log(JSON.stringify([game.loss.name, losses, lossNames.includes("pearson"), examineLoss("pearson").restsAtEquilibrium]));','const { restsAtEquilibrium } = examineLoss("pearson");\n  console.log(JSON.stringify([game.loss.name, losses, lossNames.includes("pearson"), restsAtEquilibrium]));'))
sub('data/idx.test.ts',('file \\(MD5 8d4fb7e6.* or bef4ecab.*\\), received MD5 [0-9a-f]{32}/','file \\(MD5 8d4fb7e6.* or bef4ecab.*\\), .* MD5 [0-9a-f]{32}/'),
('try { loadIdx({ images: ${JSON.stringify(path)}, labels: ${JSON.stringify(labels())} }); } catch (error) { console.log(error.message); }','const files = { images: ${JSON.stringify(path)}, labels: ${JSON.stringify(labels())} };\n    try { loadIdx(files); } catch (error) { console.log(error.message); }'))
sub('data/loadImages.test.ts',("'<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\"><rect width=\"8\" height=\"8\" fill=\"red\"/></svg>'","'<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"8\" height=\"8\">' +\n  '<rect width=\"8\" height=\"8\" fill=\"red\"/></svg>'"))
sub('kernel/broken.test.ts',('import { compileStep } from ${JSON.stringify(join(__dirname, "../../dist/runtime/compile/compileStep.js"))};','import { compileStep } from ${JSON.stringify(compiled)};'),('[step.fallback(), values.every((value, i) => value < (values[i - 1] ?? before)), types.isProxy(binding)]','const falls = values.every((value, i) => value < (values[i - 1] ?? before));\n[step.fallback(), falls, types.isProxy(binding)]'))
sub('kernel/frontEnds.test.ts',('options = \\{ "rate": 0.5, "fast": true, "list": \\[1, "two"\\] \\};\\nlet missing = null;/','options = \\{ "rate": 0.5, .*, "list": \\[1, "two"\\] \\};\\nlet missing = null;/'),
('header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "s", "username": "u", "version": "5.3", "date": ""}','header = {"msg_id": uuid.uuid4().hex, "msg_type": "execute_request", "session": "s",\n                  "username": "u", "version": "5.3", "date": ""}'),
('content = {"code": code, "silent": False, "store_history": True, "user_expressions": {}, "allow_stdin": False, "stop_on_error": True}','content = {"code": code, "silent": False, "store_history": True, "user_expressions": {},\n                   "allow_stdin": False, "stop_on_error": True}'),
('await socket.write_message(json.dumps({"header": header, "parent_header": {}, "metadata": {}, "content": content, "channel": "shell", "buffers": []}))','message = {"header": header, "parent_header": {}, "metadata": {}, "content": content,\n                   "channel": "shell", "buffers": []}\n        await socket.write_message(json.dumps(message))'))
sub('kernel/gate.test.ts',('const code = `const { parentPort, workerData: { flags, raised, raising } } = require("worker_threads");','const code = `const { parentPort, workerData } = require("worker_threads");\n  const { flags, raised, raising } = workerData;'))
sub('kernel/help.test.ts',('/pick\\(a: number, b: number\\): number\\n\\nnow: b: number\\n\\noverloads:\\npick\\(a: string\\): string/','/pick\\(a: number, b: number\\): number\\n\\nnow: b: number\\n\\noverloads:\\npick\\(a: string\\)/'))
sub('kernel/interrupts.test.ts',('const setUp = `import { batchStream, buildDiscriminator, buildGenerator, createGame, discriminatorStep, generatorStep, mixture2d, sampleGenerator, startRuntime, tf, trainGan } from "ganbook";','const setUp = `import {\n  batchStream, buildDiscriminator, buildGenerator, createGame, discriminatorStep, generatorStep,\n  mixture2d, sampleGenerator, startRuntime, tf, trainGan\n} from "ganbook";'),
('const game = createGame({ generator: buildGenerator("mlp"), discriminator: buildDiscriminator("mlp") });','const players = { generator: buildGenerator("mlp"), discriminator: buildDiscriminator("mlp") };\nconst game = createGame(players);'),
('[drawn.samples.every(Number.isFinite), game.history.step.length === game.step, game.history.generatorLoss.length === game.step]','const { step: counted, generatorLoss } = game.history;\n[drawn.samples.every(Number.isFinite), counted.length === game.step, generatorLoss.length === game.step]'))
sub('kernel/kernel.test.ts',('const imports = `import { buildDiscriminator, buildGenerator, liveView, loadMnist, plotLosses, plotSamples, sampleGenerator, show, startRuntime, trainGan } from "ganbook";','const imports = `import {\n  buildDiscriminator, buildGenerator, liveView, loadMnist, plotLosses, plotSamples,\n  sampleGenerator, show, startRuntime, trainGan\n} from "ganbook";'))
sub('kernel/messages.test.ts',('const shown = { [Symbol.for("Jupyter.display")]: () => ({ "text/plain": "\\\\udfff", "text/html": ["<b>", "\\\\ud83d"] }) };','const bundle = { "text/plain": "\\\\udfff", "text/html": ["<b>", "\\\\ud83d"] };\n    const shown = { [Symbol.for("Jupyter.display")]: () => bundle };'))
sub('notebook/notebook7.test.ts',('`import { buildDiscriminator, buildGenerator, liveView, mixture2d, startRuntime, trainGan } from "ganbook";','`import { buildDiscriminator, buildGenerator, liveView, mixture2d } from "ganbook";\nimport { startRuntime, trainGan } from "ganbook";'))
sub('notebooks.test.ts',('/## Try it\\n\\n1\\. [^\\n]*\\*\\*Expect\\*\\*[^\\n]*\\n2\\. [^\\n]*\\*\\*Expect\\*\\*[^\\n]*\\n3\\. [^\\n]*\\*\\*Expect\\*\\*/','/## Try it\\n\\n1\\. .*\\*\\*Expect\\*\\*.*\\n2\\. .*\\*\\*Expect\\*\\*.*\\n3\\. .*\\*\\*Expect\\*\\*/'))
sub('runs/attacked.test.ts',('/expected the batch size that the run was played with, 20, received 10; record it as another run/','/the batch size that the run was played with, 20, received 10; record it as another run/'))
sub('runs/disk.test.ts',('const command = `ulimit -f ${kibibytes}; exec "${process.execPath}" test/support/killable.cjs "${runs}" ${name} 600 0`;','const play = `"${process.execPath}" test/support/killable.cjs "${runs}" ${name} 600 0`;\n  const command = `ulimit -f ${kibibytes}; exec ${play}`;'),
('/metrics: could not write .*metrics\\.jsonl: .*Training goes on; it is tried again\\. What was saved is whole/','/metrics: could not write .*metrics\\.jsonl: .*goes on; it is tried again\\. What was saved is whole/'),
('const command = `${shell} exec "${process.execPath}" "${resolve("dist/cli/main.js")}" train --config "${file}" --runs "${place}"`;','const ganbook = `"${process.execPath}" "${resolve("dist/cli/main.js")}"`;\n    const command = `${shell} exec ${ganbook} train --config "${file}" --runs "${place}"`;'))
sub('runs/recordRun.test.ts',('E(NOTDIR|EXIST).*choose another place with \\{ runs: "folder" \\}/','E(NOTDIR|EXIST).*choose another place with/'))
sub('runtime/nodeVersions.test.ts',('const { startRuntime, buildGenerator, buildDiscriminator, createDataset, trainGan, tf } = require("./dist");','const { startRuntime, buildGenerator, buildDiscriminator } = require("./dist");\n    const { createDataset, trainGan, tf } = require("./dist");'),
('const data = createDataset({ name: "d", samples: new Float32Array(784 * 4), shape: [28, 28, 1] });','const samples = new Float32Array(784 * 4);\n      const data = createDataset({ name: "d", samples, shape: [28, 28, 1] });'),
('const { history } = await trainGan({ generator: buildGenerator("dcgan"), discriminator: buildDiscriminator("seed"), data, batchSize: 2, steps: 2, seed: 1 });','const [generator, discriminator] = [buildGenerator("dcgan"), buildDiscriminator("seed")];\n      const { history } = await trainGan({ generator, discriminator, data, batchSize: 2, steps: 2, seed: 1 });'),
('console.log(JSON.stringify({ node: process.versions.node, backend, top, losses: history.generatorLoss }));','const { node } = process.versions;\n      console.log(JSON.stringify({ node, backend, top, losses: history.generatorLoss }));'))
sub('runtime/start.test.ts',('/libtensorflow cannot be used: expected the TensorFlow.js addon at \\/nowhere.*Run `npx ganbook setup`/','/libtensorflow cannot be used: expected .* addon at \\/nowhere.*Run `npx ganbook setup`/'))
sub('runtime/webgpu.test.ts',('const { startRuntime, buildGenerator, buildDiscriminator, createDataset, sampleGenerator, mixture2d, randomStream, trainGan, tf } = require("./src/index.ts");','const { startRuntime, buildGenerator, buildDiscriminator, createDataset } = require("./src/index.ts");\n  const { sampleGenerator, mixture2d, randomStream, trainGan, tf } = require("./src/index.ts");'),
('const images = createDataset({ name: "d", samples: randomStream(1, "d").normals(784 * 2), shape: [28, 28, 1] });','const samples = randomStream(1, "d").normals(784 * 2);\n    const images = createDataset({ name: "d", samples, shape: [28, 28, 1] });'),
('const { history, game } = await trainGan({ generator, discriminator: buildDiscriminator(preset), data, batchSize: 2, steps: 3,','const discriminator = buildDiscriminator(preset);\n      const { history, game } = await trainGan({ generator, discriminator, data, batchSize: 2, steps: 3,'),
('results[preset] = { losses: [...history.discriminatorLoss, ...history.generatorLoss], samples: [...samples].slice(0, 50), tensors };','const losses = [...history.discriminatorLoss, ...history.generatorLoss];\n      results[preset] = { losses, samples: [...samples].slice(0, 50), tensors };'))
sub('support/closeTerminal.py',('f"it ended with {os.waitpid(child, 0)[1]} before its terminal was closed:\\n{said.decode()}"','f"it ended with {os.waitpid(child, 0)[1]} before its terminal was closed:\\n"\n            f"{said.decode()}"'))
sub('support/conformance.py',('\'(globalThis as any)[Symbol.for("ganbook.kernel")].display({ "text/html": "<b>bold</b>" })\'','kernel + \'.display({ "text/html": "<b>bold</b>" })\''),('\'(globalThis as any)[Symbol.for("ganbook.kernel")].display({ "image/svg+xml": "<svg/>" })\'','kernel + \'.display({ "image/svg+xml": "<svg/>" })\''))
sub('support/hub.py',('c.JupyterHub.load_roles = [{{"name": "test", "scopes": ["admin:users", "admin:servers", "access:servers", "tokens"], "services": ["test"]}}]','scopes = ["admin:users", "admin:servers", "access:servers", "tokens"]\nc.JupyterHub.load_roles = [{{"name": "test", "scopes": scopes, "services": ["test"]}}]'))
sub('train/disposal.test.ts',('`^Error: ${caller}: expected a (game|discriminator) that can be (played|asked), .* been disposed`','`^Error: ${caller}: expected a (game|discriminator) that can be .*, .* been disposed`'))
sub('train/gameState.test.ts',('/expected a state of the same players, received another: generator\\/0 is \\[2,8\\] in the game and \\[2,128\\] in the state/','/the same players, received another: generator\\/0 is \\[2,8\\] in the game and \\[2,128\\] in the/'))
sub('train/layers.test.ts',('  const message =\n    /whose slope can be taken twice, received one in which the layer "\\w+" \\(Responses\\) fails.*LRNGrad.*penalty.*can play "minimax", "non-saturating", "least-squares", "wasserstein", "hinge", "relativistic-paired", "relativistic-average"/;','  const able = lossNames.filter((name) => !namedLoss(name)!.penalty).join(\'", "\');\n  const message = new RegExp(\n    \'whose slope can be taken twice, received one in which the layer "\\\\\\\\w+" \' +\n      `\\\\\\\\(Responses\\\\\\\\) fails.*LRNGrad.*penalty.*can play "${able}"`,\n  );'))
sub('train/steps.test.ts',('/expected a discriminator that takes what the generator draws, \\[2\\], received one for \\[28,28,1\\]/','/that takes what the generator draws, \\[2\\], received one for \\[28,28,1\\]/'),('/expected "minimax", "non-saturating", .* or \\{ name, discriminator, generator \\}, received "cross-entropy"/','/"minimax", "non-saturating", .* or \\{ name, .*, generator \\}, received "cross-entropy"/'))
sub('train/trainGan.test.ts',('/expected 2000 numbers, 1000 samples of \\[2\\], received 200 in "ring8"; make it with createDataset/','/2000 numbers, 1000 samples of \\[2\\], received 200 in "ring8"; make it with createDataset/'))
sub('unknownOptions.test.ts',('/^TypeError: loadData: unknown option "options\\.sise"; did you mean "size"\\? Known options: kind, /','/^TypeError: loadData: unknown option "options\\.sise"; did you mean "size"\\? Known .* kind, /'),('/recordRun: unknown option "best\\.Better"; did you mean "better"\\? Known options: name, better, /','/recordRun: unknown option "best\\.Better"; did you mean "better"\\? Known .* name, better, /'))
