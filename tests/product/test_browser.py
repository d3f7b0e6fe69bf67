"""Pages drawn by scripts, read with Chromium: only when asked for, only through the guard, within limits."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import socket
import time
from pathlib import Path

import pytest
from loopback import Listener, Server, response

from pitchreel.config import Settings
from pitchreel.documents import Product
from pitchreel.errors import (
    AddressRefused,
    EmptyShell,
    PageError,
    PitchreelError,
    SetupError,
    TooLarge,
    TooSlow,
    Unreachable,
)
from pitchreel.product import browser, fetch_product
from pitchreel.product.fetch import Fetcher

CHROMIUM = next(filter(None, map(shutil.which, browser.PROGRAMS)), None)
needs_browser = pytest.mark.skipif(
    CHROMIUM is None or importlib.util.find_spec("playwright") is None,
    reason="Chromium or Playwright is not installed",
)
LD = json.dumps(
    {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": "Kite Desk Lamp",
        "image": "/lamp.png",
        "offers": {"@type": "Offer", "price": "89.00", "priceCurrency": "EUR"},
    }
)
DRAWN = f"""
const data = document.createElement('script'); data.type = 'application/ld+json';
data.textContent = {json.dumps(LD)}; document.head.append(data);
document.getElementById('root').innerHTML = '<h1>Kite Desk Lamp</h1><p>€89.00</p>';
"""


def shell(script: str) -> bytes:
    page = f"<!doctype html><html><head><title>Shop</title></head><body><div id=root></div><script>{script}</script>"
    return response(f"{page}</body></html>".encode(), Content_Type="text/html; charset=utf-8")


def options(server: Server, **more: object) -> Settings:
    fields = {"allow_hosts": server.host, "browser": "on", "browser_sandbox": False, **more}
    return Settings(**fields)  # type: ignore[arg-type]


def read(server: Server, path: str = "/p", **more: object) -> Product:
    return fetch_product(server.url(path), settings=options(server, **more))


def processes_of_browsers() -> list[str]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                line = (entry / "cmdline").read_bytes().decode(errors="replace")
            except OSError:
                continue
            if "pitchreel-browser-" in line:
                found.append(line[:200])
    return found


def test_without_the_setting_a_shell_is_a_shell() -> None:
    with Server({"/p": shell(DRAWN)}) as server, pytest.raises(EmptyShell) as caught:
        read(server, browser="off")
    assert "PITCHREEL_BROWSER=on" in caught.value.hint


def test_a_browser_that_is_not_there_is_said_with_its_remedy() -> None:
    with Server({"/p": shell(DRAWN)}) as server, pytest.raises(SetupError) as caught:
        read(server, browser_path="/nowhere/chromium", browser_sandbox=False)
    assert caught.value.hint


@pytest.mark.skipif(os.geteuid() != 0, reason="only root cannot have the sandbox")
@needs_browser
def test_root_is_refused_unless_the_setting_says_so() -> None:
    with Server({"/p": shell(DRAWN)}) as server, pytest.raises(SetupError, match="sandbox") as caught:
        read(server, browser_sandbox=True)
    assert "PITCHREEL_BROWSER_SANDBOX" in caught.value.hint


@needs_browser
def test_a_page_drawn_by_scripts_is_read() -> None:
    late = f"setTimeout(() => {{ {DRAWN} }}, 500)"
    with Server({"/p": shell(late)}) as server:
        product = read(server)
        agents = {
            line for request in server.requests for line in request.split(b"\r\n") if b"user-agent" in line.lower()
        }
    assert product.name == "Kite Desk Lamp"
    assert product.text("price") == "€89.00"
    assert product.pictures[0].url == server.url("/lamp.png")
    assert product.warnings == (browser.WARNING,)
    assert all(line.partition(b": ")[2].startswith(b"Pitchreel/") for line in agents)
    assert processes_of_browsers() == []


@needs_browser
def test_a_page_that_stays_empty_is_still_a_shell() -> None:
    with Server({"/p": shell("")}) as server, pytest.raises(EmptyShell, match="in a browser as well") as caught:
        read(server)
    assert "PITCHREEL_BROWSER" not in caught.value.hint


@needs_browser
def test_a_page_that_needs_no_browser_gets_none() -> None:
    page = f"<html><head><script type='application/ld+json'>{LD}</script></head><h1>Kite Desk Lamp</h1></html>"
    with Server({"/p": response(page.encode())}) as server:
        assert read(server, browser_path="/nowhere/chromium").warnings == ()


ATTEMPTS = """
const hosts = ['127.0.0.1', '127.0.0.2', 'localhost', '[::1]', '2130706433'].map(host => host + ':PORT');
for (const host of hosts) {
  fetch('http://' + host + '/fetch', {mode: 'no-cors'}).catch(() => {});
  fetch('http://' + host + '/post', {mode: 'no-cors', method: 'POST', body: 'x'}).catch(() => {});
  fetch('https://' + host + '/tls', {mode: 'no-cors'}).catch(() => {});
  new Image().src = 'http://' + host + '/img';
  const frame = document.createElement('iframe'); frame.src = 'http://' + host + '/frame'; document.body.append(frame);
  const link = document.createElement('link'); link.rel = 'preconnect'; link.href = 'http://' + host;
  document.head.append(link);
  try { new WebSocket('ws://' + host + '/socket'); } catch (error) {}
  try { new EventSource('http://' + host + '/events'); } catch (error) {}
  try { navigator.sendBeacon('http://' + host + '/beacon', 'x'); } catch (error) {}
  try { new Worker('http://' + host + '/worker.js'); } catch (error) {}
  try { window.open('http://' + host + '/window'); } catch (error) {}
  try {
    const servers = [{urls: 'stun:' + host}, {urls: 'turn:' + host + '?transport=tcp', username: 'u', credential: 'p'}];
    const peer = new RTCPeerConnection({iceServers: servers});
    peer.createDataChannel('x');
    peer.createOffer().then(offer => peer.setLocalDescription(offer));
  } catch (error) {}
}
fetch('/redirect', {mode: 'no-cors'}).catch(() => {});
"""


@needs_browser
@pytest.mark.parametrize("open_to_it", [False, True])
def test_a_page_that_reaches_inwards_reaches_nothing(open_to_it: bool) -> None:
    with Listener() as listener, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.bind(("127.0.0.1", listener.port))
        datagrams.setblocking(False)
        script = ATTEMPTS.replace("PORT", str(listener.port)) + f"setTimeout(() => {{ {DRAWN} }}, 700)"
        away = response(b"", "302 Found", Location=f"http://127.0.0.1:{listener.port}/redirected")
        with Server({"/p": shell(script), "/redirect": away}) as server:
            hosts = f"{server.host},127.0.0.1:{listener.port}" if open_to_it else server.host
            assert read(server, allow_hosts=hosts, browser_seconds=20).name == "Kite Desk Lamp"
            asked = [request.split(b" ")[1] for request in server.requests]
        assert b"/redirect" in asked
        assert bool(listener.visits) is open_to_it  # open, the attempts do arrive: the silence is the guard's
        with pytest.raises(BlockingIOError):
            datagrams.recv(10)


@needs_browser
@pytest.mark.parametrize("place", ["file:///etc/passwd", "http://127.0.0.1:PORT/"])
def test_a_page_that_leads_elsewhere_is_not_followed(place: str) -> None:
    with Listener() as listener:
        script = f"location.href = {json.dumps(place.replace('PORT', str(listener.port)))}"
        with Server({"/p": shell(script)}) as server, pytest.raises(PitchreelError) as caught:
            read(server)
        assert isinstance(caught.value, AddressRefused | PageError | Unreachable)
        assert listener.visits == 0


@needs_browser
def test_a_page_that_never_ends_is_ended() -> None:
    with Server({"/p": shell("while (true) {}")}) as server:
        begun = time.monotonic()
        with pytest.raises((TooSlow, Unreachable)):
            read(server, browser_seconds=6)
    assert time.monotonic() - begun < 15
    assert processes_of_browsers() == []


@needs_browser
def test_a_page_that_eats_memory_costs_one_error() -> None:
    greedy = "const held = []; setInterval(() => { held.push(new Uint8Array(60e6).fill(1)) }, 20);"
    with Server({"/p": shell(greedy)}) as server, pytest.raises(PageError, match="memory"):
        read(server, browser_memory=500_000_000, browser_seconds=20)
    assert processes_of_browsers() == []


@needs_browser
def test_a_page_that_loads_too_much_is_said() -> None:
    loads = "for (let n = 0; n < 5; n++) fetch('/big?' + n).then(r => r.blob()).catch(() => {});"
    big = {f"/big?{number}": response(b"x" * 400_000) for number in range(5)}
    with Server({"/p": shell(loads + DRAWN), **big}) as server, pytest.raises(TooLarge):
        read(server, browser_bytes=1_000_000)


@needs_browser
def test_downloads_do_not_happen(tmp_path: Path) -> None:
    script = DRAWN + "const a = document.createElement('a'); a.href = '/file.bin'; a.download = 'x'; a.click();"
    file = response(b"x" * 1000, Content_Type="application/octet-stream", Content_Disposition="attachment")
    with Server({"/p": shell(script), "/file.bin": file}) as server:
        assert read(server).name == "Kite Desk Lamp"


def test_the_first_address_is_guarded_too() -> None:
    settings = Settings(browser="on", browser_sandbox=False, browser_path=str(shutil.which("true")))
    if importlib.util.find_spec("playwright") is None:
        pytest.skip("Playwright is not installed")
    with Listener() as listener:
        with pytest.raises(AddressRefused):
            browser.draw_page(f"http://127.0.0.1:{listener.port}/", settings=settings, fetcher=Fetcher(settings))
        assert listener.visits == 0
