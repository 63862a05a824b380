"""compose.yml: one door, nothing as root, nothing that can write where it need not."""

import re

import pytest

from tests.deploy.files import DEPLOY, compose, documents

COMPOSE = compose()
SERVICES = COMPOSE["services"]
#: Work that ends by itself; nobody waits for it.
ONCE = {name for name, service in SERVICES.items() if service["restart"] == "no"}


def each_service(test):
    return pytest.mark.parametrize("name", SERVICES)(test)


def networks_of(name):
    return set(SERVICES[name]["networks"])


def test_only_nginx_is_reached_from_outside():
    assert {name for name, service in SERVICES.items() if service.get("ports")} == {"nginx"}
    assert not any(service.get("network_mode") for service in SERVICES.values())


def test_only_nginx_and_the_chat_servers_have_a_way_out():
    inside = {name for name, network in COMPOSE["networks"].items() if network.get("internal")}
    assert {name for name in SERVICES if networks_of(name) - inside} == {"nginx", "chat"}


def test_each_meets_only_whom_it_needs():
    assert {name for name in SERVICES if "data" in networks_of(name)} == {"chat", "postgres", "redis", "backup", "keep"}
    assert {name for name in SERVICES if "actions" in networks_of(name)} == {"chat", "actions"}
    assert networks_of("nginx") == {"public", "web"}


@each_service
def test_it_can_neither_be_root_nor_become_it(name):
    service = SERVICES[name]
    assert re.fullmatch(r"[1-9]\d*:\d+", service["user"])
    assert service["cap_drop"] == ["ALL"] and "cap_add" not in service
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.get("privileged")


@each_service
def test_it_writes_only_where_it_is_named(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert any(entry.startswith("/tmp:") for entry in service["tmpfs"])
    assert all("nosuid" in entry and "size=" in entry for entry in service["tmpfs"])


@each_service
def test_it_has_limits_and_starts_again(name):
    service = SERVICES[name]
    assert service["deploy"]["resources"]["limits"]["memory"]
    assert service["restart"] == "unless-stopped" or name in ONCE


@each_service
def test_somebody_asks_whether_it_is_well(name):
    health = SERVICES[name]["healthcheck"]
    assert name in ONCE or health["test"][0] in ("CMD", "CMD-SHELL")


@each_service
def test_its_image_has_a_fixed_version(name):
    image = SERVICES[name]["image"]
    assert image == "${IMAGE:-steady:local}" or re.search(r":v?\d", image)


def test_what_starts_by_itself_is_steady_alone():
    assert {name for name, service in SERVICES.items() if "profiles" not in service} == {"nginx", "chat", "actions", "postgres", "redis", "backup"}


def test_there_are_several_servers_that_share_what_they_must():
    assert SERVICES["chat"]["deploy"]["replicas"] > 1 and SERVICES["actions"]["deploy"]["replicas"] > 1
    prepared = (DEPLOY / "prepare").read_text()
    for name in ("STEADY_SECRET", "STEADY_DATABASE", "STEADY_REDIS"):
        assert f"\n{name}=" in prepared
    for name in ("chat", "backup", "keep"):
        assert "./secrets/steady.env" in SERVICES[name]["env_file"]
        assert SERVICES[name]["environment"]["STEADY_MASTER_KEY_FILE"] == "/run/keys/master.key"


def test_the_action_servers_can_open_nothing():
    actions = SERVICES["actions"]
    assert "./secrets/steady.env" not in actions["env_file"]
    assert not actions.get("volumes") and "secrets" not in actions


def test_only_keep_may_change_the_keys():
    mounts = {name: volume for name, service in SERVICES.items() for volume in service.get("volumes", []) if "keys" in volume}
    assert {name for name, volume in mounts.items() if not volume.endswith(":ro")} == {"keep"}


def test_redis_writes_nothing_to_a_disk():
    redis = SERVICES["redis"]
    assert redis["command"][redis["command"].index("--save") + 1] == ""
    assert redis["command"][redis["command"].index("--appendonly") + 1] == "no"
    assert not redis.get("volumes") and any(entry.startswith("/data:") for entry in redis["tmpfs"])


def test_no_secret_stands_in_the_file():
    for name, service in SERVICES.items():
        for variable, value in service.get("environment", {}).items():
            secret = re.search(r"SECRET$|PASSWORD|TOKEN|_KEY$|DATABASE$|REDIS$", variable)
            assert not secret or variable.upper().endswith("_FILE"), (name, variable, value)


def test_every_file_that_is_named_is_there_or_is_made():
    made = {"./secrets/postgres", "./secrets/redis.conf", "./secrets/grafana", "../organisation.yml"}
    for kind in ("configs", "secrets"):
        for entry in COMPOSE[kind].values():
            assert entry["file"] in made or (DEPLOY / entry["file"]).is_file(), entry


def test_what_is_named_of_networks_volumes_configs_and_secrets_is_declared():
    for name, service in SERVICES.items():
        assert networks_of(name) <= set(COMPOSE["networks"])
        assert {config["source"] for config in service.get("configs", [])} <= set(COMPOSE["configs"])
        assert {secret["source"] if isinstance(secret, dict) else secret for secret in service.get("secrets", [])} <= set(COMPOSE["secrets"])
        named = {volume.split(":")[0] for volume in service.get("volumes", []) if not volume.startswith(".")}
        assert named <= set(COMPOSE["volumes"])
        assert set(service.get("depends_on", {})) <= set(SERVICES)


def test_the_figures_are_asked_for_where_they_are():
    port = documents(DEPLOY / "prometheus.yml")[0]["scrape_configs"][0]["dns_sd_configs"][0]["port"]
    assert str(port) == SERVICES["chat"]["environment"]["STEADY_METRICS_PORT"]
    assert documents(DEPLOY / "alerts.yml")[0]["groups"]
