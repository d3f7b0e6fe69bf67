"""Fuzz: generated requests at every operation of every dialect, over a real server; no answer may be our own fault.

The requests come from each dialect's own OpenAPI document by Schemathesis, those that fit it and those that do not,
half of them about things that exist. Some are then twisted by hand: broken JSON, deep nesting, huge numbers, odd bytes
in queries, other content types, a few keys for idempotency, no key. No worker runs, so nothing is fetched or
rendered: what is tested is that every request gets an answer, in its dialect's words, and never a 5xx.
"""

from __future__ import annotations

import copy
import json
import random
import tempfile
import threading
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any
from unittest import mock

import hypothesis
import hypothesis.errors
import requests
import schemathesis
import uvicorn
from furnishing import plant
from hypothesis import HealthCheck, Phase
from hypothesis import strategies as st
from schemathesis import GenerationMode

from pitchreel.api import app as server_app
from pitchreel.api.dialects import DIALECTS, find_dialect
from pitchreel.api.docs import schema as openapi
from pitchreel.config import Settings
from pitchreel.jobs.client import Jobs
from pitchreel.service import keys
from pitchreel.service.rows import ProjectRow
from pitchreel.storage.database import Database, open_database

COUNT = 1000
PROCESSES = 4
"""Operations are dealt out to so many; they are not equally slow, and the last one would be waited for."""
TRIES = 5
"""How often the rest of an operation's cases are drawn anew, when the generator loses count of itself."""
SECONDS = 20.0
"""How long an answer may take."""
SHOWN = 40
"""Findings written down, of different kinds first."""

SETTINGS: dict[str, Any] = {
    "read_seconds": 0.02,
    "creatify_seconds": 0.02,
    "allow_hosts": "127.0.0.1:9",
    "body_bytes": 200_000,
    "trusted_hosts": "*",
}


@dataclass(frozen=True)
class Finding:
    """A request that was not answered as it should be."""

    operation: str
    problem: str
    request: str
    answer: str


def run(
    count: int, seed: int, output: Path, *, names: tuple[str, ...] = (), processes: int = PROCESSES
) -> dict[str, Any]:
    """``count`` requests at each operation, or only at those of the dialects named."""
    wanted = names or tuple(dialect.name for dialect in DIALECTS)
    work = partial(examine, parts=processes, count=count, seed=seed, names=wanted)
    if processes == 1:
        parts = [work(0)]
    else:
        with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
            parts = list(pool.map(work, range(processes)))
    found = [finding for _, findings in parts for finding in findings]
    statuses: dict[str, Counter[str]] = {name: tally for tallies, _ in parts for name, tally in tallies.items()}
    (output / "findings.json").write_text(json.dumps([vars(one) for one in found], indent=1, ensure_ascii=False))
    first = {(one.operation, one.problem.partition(":")[0]): one for one in reversed(found)}
    return {
        "failed": len(found),
        "operations": len(statuses),
        "requests": sum(sum(tally.values()) for tally in statuses.values()),
        "statuses": dict(sorted(sum(statuses.values(), Counter()).items())),
        "by_operation": {name: dict(sorted(tally.items())) for name, tally in sorted(statuses.items())},
        "findings": [vars(one) for one in list(first.values())[:SHOWN]],
    }


def examine(
    part: int, *, parts: int, count: int, seed: int, names: tuple[str, ...]
) -> tuple[dict[str, Counter[str]], list[Finding]]:
    """Every ``parts``-th operation: how often it answered what, and what was wrong."""
    statuses: dict[str, Counter[str]] = {}
    findings: list[Finding] = []
    with warnings.catch_warnings(), tempfile.TemporaryDirectory() as folder, served(Path(folder)) as house:
        warnings.simplefilter("ignore")
        place = 0
        for dialect in DIALECTS:
            if dialect.name not in names:
                continue
            document = schemathesis.openapi.from_dict(openapi(dialect))
            for result in document.get_all_operations():
                place += 1
                if place % parts != part:
                    continue
                try:
                    operation = result.ok()
                except Exception as error:
                    findings.append(Finding(dialect.name, f"schema: {error}", "", ""))
                    continue
                tally = statuses.setdefault(operation.label, Counter())
                findings += _ask(operation, house, tally, count, seed)
    return statuses, findings


@dataclass
class House:
    """A running server, who may come in, and what exists there."""

    url: str
    db: Database
    headers: dict[str, str] = field(default_factory=dict)
    known: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def furnish(self) -> None:
        """A new key, with one thing of each kind."""
        key = keys.create(self.db, "fuzz")
        self.headers = {"x-api-key": key.api_key, "X-API-ID": key.api_id}
        self.known = plant(self.db, key.id)


class Nobody(Jobs):
    """A way to workers where nobody works: what is ordered waits."""

    def submit_now(self, row: ProjectRow) -> bool:
        return True

    def cancel_now(self, row: ProjectRow) -> None:
        pass


@contextmanager
def served(home: Path) -> Iterator[House]:
    """The server on loopback, in a thread, over the database that PITCHREEL_DATABASE_URL names, or SQLite."""
    settings = Settings.model_validate({"home": home, **SETTINGS})
    db = open_database(settings)
    app = server_app.create_app(settings)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, access_log=False, server_header=False))
    thread = threading.Thread(target=server.run, daemon=True)
    try:
        with mock.patch.object(server_app, "Jobs", Nobody):
            thread.start()
            while not server.started:
                if not thread.is_alive():
                    raise RuntimeError("the server did not start")
                time.sleep(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        yield House(f"http://127.0.0.1:{port}", db)
    finally:
        server.should_exit = True
        thread.join(20)
        db.close()


def _ask(operation: Any, house: House, tally: Counter[str], count: int, seed: int) -> list[Finding]:
    findings: list[Finding] = []
    house.furnish()

    def one(case: Any, twist: int) -> None:
        chance = random.Random(twist)
        _settle(case, house.known, chance)
        try:
            sent = _twisted(case, house, chance)
            answer = session.send(sent, timeout=SECONDS, allow_redirects=False)
        except _UNSENDABLE:
            tally["not sendable"] += 1
            return
        except requests.RequestException as error:
            findings.append(Finding(operation.label, f"no answer: {type(error).__name__}", _shown(sent), str(error)))
            return
        problem, said = judge(answer, sent.path_url)
        tally[said] += 1
        if problem:
            findings.append(Finding(operation.label, problem, _shown(sent), answer.text[:600]))

    with requests.Session() as session:
        for again in range(TRIES):
            left = count - sum(tally.values())
            drawn = hypothesis.given(_cases(operation), st.integers(0, 2**48))(one)
            # When the generator loses count of itself, what it had drawn by then was sent and judged.
            with suppress(hypothesis.errors.FlakyStrategyDefinition):
                _settings(max(1, left))(hypothesis.seed(seed + again)(drawn))()
                return findings
    return [*findings, Finding(operation.label, f"schema: {left} cases could not be drawn", "", "")]


def _settings(count: int) -> hypothesis.settings:
    return hypothesis.settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )


_UNSENDABLE = (requests.exceptions.InvalidHeader, requests.exceptions.InvalidURL, UnicodeError)


def _cases(operation: Any) -> st.SearchStrategy[Any]:
    # Two that fit the document for one that does not, where there is such a one.
    fitting = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not (operation.body or operation.query or operation.path_parameters):
        return fitting
    return st.one_of(fitting, fitting, operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))


def _settle(case: Any, known: Mapping[str, tuple[Any, ...]], chance: random.Random) -> None:
    """Name things that exist in about half of the cases: only then is there something to do."""
    if chance.random() < 0.4:
        return
    # What is drawn may be kept and drawn again: a change to it would change what comes later.
    for name in ("path_parameters", "query", "body"):
        if isinstance(getattr(case, name), dict):
            setattr(case, name, copy.deepcopy(getattr(case, name)))
    for part in (case.path_parameters, case.query, case.body):
        if isinstance(part, dict):
            path = case.path if part is case.path_parameters else ""
            _name_known(part, known, chance, path)


_ODD_IN_PATHS = (2**31, 2**63, -1, "0", " ", "٣", "a" * 300, "00000000-0000-0000-0000-000000000000", "f" * 32, "%00")
_ODD = (*_ODD_IN_PATHS, "", "a" * 5000, None, True, 1e300, [], {}, ["a", None, 1], "😀\u202e", "http://[::1", "NaN")
"""Values of the right type that are no usual ones, and of the wrong types."""


def _name_known(part: dict[str, Any], known: Mapping[str, tuple[Any, ...]], chance: random.Random, path: str) -> None:
    for name, value in list(part.items()):
        choices = known.get(f"{path}:{name}") or known.get(name)
        if chance.random() < 0.06:
            part[name] = chance.choice(_ODD_IN_PATHS if path else _ODD)
        elif choices and chance.random() < 0.8:
            part[name] = chance.choice(choices)
        elif isinstance(value, dict):
            _name_known(value, known, chance, path)
    for name in ("product_id", "project_id", "link", "preview_id", "media_job", "ids"):
        if name not in part and not path and chance.random() < 0.2:
            part[name] = chance.choice(known[name])


def _twisted(case: Any, house: House, chance: random.Random) -> requests.PreparedRequest:
    keywords = case.as_transport_kwargs(base_url=house.url, headers=house.headers)
    headers = keywords["headers"]
    if chance.random() < 0.9:
        headers.update(house.headers)  # otherwise as the case has them: a few come with no key or a wrong one
    if chance.random() < 0.05:
        headers["Idempotency-Key"] = chance.choice(("a", "b", "c", "x" * 300, " ", "é"))
    for word in ("timeout", "allow_redirects", "verify", "cert", "proxies", "stream"):
        keywords.pop(word, None)
    request = requests.Request(**keywords)
    if request.method in ("POST", "PUT", "PATCH") and chance.random() < 0.12:
        request.json, request.files = None, None
        request.data = chance.choice(_BODIES)(case, chance)
        request.headers = {**(request.headers or {}), "Content-Type": chance.choice(_TYPES)}
    prepared = request.prepare()
    if chance.random() < 0.06:
        assert prepared.url
        prepared.url += ("&" if "?" in prepared.url else "?") + chance.choice(_QUERIES)
    return prepared


def _some(case: Any) -> bytes:
    return json.dumps(case.body if isinstance(case.body, dict | list) else {}, default=str).encode()


_TYPES = (
    "application/json",
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data",
    "application/json; charset=utf-16",
    "",
)
_BODIES: tuple[Callable[[Any, random.Random], bytes], ...] = (
    lambda case, chance: _some(case)[: chance.randrange(1, 60)],
    lambda case, chance: _some(case) + b"}",
    lambda case, chance: bytes(chance.randrange(256) for _ in range(chance.randrange(60))),
    lambda case, chance: b"[" * chance.choice((30, 3000, 90_000)),
    lambda case, chance: b'{"a":' * 2000 + b"1" + b"}" * 2000,
    lambda case, chance: _some(case).replace(b'"', b'"\\u0000', 3),
    lambda case, chance: _some(case).replace(b'": "', b'": "\\ud800'),
    lambda case, chance: b'{"product_id": NaN, "page": Infinity, "avatar_id": 1e999}',
    lambda case, chance: b'{"avatar_id": ' + b"9" * chance.choice((19, 400, 5000)) + b"}",
    lambda case, chance: b"\xef\xbb\xbf" + _some(case),
    lambda case, chance: chance.choice((b"null", b"[]", b'"text"', b"1", b"true", b"", b" ")),
    lambda case, chance: b'{"url": "' + b"a" * 150_000 + b'"}',
    lambda case, chance: b'{"url": "' + b"a" * 300_000 + b'"}',
)
_QUERIES = (
    "page=-1",
    "page=0&page_size=0",
    "page=99999999999999999999",
    "page_size=1e9",
    "page=%00",
    "ids=%00,%ff",
    "ids=" + "a," * 500,
    "project_id=%ED%A0%80",
    "aspect_ratio=%F0%9F%98%80&aspect_ratio=9",
    "avatar_id=99999999999999999999999",
    "sort_by=%27%3B--",
    "%00=%00",
    "a" * 4000,
)


def judge(answer: requests.Response, path: str) -> tuple[str, str]:
    """What is wrong with an answer, and what it was: its status, with JoggAI's code.

    Wrong is our own failure, a redirect, and what is not in the dialect's words; the first is empty if nothing is.
    """
    status = str(answer.status_code)
    if answer.status_code >= 500:
        return f"status {status}", status
    dialect = find_dialect(path.partition("?")[0])
    if dialect is None:
        return "", status
    if 300 <= answer.status_code < 400:
        return "redirect", status
    if answer.status_code == 204 and not answer.content:
        return "", status
    if not answer.headers.get("Content-Type", "").startswith("application/json"):
        return f"not JSON: {answer.headers.get('Content-Type')}", status
    try:
        said = json.loads(answer.content, parse_constant=_no_constant)
    except ValueError as error:
        return f"broken JSON: {error}", status
    if dialect.name == "creatify":
        silent = answer.status_code >= 400 and not (isinstance(said, dict | list) and said)
        return ("words: an error that says nothing" if silent else ""), status
    if not isinstance(said, dict) or type(said.get("code")) is not int or not isinstance(said.get("msg"), str):
        return "envelope: no code and msg", status
    # Nobody works here, so what waits for a worker is late, and that is said with this code.
    broken = said["code"] == 50_000 and not said["msg"].startswith("It took too long")
    return ("code 50000" if broken else ""), f"{status}/{said['code']}"


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _shown(sent: requests.PreparedRequest) -> str:
    body = sent.body if isinstance(sent.body, bytes) else str(sent.body or "").encode("utf-8", "replace")
    asked = {name: value for name, value in sent.headers.items() if name in ("Content-Type", "Idempotency-Key")}
    return f"{sent.method} {sent.path_url[:600]} {asked} {body[:900]!r}"
