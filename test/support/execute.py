"""Executes notebooks with the real kernel: execute.py [--in-place] [--out FOLDER] [--kernel NAME]
NOTEBOOK...

Prints one JSON line a notebook: {"name", "seconds", "problems": [...], "bytes"}. Problems are
code cells that did not run, and anything on stderr but progress. tslab reports failed cells
without an error message, so a clean end alone proves nothing."""

import argparse, json, os, re, time
import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

# What takes long says how far it is, on a slow machine.
PROGRESS = re.compile(r"([^\n]+ \d+ of \d+, \d+ s left\n)+")

parser = argparse.ArgumentParser()
parser.add_argument("--in-place", action="store_true")
parser.add_argument("--out")
parser.add_argument("--kernel", default="ganbook")
parser.add_argument("notebooks", nargs="+")
arguments = parser.parse_args()

for path in arguments.notebooks:
    notebook = nbformat.read(path, as_version=4)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    begun = time.monotonic()
    problems = []
    client = NotebookClient(
        notebook,
        timeout=3600,
        kernel_name=arguments.kernel,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": os.path.dirname(os.path.abspath(path))}},
    )
    try:
        client.execute()
    except CellExecutionError as error:
        problems.append(str(error)[-1500:])
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        if cell.execution_count is None:
            problems.append(f"not executed: {cell.source[:80]}")
        problems += [
            f"stderr: {output.text[:500]}"
            for output in cell.outputs
            if output.get("name") == "stderr" and not PROGRESS.fullmatch(output.text)
        ]
    notebook.metadata.pop("widgets", None)
    text = nbformat.writes(notebook)
    target = (
        path
        if arguments.in_place
        else arguments.out and os.path.join(arguments.out, os.path.basename(path))
    )
    if target and not problems:
        with open(target + ".tmp", "w", encoding="utf8") as file:
            file.write(text + "\n")
        os.replace(target + ".tmp", target)
    print(
        json.dumps(
            {
                "name": os.path.basename(path),
                "seconds": round(time.monotonic() - begun, 1),
                "problems": problems,
                "bytes": len(text.encode()),
            }
        ),
        flush=True,
    )
