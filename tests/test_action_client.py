"""Action calls use one connection, and are asked again when it was closed while nobody spoke."""

import asyncio
from contextlib import asynccontextmanager

import pytest
from aiohttp import web

from bot.action_calls import ActionCallError, begin_handling
from bot.action_client import ActionClient

ANSWER = {"events": [], "responses": []}


@asynccontextmanager
async def action_server(handle):
    """A server with that handler, the client for it, and the addresses from which it was called."""
    callers = []

    async def webhook(request):
        callers.append(request.transport.get_extra_info("peername"))
        return await handle(request)

    app = web.Application()
    app.router.add_post("/webhook", webhook)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    client = ActionClient(f"http://127.0.0.1:{runner.addresses[0][1]}/webhook")
    begin_handling()
    yield client, callers
    await client.close()
    await runner.cleanup()


def call(*events):
    return {"next_action": "action_explain", "tracker": {"events": list(events), "slots": {"triage": "routine"}}}


async def test_calls_share_a_connection():
    async def handle(_):
        return web.json_response(ANSWER)

    async with action_server(handle) as (client, callers):
        for _ in range(3):
            assert await client.request(json=call()) == ANSWER
    assert len(set(callers)) == 1


async def test_a_call_is_made_again_when_its_connection_is_gone():
    async def handle(request):
        if len(callers) == 2:
            request.transport.abort()
            await asyncio.sleep(1)
        return web.json_response(ANSWER)

    async with action_server(handle) as (client, callers):
        assert await client.request(json=call()) == ANSWER == await client.request(json=call())
    assert len(callers) == 3


async def test_a_server_that_drops_every_call_fails():
    async def handle(request):
        request.transport.abort()
        await asyncio.sleep(1)

    async with action_server(handle) as (client, _):
        with pytest.raises(ActionCallError):
            await client.request(json=call())


@pytest.mark.parametrize("answer", [[], {}, {"events": []}, {"events": [1], "responses": []}, {"events": [{"name": "x"}], "responses": []}, {"events": [], "responses": ["x"]}])
async def test_what_no_action_server_says_is_no_answer(answer):
    async def handle(_):
        return web.json_response(answer)

    async with action_server(handle) as (client, _):
        with pytest.raises(ActionCallError):
            await client.request(json=call())
