"""Several servers, as an operator runs them: PostgreSQL, Redis, nginx, servers and action servers."""

from __future__ import annotations

from redis import Redis as RedisClient

from bot.channels.web.other_servers import CHANNEL
from bot.storage.master_keys import new_key
from tests.server.running import Process, free_port
from tests.server.several.services import Nginx, Postgres, Redis, until


class Installation:
    """A number of servers, each with an action server of its own, behind one address."""

    def __init__(self, folder, count, organisation=None, **own):
        self.folder = folder
        self.postgres, self.redis = Postgres(folder / "postgres"), Redis(folder / "redis")
        self.key, self.organisation = new_key(), organisation
        self.own = {"STEADY_DATABASE": self.postgres.url, "STEADY_REDIS": self.redis.url, "STEADY_SECRET": "s" * 40, "STEADY_MASTER_KEY": self.key, **own}
        self.ports = [(free_port(), free_port()) for _ in range(count)]
        self.metrics = [free_port() for _ in range(count)]
        self.actions, self.servers = [None] * count, [None] * count
        # One after the other: the machine has two processors.
        for i in range(count):
            self.start_actions(i)
            self.start(i)
        for i in range(count):
            self.wait(i)
        self.nginx = Nginx(folder / "nginx", [port for port, _ in self.ports])
        self.port = self.nginx.port

    def start(self, i):
        """Starts server `i`, without waiting for it."""
        self.servers[i] = Process("server", self.folder, *self.ports[i], data=self.folder / f"data-{i}", organisation=self.organisation, STEADY_METRICS_PORT=str(self.metrics[i]), **self.own)

    def start_actions(self, i):
        self.actions[i] = Process("actions", self.folder, *self.ports[i])

    def wait(self, i):
        self.servers[i].wait()
        self.actions[i].wait()

    def until_servers_hear_each_other(self):
        """Waits for what takes a moment after Redis was away."""
        client = RedisClient.from_url(self.redis.url)
        until(lambda: client.pubsub_numsub(CHANNEL)[0][1] == len(self.ports))
        client.close()

    def output(self):
        return "\n".join(path.read_text(errors="replace") for path in sorted(self.folder.glob("*.log")))

    def end(self):
        self.nginx.end()
        for process in [*self.servers, *self.actions]:
            process.end()
        self.redis.end()
        self.postgres.end()
