"""npm run bench:kernel [-- rounds]: the course's kernel beside tslab 1.0.22, Deno's (npm's
`deno`) and ipykernel, interleaved: milliseconds from the start of the process to the first
cell's reply, for a small cell, for a cell of 500 lines, for one that imports TensorFlow.js,
and megabytes of memory after ten cells. Only ours and tslab check types."""

import json, os, pathlib, shutil, statistics, subprocess, sys, tempfile, time

import psutil
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import KernelManager

root = pathlib.Path(tempfile.mkdtemp())
denos = pathlib.Path(".ganbook/bench-deno")
if not (denos / "node_modules/deno").exists():
    subprocess.run(
        [
            "npm",
            "install",
            "--no-audit",
            "--no-fund",
            "--ignore-scripts",
            "--prefix",
            denos,
            "deno@2.9.6",
        ],
        check=True,
    )
deno = next(denos.glob("node_modules/@deno/*/deno")).resolve()
node = shutil.which("node")
tslab = [
    node,
    os.path.abspath("node_modules/tslab/bin/tslab"),
    "kernel",
    "--config-path",
    "{connection_file}",
]
for name, argv in {
    "tslab": tslab,
    "deno": [str(deno), "jupyter", "--kernel", "--conn", "{connection_file}"],
}.items():
    folder = root / "kernels" / name
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text(
        json.dumps({"argv": argv, "display_name": name, "language": "typescript"})
    )
os.environ["JUPYTER_PATH"] = str(root)

rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
kernels = {"ganbook": "ganbook", "tslab": "tslab", "deno": "deno", "ipykernel": "python3"}


def first(name):
    return "a0 = 1" if name == "ipykernel" else "const a0 = 1;"


def small(name, i):
    return (
        f"a{i} = a{i - 1} + 1; print(a{i})"
        if name == "ipykernel"
        else f"const a{i} = a{i - 1} + 1; console.log(a{i});"
    )


def long(name, i):
    """500 lines: functions that call those before them."""
    if name == "ipykernel":
        lines = [
            f"def f{i}_{k}(x):\n    y = x * {k}\n    if y > 10:\n        return y - 1\n"
            f"    return y + {f'f{i}_{k - 1}(x)' if k else 1}"
            for k in range(100)
        ]
    else:
        lines = [
            f"function f{i}_{k}(x: number): number {{\n  const y = x * {k};\n  "
            f"if (y > 10) return y - 1;\n  return y + {f'f{i}_{k - 1}(x)' if k else 1};\n}}"
            for k in range(100)
        ]
    return "\n".join(lines)


def run(client, code):
    begun = time.perf_counter()
    identity = client.execute(code)
    while True:
        reply = client.get_shell_msg(timeout=180)
        if reply["parent_header"].get("msg_id") == identity:
            break
    assert reply["content"]["status"] == "ok", reply["content"]
    return 1000 * (time.perf_counter() - begun)


def memory(process):
    every = [process, *process.children(recursive=True)]
    return sum(one.memory_info().rss for one in every) / 1e6


times = {
    what: {name: [] for name in kernels}
    for what in (
        "start to first reply (ms)",
        "small cell (ms)",
        "500-line cell (ms)",
        "memory after ten cells (MB)",
        "import TensorFlow.js (ms)",
    )
}
for _ in range(rounds):
    running = {}
    for name, spec in kernels.items():
        manager = KernelManager(kernel_name=spec, kernel_spec_manager=KernelSpecManager())
        begun = time.perf_counter()
        manager.start_kernel(cwd="notebooks")
        client = manager.client()
        client.start_channels()
        run(client, first(name))
        times["start to first reply (ms)"][name].append(1000 * (time.perf_counter() - begun))
        client.wait_for_ready()
        running[name] = (manager, client)
    for i in range(1, 31):
        for name, (manager, client) in running.items():
            times["small cell (ms)"][name].append(run(client, small(name, i)))
            if i == 9:
                process = psutil.Process(manager.provisioner.pid)
                times["memory after ten cells (MB)"][name].append(memory(process))
    for i in range(5):
        for name, (_, client) in running.items():
            times["500-line cell (ms)"][name].append(run(client, long(name, i)))
    for name in ("ganbook", "tslab"):
        times["import TensorFlow.js (ms)"][name].append(
            run(running[name][1], 'import * as tf from "@tensorflow/tfjs";')
        )
    for manager, client in running.values():
        client.stop_channels()
        manager.shutdown_kernel(now=True)

report = {
    what: {
        name: {"least": round(min(values), 1), "median": round(statistics.median(values), 1)}
        for name, values in kinds.items()
        if values
    }
    for what, kinds in times.items()
}
for values in report.values():
    for rival in [name for name in values if name != "ganbook"]:
        values[f"ganbook / {rival}"] = round(
            values["ganbook"]["least"] / values[rival]["least"], 2
        )
report["rounds"] = rounds
text = json.dumps(report, indent=1)
pathlib.Path("test/bench/results/kernel.json").write_text(text + "\n")
print(text)
