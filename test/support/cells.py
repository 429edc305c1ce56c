"""Runs cells in the real kernel, as Jupyter does: reads JSON from stdin, prints JSON.

{"cells": ["source", ...], "interrupt": [index, seconds] or null} ->
[{"status", "seconds_after_interrupt", "outputs": [{"type", "text" or "mimes"}]}]
"""

import json, sys, time, threading
from jupyter_client.manager import start_new_kernel

task = json.load(sys.stdin)
manager, client = start_new_kernel(kernel_name="ganbook", cwd=task.get("cwd", "notebooks"))
results = []
try:
    for index, source in enumerate(task["cells"]):
        interrupted = []
        outputs = []

        def collect(message):
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "stream":
                outputs.append({"type": content["name"], "text": content["text"]})
            elif kind in ("display_data", "update_display_data"):
                outputs.append({"type": kind, "mimes": sorted(content["data"])})

        def interrupt():
            interrupted.append(time.monotonic())
            manager.interrupt_kernel()

        timer = None
        if task.get("interrupt") and task["interrupt"][0] == index:
            timer = threading.Timer(task["interrupt"][1], interrupt)
            timer.start()
        reply = client.execute_interactive(source, output_hook=collect, timeout=180)
        ended = time.monotonic()
        results.append(
            {
                "status": reply["content"]["status"],
                "seconds_after_interrupt": ended - interrupted[0] if interrupted else None,
                "outputs": outputs,
            }
        )
        time.sleep(0.3)
finally:
    client.stop_channels()
    manager.shutdown_kernel(now=True)
print(json.dumps(results))
