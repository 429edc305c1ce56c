"""A JupyterHub with two users: hub.py FOLDER PROXY. Each starts a server and in it ganbook's
kernel, and runs cells in it.

Prints what the cells gave, as JSON: {"ann": [...], "bob": [...]}."""

import json, os, socket, subprocess, sys, time, urllib.request, uuid
from tornado import httpclient, ioloop, websocket

folder, proxy = sys.argv[1:3]
token = uuid.uuid4().hex


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


port, hub_port, api_port = free_port(), free_port(), free_port()
config = f"""
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub_port}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api_port}"
c.ConfigurableHTTPProxy.command = {json.dumps(["node", proxy])}
c.JupyterHub.authenticator_class = "dummy"
c.JupyterHub.spawner_class = "simple"
c.Spawner.cmd = [{json.dumps(sys.executable)}, "-m", "jupyterhub.singleuser"]
c.Spawner.args = ["--allow-root"]
c.Spawner.notebook_dir = {json.dumps(folder)} + "/{{username}}"
c.SimpleLocalProcessSpawner.home_dir_template = {json.dumps(folder)} + "/{{username}}"
c.Authenticator.allow_all = True
c.JupyterHub.services = [{{"name": "test", "api_token": "{token}"}}]
scopes = ["admin:users", "admin:servers", "access:servers", "tokens"]
c.JupyterHub.load_roles = [{{"name": "test", "scopes": scopes, "services": ["test"]}}]
""".replace("{{username}}", "{username}")
with open(os.path.join(folder, "jupyterhub_config.py"), "w") as file:
    file.write(config)
hub = subprocess.Popen(
    [sys.executable, "-m", "jupyterhub", "-f", "jupyterhub_config.py"],
    cwd=folder,
    stdout=sys.stderr,
)
base = f"http://127.0.0.1:{port}"


def ask(path, method="GET", body=None):
    data = json.dumps(body).encode() if body is not None else (b"" if method == "POST" else None)
    request = urllib.request.Request(
        base + path, method=method, data=data, headers={"Authorization": f"token {token}"}
    )
    with urllib.request.urlopen(request, timeout=60) as reply:
        text = reply.read()
        return json.loads(text) if text else None


def wait_for(look, seconds=90):
    end = time.time() + seconds
    while time.time() < end:
        try:
            found = look()
            if found:
                return found
        except OSError:
            pass
        time.sleep(0.3)
    raise TimeoutError(look)


async def run(user, kernel, cells):
    url = f"ws://127.0.0.1:{port}/user/{user}/api/kernels/{kernel}/channels"
    socket_ = await websocket.websocket_connect(
        httpclient.HTTPRequest(url, headers={"Authorization": f"token {token}"})
    )
    values = []
    for code in cells:
        identity = uuid.uuid4().hex
        header = {
            "msg_id": identity,
            "msg_type": "execute_request",
            "username": user,
            "session": identity,
            "version": "5.3",
            "date": "",
        }
        content = {
            "code": code,
            "silent": False,
            "store_history": True,
            "user_expressions": {},
            "allow_stdin": False,
        }
        await socket_.write_message(
            json.dumps(
                {
                    "channel": "shell",
                    "header": header,
                    "parent_header": {},
                    "metadata": {},
                    "content": content,
                    "buffers": [],
                }
            )
        )
        value = None
        while True:
            text = await socket_.read_message()
            if isinstance(text, bytes):
                continue
            message = json.loads(text)
            if message["parent_header"].get("msg_id") != identity:
                continue
            if message["msg_type"] == "execute_result":
                value = message["content"]["data"]["text/plain"]
            if message["msg_type"] == "error":
                value = message["content"]["evalue"]
            if message["msg_type"] == "status" and message["content"]["execution_state"] == "idle":
                break
        values.append(value)
    socket_.close()
    return values


try:
    wait_for(lambda: ask("/hub/api/"))
    results = {}
    for user in ("ann", "bob"):
        os.makedirs(os.path.join(folder, user), exist_ok=True)
        ask(f"/hub/api/users/{user}", "POST")
        ask(f"/hub/api/users/{user}/server", "POST")
        wait_for(lambda: ask(f"/hub/api/users/{user}")["servers"].get("", {}).get("ready"))
        kernel = ask(f"/user/{user}/api/kernels", "POST", {"name": "ganbook"})["id"]
        results[user] = (kernel, [])
    loop = ioloop.IOLoop.current()
    for user, (kernel, values) in results.items():
        values += loop.run_sync(
            lambda: run(user, kernel, [f'const who = "{user}"; process.cwd()'])
        )
    for user, (kernel, values) in results.items():
        values += loop.run_sync(
            lambda: run(
                user,
                kernel,
                ["who", 'import { mixture2d } from "ganbook"; mixture2d({ size: 4 }).size'],
            )
        )
    for user in results:
        ask(f"/hub/api/users/{user}/server", "DELETE")
    print(json.dumps({user: values for user, (_, values) in results.items()}))
finally:
    hub.terminate()
    hub.wait(20)
