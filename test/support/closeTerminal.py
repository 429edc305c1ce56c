"""Runs a command in a terminal of its own and closes the terminal when a file is long enough:
prints the exit code.

Arguments: the file, its length in bytes, the command."""

import os
import pty
import select
import sys

path, length, command = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
child, terminal = pty.fork()
if child == 0:
    os.execvp(command[0], command)
said = b""
while not (os.path.exists(path) and os.path.getsize(path) >= length):
    if not select.select([terminal], [], [], 0.05)[0]:
        continue
    try:
        said += os.read(terminal, 65536)
    except OSError:
        sys.exit(
            f"it ended with {os.waitpid(child, 0)[1]} before its terminal was closed:\n"
            f"{said.decode()}"
        )
os.close(terminal)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
