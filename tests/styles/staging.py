"""Made-up products, scripts and narrations, and what stands where on a Timeline."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from hypothesis import strategies as st

from pitchreel.documents import Narration, Product, Script, Timeline
from pitchreel.documents.marks import Text
from pitchreel.documents.narration import Phoneme, Span, Word
from pitchreel.documents.product import Fact, Media, Point, Region
from pitchreel.documents.script import Line
from pitchreel.documents.timeline import Box, ClipLayer, PictureLayer, PresenterLayer, Scene, SpriteLayer
from pitchreel.styles.grid import Area
from pitchreel.typeset import measure

RATE = 48000


def say(**parts: object) -> Line:
    """A line whose spoken words are those shown."""
    return Line.model_validate({"spoken": parts["shown"], **parts})


def narrate(script: Script, *, word: float = 0.34, pause: float = 0.22) -> Narration:
    """A voice that takes the same time for every word, and a pause after every sentence."""
    words: list[Word] = []
    lines: list[Span] = []
    at = 0.0
    for index, line in enumerate(script.lines):
        start = at
        for text in line.shown.split():
            words.append(Word(text=text, line=index, start=round(at * RATE), end=round((at + word * 0.9) * RATE)))
            at += word + (pause if text.endswith((".", "!", "?")) else 0.0)
        lines.append(Span(start=round(start * RATE), end=words[-1].end if words else 0))
    return Narration(
        audio="audio/voice.wav",
        samples=round((at + 0.1) * RATE),
        voice="local:nobody",
        language=script.language,
        lines=tuple(lines),
        sentences=tuple(lines),
        words=tuple(words),
        phonemes=tuple(Phoneme(symbol="a", viseme="aa", start=word.start, end=word.end, stress=1) for word in words),
    )


def cutout(number: int, aspect: float = 1.4, side: int = 2000) -> Media:
    """A product without background, ``aspect`` times as wide as high."""
    width, height = (0.8, 0.8 / aspect) if aspect > 1 else (0.8 * aspect, 0.8)
    return Media(
        id=f"picture-{number}",
        kind="picture",
        url=f"https://shop.example/{number}.png",
        description=f"View number {number}",
        path=f"media/picture-{number}.png",
        width=side,
        height=side,
        alpha=True,
        background="transparent",
        cutout=f"media/picture-{number}-cutout.png",
        subject=Region(x=0.1, y=0.1, width=width, height=height),
        colours=("#3366aa", "#ffffff"),
    )


def photo(number: int, width: int = 1600, height: int = 1200, subject: Region | None = None) -> Media:
    """A photograph with a scene around the product."""
    return Media(
        id=f"picture-{number}",
        kind="picture",
        url=f"https://shop.example/{number}.jpg",
        path=f"media/picture-{number}.jpg",
        width=width,
        height=height,
        background="scene",
        subject=subject,
        focus=Point(x=0.5, y=0.45),
        colours=("#88775f",),
    )


def clip(number: int, width: int = 1280, height: int = 720) -> Media:
    """A clip of six seconds."""
    return Media(
        id=f"clip-{number}",
        kind="clip",
        url=f"https://shop.example/{number}.mp4",
        path=f"media/clip-{number}.mp4",
        poster=f"media/clip-{number}.jpg",
        width=width,
        height=height,
        background="scene",
        duration_ms=6000,
        stretch_ms=(500, 5500),
    )


def make_product(
    *media: Media,
    name: str = "Ridge Trail Bottle",
    price: str | None = "34.50",
    before: str | None = "45.00",
    rating: str | None = "4.6",
    currency: str = "USD",
    language: str = "en",
) -> Product:
    """A product with the facts that are given."""
    facts = [
        Fact(id="name", kind="name", text=name),
        Fact(id="feature-1", kind="feature", text="Keeps drinks cold for 24 hours"),
        Fact(id="feature-2", kind="feature", text="Fits every cup holder"),
        Fact(id="site_name", kind="site_name", text="Ridge Supply"),
    ]
    if price:
        facts.append(Fact(id="price", kind="price", text=price, number=Decimal(price)))
        facts.append(Fact(id="currency", kind="currency", text=currency))
    if price and before:
        facts.append(Fact(id="list_price", kind="list_price", text=before, number=Decimal(before)))
    if rating:
        facts.append(Fact(id="rating", kind="rating", text=rating, number=Decimal(rating)))
        facts.append(Fact(id="review_count", kind="review_count", text="873", number=Decimal(873)))
    return Product(
        url="https://shop.example/item", language=language, facts=tuple(facts), media=media or (cutout(1), cutout(2))
    )


def make_script(*lines: Line, language: str = "en", length: int = 15, call: str = "Get yours") -> Script:
    """A script of the given lines, or of six usual ones."""
    usual = (
        say(role="hook", shown="Still drinking lukewarm water at noon?", headline="Lukewarm at noon?"),
        say(
            role="benefit",
            shown="This bottle keeps drinks cold for 24 hours, even in the sun.",
            headline="Cold for 24 hours",
            figure="24 hours",
            facts=("feature-1",),
        ),
        say(role="benefit", shown="It fits every cup holder.", headline="Fits every cup holder", facts=("feature-2",)),
        say(role="proof", shown="Rated 4.6 out of 5.", headline="4.6 out of 5", facts=("rating",)),
        say(role="offer", shown="Now $34.50.", headline="Now $34.50", facts=("price", "list_price")),
        say(role="call_to_action", shown="Take one along."),
    )
    return Script(
        title="Test", style="own", language=language, length=length, lines=lines or usual, call_to_action=call
    )


VOCABULARY = (
    *("a", "of", "cold", "light", "the", "for", "new", "soft", "bottle", "cushion", "every", "morning", "trail"),
    *("quiet", "simply", "durable", "24", "h", "3.5", "kg", "€19.90", "so", "it", "fits", "keeps", "AeroPress"),
    *("Feuchtigkeitsspendende", "Reißverschlussabdeckung", "wasserabweisend", "extraordinarily"),
)
ROLES = ("hook", "problem", "benefit", "proof", "offer", "call_to_action")


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Scripts of two to seven lines, of one to sixteen words each."""
    lines = []
    for number in range(draw(st.integers(2, 7))):
        words = draw(st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=16))
        cut = draw(st.integers(1, len(words)))
        words[cut - 1] += draw(st.sampled_from([".", ",", "?", "!"]))
        words[-1] = words[-1].rstrip(",") + "."
        lines.append(
            say(
                role="hook" if number == 0 else draw(st.sampled_from(ROLES[1:])),
                shown=" ".join(words),
                headline=" ".join(draw(st.lists(st.sampled_from(VOCABULARY), max_size=6))),
                figure=draw(st.sampled_from(["", "", "24 h", "-25 %", "3.5 kg", "1,286"])),
                step=draw(st.sampled_from([0, 0, number])),
                facts=tuple(draw(st.lists(st.sampled_from(["price", "rating", "feature-1"]), max_size=2))),
            )
        )
    return make_script(*lines, length=draw(st.sampled_from([15, 30])))


@st.composite
def products(draw: st.DrawFn) -> Product:
    """Products with one to four media of every kind, with and without price and rating."""
    media = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        kind = draw(st.sampled_from(["cutout", "cutout", "photo", "clip"]))
        side = draw(st.sampled_from([640, 1200, 2160]))
        if kind == "cutout":
            media.append(cutout(number, draw(st.sampled_from([0.35, 0.7, 1.0, 1.8, 3.0])), side))
        elif kind == "clip":
            media.append(clip(number, side, draw(st.sampled_from([side, side * 9 // 16, side * 16 // 9]))))
        else:
            subject = draw(st.sampled_from([None, Region(x=0.3, y=0.2, width=0.4, height=0.6)]))
            media.append(photo(number, side, draw(st.sampled_from([side, side * 3 // 4, side * 4 // 3])), subject))
    price = draw(st.sampled_from([None, "9.90", "1249.00"]))
    return make_product(
        *media,
        name=draw(st.sampled_from(["Mug", "Feuchtigkeitsspendende Gesichtscreme mit Hyaluronsäure, 2 × 50 ml"])),
        price=price,
        before=draw(st.sampled_from([None, "1999.00"])),
        rating=draw(st.sampled_from([None, "4.6"])),
        currency=draw(st.sampled_from(["USD", "EUR", "JPY"])),
        language=draw(st.sampled_from(["en", "de"])),
    )


class Shown(NamedTuple):
    """Words on the frame: their ink, their size, and the frames from and to which they are at rest."""

    what: str
    area: Area
    size: float
    start: int
    end: int


def words_of(timeline: Timeline) -> Iterator[Shown]:
    """Every text mark and caption."""
    for layer in timeline.layers():
        if not isinstance(layer, SpriteLayer):
            continue
        for mark in layer.marks:
            if isinstance(mark, Text):
                left, top, right, bottom = measure(mark).ink
                area = Area(layer.box.x + left, layer.box.y + top, right - left, bottom - top)
                words = "".join(run.text for run in mark.runs)
                yield Shown(words, area, max(run.size for run in mark.runs), layer.start, layer.end)
    for caption in timeline.captions:
        assert timeline.caption_style is not None
        box = caption.box
        area = Area(box.x, box.y, box.width, box.height)
        words = " ".join(word.text for word in caption.words)
        yield Shown(words, area, timeline.caption_style.size, caption.start, caption.end)


def area_of(box: Box) -> Area:
    return Area(box.x, box.y, box.width, box.height)


def subject_in(scene: Scene, timeline: Timeline, product: Product) -> Area | None:
    """Where a scene shows its product: the box of its topmost picture, or the subject of one that fills the frame."""
    pictures = [layer for layer in scene.layers if isinstance(layer, PictureLayer | ClipLayer)]
    top = pictures[-1]
    whole = Area(0, 0, timeline.width, timeline.height)
    if area_of(top.box) != whole:
        return area_of(top.box)
    media = next(item for item in product.media if item.id == top.asset)
    if media.subject is None:
        return None
    zoom = next((motion.at(scene.start) for motion in top.motions if motion.property == "zoom"), 1.0)
    scale = max(whole.width / media.width, whole.height / media.height) * zoom
    across, down = whole.width / (scale * media.width), whole.height / (scale * media.height)
    x = min(max(top.focus[0], across / 2), 1 - across / 2)
    y = min(max(top.focus[1], down / 2), 1 - down / 2)
    return Area(
        whole.width / 2 + (media.subject.x - x) * scale * media.width,
        whole.height / 2 + (media.subject.y - y) * scale * media.height,
        media.subject.width * scale * media.width,
        media.subject.height * scale * media.height,
    )


def bubble_at(timeline: Timeline, frame: int) -> Area | None:
    """Where the presenter's bubble is at a frame."""
    for layer in timeline.overlays:
        if isinstance(layer, PresenterLayer) and layer.start <= frame < layer.end:
            move = {motion.property: motion.at(frame) for motion in layer.motions}
            area = area_of(layer.box).moved(move.get("x", 0), move.get("y", 0))
            return area.scaled(move.get("scale", 1.0))
    return None
