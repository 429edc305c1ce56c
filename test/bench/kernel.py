"""npm run bench:kernel [-- rounds]: the course's kernel beside stock tslab 1.0.22, interleaved: seconds until the first cell's
reply (with the start of the process), for a cell that imports TensorFlow.js, and milliseconds for small later cells."""

import json, os, pathlib, shutil, statistics, sys, tempfile, time

specs = pathlib.Path(tempfile.mkdtemp())
(specs / "kernels" / "tslab").mkdir(parents=True)
argv = [shutil.which("node"), os.path.abspath("node_modules/tslab/bin/tslab"), "kernel", "--config-path", "{connection_file}"]
(specs / "kernels" / "tslab" / "kernel.json").write_text(json.dumps({"argv": argv, "display_name": "tslab", "language": "typescript"}))
os.environ["JUPYTER_PATH"] = str(specs)

from jupyter_client.manager import start_new_kernel

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 4
times = {name: {"start and first cell (s)": [], "import TensorFlow.js (s)": [], "later cell (ms)": []} for name in ("ganbook", "tslab")}


def run(client, code):
    begun = time.perf_counter()
    reply = client.execute_interactive(code, timeout=180, output_hook=lambda message: None)
    assert reply["content"]["status"] == "ok", reply["content"]
    return time.perf_counter() - begun


for _ in range(rounds):
    clients = {}
    for name in times:
        begun = time.perf_counter()
        clients[name] = start_new_kernel(kernel_name=name, cwd="notebooks")
        run(clients[name][1], "const a0 = 1;")
        times[name]["start and first cell (s)"].append(time.perf_counter() - begun)
    for name, (_, client) in clients.items():
        times[name]["import TensorFlow.js (s)"].append(run(client, 'import * as tf from "@tensorflow/tfjs";'))
    for i in range(1, 31):
        for name, (_, client) in clients.items():
            cell = f"const a{i} = a{i - 1} + 1; console.log(a{i});"
            times[name]["later cell (ms)"].append(1000 * run(client, cell))
    for manager, client in clients.values():
        client.stop_channels()
        manager.shutdown_kernel(now=True)

report = {
    what: {name: {"least": round(min(times[name][what]), 3), "median": round(statistics.median(times[name][what]), 3)} for name in times}
    for what in times["ganbook"]
}
for values in report.values():
    values["ratio of minima"] = round(values["ganbook"]["least"] / values["tslab"]["least"], 2)
report["rounds"] = rounds
text = json.dumps(report, indent=1)
pathlib.Path("test/bench/results/kernel.json").write_text(text + "\n")
print(text)
