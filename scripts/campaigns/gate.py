"""The gate: faults of all strengths must be caught by their checks, and real films of all kinds must pass."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faults.film import make_film
from faults.goods import GOODS, Goods, make_product
from faults.table import FAULTS, Fault, Good, problems

from pitchreel.config import Settings
from pitchreel.documents import Narration, Product, Script
from pitchreel.pipeline.film import place_sounds
from pitchreel.product import gather_media
from pitchreel.qa import check_video
from pitchreel.render import render_video
from pitchreel.script import script_styles, write_script
from pitchreel.styles import speech_seconds, stage, templates
from pitchreel.voice import speak

COUNT = 200
LONGER = 0.15
"""Share of the films that last 30 seconds instead of 15."""
RATIOS = ("9:16", "16:9", "1:1")
SCALE = 1 / 3


def run(count: int, seed: int, output: Path) -> dict[str, Any]:
    """Half of ``count`` are faults, half are films; whatever is missed, or fails without a fault, is a failure."""
    faulty = count // 2
    missed, elsewhere = _faults(faulty, seed, output)
    alarms, warned = _films(count - faulty, seed, output)
    return {
        "failed": len(missed) + len(alarms),
        "faulty": faulty,
        "caught": faulty - len(missed),
        "missed": missed,
        "upset_elsewhere": elsewhere,
        "clean": count - faulty,
        "false_alarms": alarms,
        "warnings": dict(warned.most_common()),
    }


def _faults(count: int, seed: int, output: Path) -> tuple[list[str], list[str]]:
    """Which faults were missed by their check, and which upset another one as well."""
    good = Good.of(make_film(output / "good"))
    missed, elsewhere = [], []
    for fault, strength in itertools.islice(_shuffled(seed), count):
        found = problems(fault.spoil(good, strength, output / "good" / "spoilt.mp4"))
        if fault.check not in found:
            missed.append(f"{fault.name} ({strength}) by {fault.check}")
        if others := found.keys() - {fault.check} - fault.also:
            elsewhere.append(f"{fault.name} ({strength}): {', '.join(sorted(others))}")
    return missed, elsewhere


def _shuffled(seed: int) -> Iterator[tuple[Fault, Any]]:
    """All faults at all strengths in some order, again and again."""
    pairs = [(fault, strength) for fault in FAULTS for strength in fault.strengths]
    chance = random.Random(seed)
    while True:
        yield from chance.sample(pairs, len(pairs))


def _films(count: int, seed: int, output: Path) -> tuple[list[str], Counter[str]]:
    """Which checks failed on films without a known fault, and how often each warned."""
    chance = random.Random(seed)
    orders = list(itertools.product(GOODS, templates(), RATIOS))
    chance.shuffle(orders)
    spoken: dict[tuple[str, int], tuple[Path, Product, Script, Narration]] = {}
    alarms: list[str] = []
    warned: Counter[str] = Counter()
    for number, (goods, template, ratio) in enumerate(itertools.islice(itertools.cycle(orders), count)):
        length = 30 if chance.random() < LONGER else 15
        if (goods.name, length) not in spoken:
            spoken[goods.name, length] = _speak(goods, length, output / f"goods-{GOODS.index(goods)}-{length}", chance)
        folder, product, script, narration = spoken[goods.name, length]
        timeline = stage(product, script, narration, template=template.id, ratio=ratio, seed=number)
        place_sounds(timeline, folder)
        path = folder / "film.mp4"
        render_video(timeline, folder, path, scale=SCALE, processes=1)
        for check in check_video(path, timeline, folder, narration, product=product, script=script):
            if check.outcome == "fail":
                where = "; ".join(check.where)
                alarms.append(f"{goods.name}, {template.id}, {ratio}, {length} s: {check.id} {check.value} {where}")
            elif check.outcome == "warn":
                warned[check.id] += 1
    return alarms, warned


def _speak(goods: Goods, length: int, folder: Path, chance: random.Random) -> tuple[Path, Product, Script, Narration]:
    settings = Settings()
    drawn = folder / "drawn"
    product = gather_media(make_product(goods, drawn), folder, settings=settings, base=drawn)
    style = chance.choice(script_styles())
    script = write_script(product, style=style.id, length=length)
    narration = speak(script, folder=folder, seconds=speech_seconds(length), settings=settings)
    return folder, product, script, narration
