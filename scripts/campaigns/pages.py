"""Pages: mutated ones (cut, nested, exploding, mislabelled, broken); the reading ends in a Product or in its own
        errors.

Each page is one of a few of our own making, changed at random. It must be read within ``SECONDS`` and ``MEMORY``, and
raise nothing but Pitchreel's own errors.
"""

from __future__ import annotations

import random
import resource
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pitchreel.documents import Product
from pitchreel.errors import PitchreelError
from pitchreel.product import read_product

COUNT = 2000
SECONDS = 5.0
MEMORY = 300_000_000
"""Bytes by which the process may grow over all pages."""

URL = "https://harbour.example/products/kettle"

PLAIN = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Tin Kettle | Harbour Goods</title>
<meta property="og:title" content="Tin Kettle"><meta property="og:image" content="/img/kettle-1001.jpg">
<meta property="product:price:amount" content="39.00"><meta property="product:price:currency" content="GBP">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"Product","name":"Tin Kettle",
"brand":{"@type":"Brand","name":"Tarn"},"description":"A kettle of brushed tin that boils a litre in four minutes.",
"image":["/img/kettle-1001.jpg","/img/kettle-1002.jpg"],"aggregateRating":{"ratingValue":"4.6","reviewCount":"12"},
"offers":{"@type":"Offer","price":"39.00","priceCurrency":"GBP","availability":"https://schema.org/InStock"}}</script>
</head><body class="product-page"><header><nav><a href="/">Harbour</a></nav></header><main><h1>Tin Kettle</h1>
<p class="price"><del>£49.00</del> <ins>£39.00</ins></p><div class="product-gallery">
<img src="/img/kettle-1001_300x.jpg" srcset="/img/kettle-1001_300x.jpg 300w, /img/kettle-1001_1600x.jpg 1600w"
        alt="Side">
<a href="/img/kettle-1002.jpg"><img src="/img/kettle-1002-100x100.jpg" alt="Lid"></a></div>
<ul class="features"><li>Boils a litre in four minutes</li><li>Handle of beech stays cool</li><li>Weighs 640 g</li>
        </ul>
<table><tr><th>Volume</th><td>1.2 l</td></tr></table><p>Spun from one sheet of tin. Polished by hand in Wales.</p>
<section class="related"><img src="/img/pan-2001.jpg"><span class="price">£9.00</span></section></main>
<script>window.STATE = {"media":[{"src":"https://harbour.example/img/kettle-1001.jpg"},{"src":"https://harbour.example/img/kettle-1002.jpg"}]};</script>
<video><source src="/v/boil.mp4"></video></body></html>"""

MICRODATA = """<html lang=de><head><meta charset=iso-8859-1><title>Zinnkessel – Hafenladen</title></head>
        <body class="single-product">
<link href="/wp-content/plugins/woocommerce/a.css" rel=stylesheet><div itemscope itemtype="http://schema.org/Product">
<h1 itemprop=name class=product_title>Zinnkessel</h1><div class=woocommerce-product-gallery>
<div class=woocommerce-product-gallery__image><a href=/up/1.jpg><img src=/up/1-100x100.jpg itemprop=image></a></div>
        </div>
<div class=summary><p class=price itemprop=offers itemscope itemtype="http://schema.org/Offer">
        <span class=amount>39,00 €</span>
<meta itemprop=price content="39.00"><meta itemprop=priceCurrency content=EUR></p></div>
<div itemprop=description><p>Kocht einen Liter Wasser in vier Minuten. Der Griff aus Buche bleibt kühl.</p></div>
<form class=variations_form data-product_variations='[{"display_price":39},{"display_price":45}]'></form></div>
        </body></html>"""

AMAZON = """<html><head><title>Tin Kettle</title></head><body><span id=productTitle>Tin Kettle</span>
        <a id=bylineInfo>Visit the Tarn Store</a>
<div id=corePrice_feature_div><span class=a-offscreen>$39.00</span></div>
        <span id=acrPopover title="4.6 out of 5 stars"></span>
<div id=feature-bullets><ul><li><span class=a-list-item>Boils a litre in four minutes</span></li></ul></div>
<script>x({'colorImages': { 'initial': [{"hiRes":"https://m.example/I/81aa._SL1500_.jpg"}]}})</script></body>
        </html>"""

PAGES = ((PLAIN, URL), (MICRODATA, URL), (AMAZON, "https://www.amazon.com/dp/B000KETTLE"))

Mutation = Callable[[bytes, random.Random], bytes]


def _at(page: bytes, chance: random.Random, piece: bytes) -> bytes:
    where = chance.randrange(len(page) + 1)
    return page[:where] + piece + page[where:]


def cut(page: bytes, chance: random.Random) -> bytes:
    """The end is missing."""
    return page[: chance.randrange(len(page) + 1)]


def drop(page: bytes, chance: random.Random) -> bytes:
    """A piece from the middle is missing."""
    start = chance.randrange(len(page) + 1)
    return page[:start] + page[start + chance.randrange(400) :]


def flip(page: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    damaged = bytearray(page)
    for _ in range(chance.randrange(1, 60)):
        if damaged:
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    return bytes(damaged)


def nul(page: bytes, chance: random.Random) -> bytes:
    """NUL bytes between the others."""
    return page.replace(chance.choice([b"e", b"<", b'"', b" "]), b"\0" + chance.choice([b"e", b"<", b'"', b" "]))


def nest(page: bytes, chance: random.Random) -> bytes:
    """Elements nested by the ten thousand."""
    tag = chance.choice(b"div span b p table ul li a form section svg font i button select h1".split())
    depth = chance.choice([1000, 10_000, 100_000])
    closed = b"</" + tag + b">" if chance.random() < 0.5 else b""
    piece = b"<" + tag + chance.choice([b"", b" class=price", b" class='product-gallery'", b" itemscope"]) + b">"
    return _at(page, chance, piece * depth + closed * depth)


def unclosed(page: bytes, chance: random.Random) -> bytes:
    """Formatting that is never closed, and paragraphs that open it again."""
    count = chance.choice([100, 1000, 5000])
    marks = b"".join(b"<%s x=%d>" % (chance.choice([b"b", b"i", b"font", b"em"]), number) for number in range(count))
    return _at(page, chance, b"<p>" + marks + b"</p>" + b"<p>x</p>" * count)


def entities(page: bytes, chance: random.Random) -> bytes:
    """Entities in heaps, escaped again and again."""
    piece = chance.choice(
        [
            b"&amp;",
            b"&",
            b"&#x110000;",
            b"&#0;",
            b"&lt;",
            b"&amp;amp;amp;lt;p&amp;amp;gt;",
            b"&CounterClockwiseContourIntegral;",
        ]
    )
    return _at(page, chance, piece * chance.choice([10, 1000, 100_000]))


def mislabel(page: bytes, chance: random.Random) -> bytes:
    """An encoding that is not what the page says."""
    text = page.decode("utf-8", "replace")
    codec = chance.choice(["utf-16", "utf-16-le", "utf-32", "cp1252", "shift_jis", "gb18030", "utf-7", "cp500"])
    return text.encode(codec, "replace")


def label(page: bytes, chance: random.Random) -> bytes:
    """A label that is no encoding, or one that explodes."""
    name = chance.choice(
        [b"utf-7", b"idna", b"zlib", b"rot13", b"x-user-defined", b"utf-99", b"unicode_escape", b"\xff\xfe"]
    )
    return b"<meta charset=" + name + b">" + flip(page, chance)


def script(page: bytes, chance: random.Random) -> bytes:
    """Structured data damaged or without end."""
    piece = chance.choice(
        [
            b"[" * 100_000,
            b'{"a":' * 50_000,
            b'{"@graph":[' + b'{"@type":"Product","name":"x","offers":[{}]},' * 20_000,
            b"\\",
            b"'",
            b"}",
            b"<!--",
            b"]]>",
            b'{"@type":["Product",{}],"name":{"a":[[]]},"offers":[[],{},1,null,{"price":{}}],"image":[{},[],1]}',
        ]
    )
    kind = chance.choice([b"application/ld+json", b"application/json", b"text/javascript"])
    return _at(page, chance, b'<script type="' + kind + b'">' + piece + chance.choice([b"", b"</script>"]))


def attributes(page: bytes, chance: random.Random) -> bytes:
    """A tag with more attributes than anyone needs, or one said twice."""
    count = chance.choice([100, 5000, 60_000])
    piece = chance.choice(
        [b'src="/y.png" ', b"a%d=1 ", b'a%d=">" ', b"class='price x%d' ", b'srcset="/a.jpg 1w,/b.jpg" ']
    )
    body = b"".join(piece % number if b"%d" in piece else piece for number in range(count))
    return _at(
        page, chance, b"<" + chance.choice([b"img ", b"div ", b"meta ", b"a "]) + body + chance.choice([b">", b""])
    )


def repeat(page: bytes, chance: random.Random) -> bytes:
    """One element many times over."""
    piece = chance.choice(
        [
            b'<p class="price">$1.00</p>',
            b"<ul><li>a feature of some length</li><li>another one of them</li></ul>",
            b'<img src="/a-%d.jpg">',
            b"<h1>Kettle</h1>",
            b'<meta property="og:image" content="/x%d.jpg">',
            b'<div itemscope itemtype="http://schema.org/Product"><b itemprop=name>x</b>',
            b"<script>var a='//c/kettle-1001.jpg'</script>",
            b"<video src=/v%d.mp4></video>",
            b"<tr><td>Label</td><td>said</td></tr>",
        ]
    )
    count = chance.choice([100, 2000, 20_000])
    return _at(page, chance, b"".join(piece % number if b"%d" in piece else piece for number in range(count)))


def stretch(page: bytes, chance: random.Random) -> bytes:
    """A very long run of one thing: what slow patterns stumble over."""
    piece = chance.choice(
        [
            b"a",
            b" ",
            b"1,",
            b"1.",
            b"- ",
            b"| ",
            b"$",
            b"\n",
            b"<",
            b"<a",
            b"/",
            b"=",
            b"[",
            b'"',
            b"\xc2\xa0",
            b"Was $1 ",
            b"\xf0\x9f\x98\x80",
            b"<!--",
            b"<![CDATA[",
        ]
    )
    return _at(page, chance, piece * chance.choice([1000, 100_000, 1_000_000]))


def wrap(page: bytes, chance: random.Random) -> bytes:
    """Something else altogether around it, or none of it."""
    return chance.choice(
        [
            b"%PDF-1.7\n" + page,
            b"{" + page,
            b"[" + page,
            b"<svg>" + page,
            b"<!--" + page,
            b"\xef\xbb\xbf" + page,
            b"",
            b"<template>" + page,
            b"<frameset>" + page,
        ]
    )


MUTATIONS: tuple[Mutation, ...] = (
    cut,
    drop,
    flip,
    nul,
    nest,
    unclosed,
    entities,
    mislabel,
    label,
    script,
    attributes,
    repeat,
    stretch,
    wrap,
)


def mutated(seed: int) -> tuple[str, bytes, str]:
    """One mutated page: the names of what was done to it, its bytes and its address."""
    chance = random.Random(seed)
    text, url = chance.choice(PAGES)
    page = text.encode()
    done = []
    for mutation in chance.sample(MUTATIONS, chance.choice([1, 1, 2, 3])):
        page = mutation(page, chance)[:12_000_000]
        done.append(mutation.__name__)
    return "+".join(done), page, url


def check(product: Product) -> str:
    """What does not hold of a product, or an empty string: it must be whole and survive being written and read."""
    if Product.parse(product.dump()) != product:
        return "not the same after a round trip"
    if not product.name or len(product.name) > 300:
        return "no name, or an endless one"
    if any(not fact.text or not fact.sources for fact in product.facts):
        return "a fact without words or source"
    if any(not item.url.startswith(("http://", "https://")) for item in product.media):
        return "an address that is none"
    return ""


def run(count: int, seed: int, output: Path | None = None) -> dict[str, Any]:
    """Read ``count`` mutated pages; pages that break the reading are written to ``output``."""
    outcomes: Counter[str] = Counter()
    failures: list[str] = []
    slowest, slowest_name = 0.0, ""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    for number in range(count):
        name, page, url = mutated(seed * 1_000_003 + number)
        began = time.process_time()
        try:
            wrong = check(read_product(page, url))
            outcomes["read"] += 1
        except PitchreelError as error:
            outcomes[type(error).__name__] += 1
            wrong = "" if error.what and error.hint else "an error without a way on"
        except Exception as error:
            wrong = f"{type(error).__name__}: {error}"[:200]
        took = time.process_time() - began
        if took > slowest:
            slowest, slowest_name = took, name
        if took > SECONDS:
            wrong = wrong or f"{took:.1f} s"
        if wrong:
            failures.append(f"{number} ({name}): {wrong}")
            if output is not None:
                (output / f"{seed}-{number}.html").write_bytes(page)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before
    if grown > MEMORY:
        failures.append(f"the process grew by {grown / 1e6:.0f} MB")
    return {
        "failed": len(failures),
        "failures": failures[:50],
        "pages": count,
        "outcomes": dict(outcomes.most_common()),
        "slowest_seconds": round(slowest, 2),
        "slowest": slowest_name,
        "grown_mb": round(grown / 1e6),
    }
