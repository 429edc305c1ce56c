# A class of learners on one machine with accounts: jupyterhub -f deploy/jupyterhub_config.py
# Before: pip install jupyterhub jupyterlab anywidget plotly; npm install -g configurable-http-proxy;
# here npm install, npx ganbook setup --runtime and npx ganbook kernel install --sys-prefix.
import os

c = get_config()  # noqa: F821
c.Spawner.default_url = "/lab"
# Each learner has some cores, so that twenty games do not stand in each other's way.
cores = str(max(1, (os.cpu_count() or 2) // 8))
c.Spawner.environment = {"TF_NUM_INTRAOP_THREADS": cores, "OMP_NUM_THREADS": cores}
c.Spawner.mem_limit = "2G"  # kept by spawners that can: systemd's, Docker's, Kubernetes'
# Who leaves without stopping gives the memory back after an hour.
c.Spawner.args = [
    "--MappingKernelManager.cull_idle_timeout=3600",
    "--ServerApp.shutdown_no_activity_timeout=3600",
]
