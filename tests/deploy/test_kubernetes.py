"""The manifests: whole, valid, and as tight as compose.yml."""

import shutil
import subprocess

import pytest
import yaml

from tests.deploy.files import KUBERNETES, NGINX, documents, kustomization, manifests, nginx_locations, of_kind, pods

#: Applied by hand, with values in it.
BY_HAND = "secret.template.yaml"
VERSIONS = ("1.33", "1.34")


def each_pod(test):
    return pytest.mark.parametrize(("name", "pod"), pods(), ids=lambda value: value if isinstance(value, str) else "")(test)


def only(kind, name):
    return next(each for each in of_kind(kind) if each["metadata"]["name"] == name)


def test_every_manifest_is_applied():
    there = {path.name for path in KUBERNETES.glob("*.yaml")} - {"kustomization.yaml", BY_HAND, "secret.yaml"}
    assert set(kustomization()["resources"]) == there
    for generator in kustomization()["configMapGenerator"]:
        assert all((KUBERNETES / name).is_file() for name in generator["files"])


def test_all_is_there():
    assert {each["kind"] for each in manifests()} == {
        "Namespace", "Deployment", "Service", "PodDisruptionBudget", "Ingress", "NetworkPolicy", "PersistentVolumeClaim", "CronJob",
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_each_holds_to_the_schema_of_kubernetes(version):
    validator = pytest.importorskip("kubernetes_validate")
    for manifest in [*manifests(), *documents(KUBERNETES / BY_HAND)]:
        validator.validate(manifest, version, strict=True)


@pytest.mark.skipif(not shutil.which("kubectl"), reason="needs kubectl")
def test_kustomize_puts_them_together():
    done = subprocess.run(["kubectl", "kustomize", KUBERNETES], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    made = list(yaml.safe_load_all(done.stdout))
    assert all(each["metadata"].get("namespace") == "steady" for each in made if each["kind"] != "Namespace")
    assert "image: steady\n" not in done.stdout


def test_the_template_holds_no_value():
    values = [value for secret in documents(KUBERNETES / BY_HAND) for value in secret["stringData"].values()]
    assert values and not any(values)


@each_pod
def test_it_can_neither_be_root_nor_become_it(name, pod):
    assert pod["securityContext"]["runAsNonRoot"] is True and pod["securityContext"]["runAsUser"] == 10001
    assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    assert pod["automountServiceAccountToken"] is False
    for container in pod["containers"]:
        assert container["securityContext"] == {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}


@each_pod
def test_it_has_limits_and_mounts_what_is_there(name, pod):
    there = {volume["name"] for volume in pod["volumes"]}
    for container in pod["containers"]:
        assert container["resources"]["limits"]["memory"] and container["resources"]["requests"]["cpu"]
        assert {mount["name"] for mount in container["volumeMounts"]} == there


@pytest.mark.parametrize("name", ["chat", "actions"])
def test_an_update_takes_no_server_away_before_another_is_ready(name):
    deployment = only("Deployment", name)
    assert deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    assert deployment["spec"]["replicas"] > 1
    assert only("PodDisruptionBudget", name)["spec"]["selector"] == deployment["spec"]["selector"] == only("Deployment", name)["spec"]["selector"]
    assert only("Service", name)["spec"]["selector"] == deployment["spec"]["template"]["metadata"]["labels"]
    container = deployment["spec"]["template"]["spec"]["containers"][0]
    assert {"startupProbe", "readinessProbe", "livenessProbe", "lifecycle"} <= set(container)


def test_a_database_that_is_away_keeps_nobody_from_an_emergency_number():
    container = only("Deployment", "chat")["spec"]["template"]["spec"]["containers"][0]
    assert container["startupProbe"]["httpGet"]["path"] == "/health/ready"
    assert container["readinessProbe"]["httpGet"]["path"] == container["livenessProbe"]["httpGet"]["path"] == "/health/live"


def test_only_the_chat_servers_and_the_back_up_get_what_opens_conversations():
    holders = {name for name, pod in pods() if any(source["secretRef"]["name"] == "steady" for source in pod["containers"][0]["envFrom"])}
    assert holders == {"chat", "backup"}


def test_whoever_is_not_named_talks_to_nobody():
    policies = {each["metadata"]["name"]: each["spec"] for each in of_kind("NetworkPolicy")}
    assert policies["nobody"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
    assert policies["actions"]["ingress"] == [{"from": [{"podSelector": {"matchLabels": {"app": "chat"}}}], "ports": [{"protocol": "TCP", "port": "http"}]}]
    assert "egress" not in policies["actions"] and "ingress" not in policies["backup"]


def test_the_ingress_lets_through_what_nginx_lets_through():
    ingress = only("Ingress", "steady")["spec"]
    assert ingress["tls"][0]["hosts"] == [ingress["rules"][0]["host"]]
    paths = {entry["path"] for entry in ingress["rules"][0]["http"]["paths"]}
    exact = {name[2:] for name in nginx_locations() if name.startswith("= ")} - {"/webhooks/web/live", "/webhooks/web/conversation"}
    below = {name.rstrip("/") for name in nginx_locations() if name.endswith("/") and name[0] == "/"} - {""}
    lines = NGINX.split("^/webhooks/(")[1].split(")")[0].split("|")
    assert paths == exact | below | {f"/webhooks/{line}/webhook" for line in lines} | {"/webhooks/rest/webhook", "/webhooks/rest/forget"}
