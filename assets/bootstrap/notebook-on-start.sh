#!/bin/bash
# Runs as root each time the notebook starts (SageMaker lifecycle configuration, at most 5 minutes).
# Sets up two things, each switched by a tag of the notebook itself, so that this file is the same for all notebooks:
#   millwright:idle-minutes    N > 0  the notebook stops itself after N minutes without a busy kernel and without a
#                                     terminal, and sends the metric Millwright/NotebookIdleMinutes every 5 minutes
#   millwright:dashboard-port  N > 0  pages that a program in the notebook serves on port N open under /proxy/N/
# Amazon Linux 2023 has no cron; the check is a systemd timer. A failure here never keeps the notebook from starting.
set -u
home=/opt/millwright
mkdir -p "$home"
touch "$home/started"

cat > "$home/notebook.py" <<'PYTHON'
"""The notebook as AWS sees it: name, region and tags."""
import json
import shutil
import subprocess

with open("/opt/ml/metadata/resource-metadata.json") as file:
    metadata = json.load(file)
arn = metadata["ResourceArn"]
name = metadata["ResourceName"]
region = arn.split(":")[3]


def aws(*words):
    program = shutil.which("aws", path="/usr/local/bin:/usr/bin:/bin") or "aws"
    command = [program, *words, "--region", region, "--output", "json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        raise RuntimeError(done.stderr.strip())
    return json.loads(done.stdout or "{}")


def setting(key):
    """A tag as a whole number; the last known value when AWS does not answer."""
    kept = "/opt/millwright/" + key
    try:
        tags = aws("sagemaker", "list-tags", "--resource-arn", arn)["Tags"]
        value = next((int(t["Value"]) for t in tags if t["Key"] == "millwright:" + key), 0)
        with open(kept, "w") as file:
            file.write(str(value))
        return value
    except Exception as error:
        print("no answer about tag", key, error, flush=True)
        try:
            with open(kept) as file:
                return int(file.read())
        except FileNotFoundError:
            return 0
PYTHON

cat > "$home/idle_stop.py" <<'PYTHON'
"""Stops the notebook when nobody used it for as long as its tag says. Says how long it was idle as a metric."""
import datetime
import json
import os
import ssl
import time
import urllib.request

from notebook import aws, name, setting

limit = setting("idle-minutes")
if limit <= 0:
    raise SystemExit("idle stop is off")

# Jupyter serves itself with a certificate of its own on this machine only.
trust = ssl._create_unverified_context()


def jupyter(path):
    with urllib.request.urlopen("https://localhost:8443/api/" + path, context=trust, timeout=20) as answer:
        return json.load(answer)


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


kernels, terminals = jupyter("kernels"), jupyter("terminals")
used = "/opt/millwright/started"
if terminals or any(kernel["execution_state"] == "busy" for kernel in kernels):
    os.utime(used)
last = max([os.path.getmtime(used)] + [instant(kernel["last_activity"]) for kernel in kernels])
idle = max(0, (time.time() - last) / 60)
print("idle for %d of %d minutes" % (idle, limit), flush=True)
try:
    aws("cloudwatch", "put-metric-data", "--namespace", "Millwright", "--metric-name", "NotebookIdleMinutes",
        "--dimensions", "NotebookInstanceName=" + name, "--value", "%d" % idle)
except RuntimeError as error:
    print("metric not sent:", error, flush=True)
if idle >= limit:
    aws("sagemaker", "stop-notebook-instance", "--notebook-instance-name", name)
PYTHON

cat > "$home/dashboard.sh" <<'PROXY'
#!/bin/bash
# Adds the proxy to the Jupyter server's own environment and starts the server again.
port=$(cd /opt/millwright && python3 -c 'from notebook import setting; print(setting("dashboard-port"))')
[ "${port:-0}" -gt 0 ] || exit 0
pip=/home/ec2-user/anaconda3/envs/JupyterSystemEnv/bin/pip
if [ ! -x "$pip" ]; then
  pip=$(dirname "$(readlink -f "/proc/$(pgrep -of 'jupyter-(lab|server|notebook)')/exe")")/pip
fi
sudo -u ec2-user "$pip" install --quiet 'jupyter-server-proxy>=4,<5' && systemctl restart jupyter-server
PROXY

cat > /etc/systemd/system/millwright-idle-stop.service <<'UNIT'
[Unit]
Description=Millwright: stop this notebook when nobody uses it
[Service]
Type=oneshot
WorkingDirectory=/opt/millwright
ExecStart=/usr/bin/python3 /opt/millwright/idle_stop.py
UNIT

cat > /etc/systemd/system/millwright-idle-stop.timer <<'UNIT'
[Unit]
Description=Millwright: look every 5 minutes
[Timer]
OnCalendar=*:0/5
[Install]
WantedBy=timers.target
UNIT

systemctl daemon-reload
systemctl enable --now millwright-idle-stop.timer
systemd-run --unit millwright-dashboard /bin/bash "$home/dashboard.sh"
exit 0
