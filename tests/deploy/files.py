"""The files of deploy/, as the tests read them."""

import re
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
KUBERNETES = DEPLOY / "kubernetes"
NGINX = (DEPLOY / "nginx.conf").read_text()


def compose():
    return yaml.safe_load((DEPLOY / "compose.yml").read_text())


def documents(path):
    return [document for document in yaml.safe_load_all(path.read_text()) if document]


def kustomization():
    return documents(KUBERNETES / "kustomization.yaml")[0]


def manifests():
    """Everything that is applied."""
    return [document for name in kustomization()["resources"] for document in documents(KUBERNETES / name)]


def of_kind(*kinds):
    return [manifest for manifest in manifests() if manifest["kind"] in kinds]


def pods():
    """Name and pod of everything that runs."""
    deployments = [(each["metadata"]["name"], each["spec"]["template"]["spec"]) for each in of_kind("Deployment")]
    jobs = [(each["metadata"]["name"], each["spec"]["jobTemplate"]["spec"]["template"]["spec"]) for each in of_kind("CronJob")]
    return deployments + jobs


def nginx_locations():
    """How each `location` of the public server is written, and what stands in it."""
    public = NGINX[NGINX.index("listen 8443") :]
    return dict(re.findall(r"location ((?:= |~ )?\S+) \{\n(.*?)\n        \}", public, re.DOTALL))
