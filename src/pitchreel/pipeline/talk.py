"""Talk: somebody speaks to the camera, from a text or a recording, stage by stage through the ledger."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path

from pydantic import model_validator

from pitchreel.child import Child
from pitchreel.config import Settings
from pitchreel.documents import Narration, Script, Timeline, Video
from pitchreel.documents.marks import Colour
from pitchreel.documents.script import Line
from pitchreel.errors import EmptyScript, InputError, MediaError
from pitchreel.pipeline.belongings import belongings_key, file_key, gather_extras, left_out
from pitchreel.pipeline.brief import Wishes
from pitchreel.pipeline.film import fresh_folder, pass_on, place_sounds, shoot
from pitchreel.pipeline.ledger import Ledger, Note, folder_lock
from pitchreel.pipeline.pace import Pace, Step
from pitchreel.pipeline.vetting import OFF, vet_length, vet_output, vet_wishes
from pitchreel.product.clips import CLIP_TIME, examine_clip
from pitchreel.product.pictures import examine_picture
from pitchreel.product.sniff import CLIPS, HEAD, PICTURES, sniff
from pitchreel.script.words import split_sentences
from pitchreel.styles import Backdrop, Screen, stage_talk
from pitchreel.voice import hear, match_language, speak
from pitchreel.voice.catalogue import choose_voice

TALK_SHARES = {"script": 1.0, "narration": 12.0, "timeline": 6.0, "video": 75.0, "checks": 6.0}
"""Usual wall time of a talk's stages against one another."""
BACKGROUND = "background"
"""Folder of the user's picture or clip behind the speaker."""


class TalkBrief(Wishes):
    """An order for one talk: a ``script`` to be spoken, or ``audio``, the path of a recording. Paths as in Wishes."""

    script: str | None = None
    audio: str | None = None
    screen: Screen = "scene"
    background: str | None = None
    """The path of a picture or a clip, for the screen ``background``."""
    colour: Colour | None = None
    """Of the backdrop of a scene."""
    name: str = ""

    @model_validator(mode="after")
    def _one_voice(self) -> TalkBrief:
        if (self.script is None) == (self.audio is None):
            raise ValueError("a talk needs either a script or a recording")
        return self

    @property
    def suffix(self) -> str:
        """What the film's name ends in: only a WebM carries transparency."""
        return ".webm" if self.screen == "alpha" else ".mp4"


def vet_talk(order: TalkBrief) -> None:
    """Look every name of a talk's order up; raises UnknownName, LanguageError, EmptyScript and InputError."""
    if order.script is not None and not order.script.strip():
        raise EmptyScript("The script is empty", "Write at least one sentence, or give a recording")
    if order.presenter == OFF and not order.custom_presenter:
        raise InputError("A talk without a presenter has nobody who speaks", "Choose a presenter")
    vet_wishes(order)


def make_talk(
    output: Path | str,
    *,
    brief: TalkBrief | None = None,
    workdir: Path | str | None = None,
    settings: Settings | None = None,
    watch: Callable[[Step], None] = lambda step: None,
    note: Note = lambda text: None,
    **wishes: object,
) -> Video:
    """Make a finished talk; ``wishes`` are the fields of a TalkBrief, the rest is as with ``make_video``."""
    output = Path(output).absolute()
    order = brief or TalkBrief.of(**wishes)
    settings = settings or Settings()
    vet_output(output)
    vet_talk(order)
    folder = Path(workdir).absolute() if workdir else output.with_suffix("")
    with fresh_folder(folder, keep=workdir is not None), folder_lock(folder):
        pace = Pace(watch, TALK_SHARES)
        ledger = Ledger(folder, note)
        script, narration = tell_talk(folder, order, ledger=ledger, pace=pace, settings=settings, note=note)
        timeline = lay_out_talk(script, narration, folder, order, ledger=ledger, pace=pace, settings=settings)
        pass_on(timeline.warnings, note)
        return shoot(timeline, narration, folder, output, script=script, ledger=ledger, pace=pace, settings=settings)


def tell_talk(
    folder: Path, order: TalkBrief, *, ledger: Ledger, pace: Pace, settings: Settings, note: Note
) -> tuple[Script, Narration]:
    """What is said, and the voice saying it; a recording has a Script without lines."""
    report = pace.stage("script")
    said = (order.script or "", order.audio or "", order.language or "", order.voice or "", order.name)
    script = ledger.stage(Script, said, lambda: _write(order, settings))
    report(1.0)
    report = pace.stage("narration")

    def voice() -> Narration:
        if order.audio is None:
            return speak(script, voice=order.voice, folder=folder, settings=settings, progress=report)
        recording = folder / order.audio
        if not recording.is_file():
            raise InputError(f"There is no recording {recording.name}", "Give the path of a sound file")
        return hear(recording, folder, language=script.language, settings=settings, progress=report)

    heard = file_key(folder / order.audio) if order.audio else order.voice or ""
    narration = ledger.stage(Narration, (script.dump(), heard), voice)
    report(1.0)
    pass_on(narration.warnings, note)
    return script, narration


def _write(order: TalkBrief, settings: Settings) -> Script:
    """The text as it was given, a line for each sentence."""
    language = _language(order)
    text = order.script
    if text is None:
        return Script(title=order.name, style="own", language=language, length=1, lines=())
    vet_length(text, settings)
    paragraphs = [" ".join(paragraph.split()) for paragraph in text.splitlines()]
    sentences = [sentence for paragraph in paragraphs for sentence in split_sentences(paragraph)]
    lines = tuple(
        Line(role="benefit", shown=sentence, spoken=sentence)
        for sentence in sentences
        if any(letter.isalnum() for letter in sentence)
    )
    if not lines:
        raise EmptyScript("The script has no words", "Give at least one sentence")
    length = max(1, math.ceil(sum(len(line.spoken.split()) for line in lines) / 2.5))
    return Script(title=order.name, style="own", language=language, length=length, lines=lines)


def _language(order: TalkBrief) -> str:
    """The language asked for, else the voice's own."""
    if order.language:
        return match_language(order.language)
    return choose_voice(order.voice, "en").voice.language if order.voice else "en"


def lay_out_talk(
    script: Script,
    narration: Narration,
    folder: Path,
    order: TalkBrief,
    *,
    ledger: Ledger,
    pace: Pace,
    settings: Settings,
) -> Timeline:
    """The Timeline of a talk, with the sounds, the background and the presenter that it names put into the folder.

    A background that cannot be used is left out with a warning. Raises MediaError for a presenter that cannot.
    """
    report = pace.stage("timeline")

    def compose() -> Timeline:
        extras = gather_extras(order, folder, settings)
        backdrop, warnings = None, extras.warnings
        if order.screen == "background" and order.background:
            try:
                backdrop = take_background(folder / order.background, folder, settings)
            except MediaError as error:
                warnings = (*warnings, left_out("background", error))
        timeline = stage_talk(
            script,
            narration,
            ratio=order.ratio,
            screen=order.screen,
            backdrop=backdrop,
            colour=order.colour,
            presenter=None if order.presenter == OFF else order.presenter,
            music=None if order.music == OFF else order.music,
            captions=order.captions,
            placement=order.placement,
            seed=order.seed,
            label=settings.label,
            title=order.name,
            extras=extras,
        )
        place_sounds(timeline, folder)
        return timeline.model_copy(update={"warnings": warnings})

    looks = order.model_dump_json(exclude={"script", "audio", "language", "voice"})
    background = file_key(folder / order.background) if order.background else ""
    inputs = (script.dump(), narration.dump(), looks, str(settings.label), belongings_key(order, folder), background)
    timeline = ledger.stage(Timeline, inputs, compose)
    report(1.0)
    return timeline


def take_background(source: Path, folder: Path, settings: Settings) -> Backdrop:
    """Make a picture or clip over into the film's background; raises MediaError."""
    if not source.is_file():
        raise MediaError(f"There is no file {source.name}", "Give the path of a picture or a clip")
    with source.open("rb") as file:
        kind = sniff(file.read(HEAD))
    target = folder / BACKGROUND
    target.mkdir(parents=True, exist_ok=True)
    args = str(source), str(target), "background", settings.picture_pixels
    with Child(memory=settings.child_memory, preload=(examine_clip.__module__,)) as child:
        if kind in CLIPS:
            clip = child.run(examine_clip, *args, seconds=CLIP_TIME * settings.child_seconds, what="The clip")
            return Backdrop("clip", f"{BACKGROUND}/{clip.path}", (0.5, 0.5))
        if kind not in PICTURES:
            raise MediaError(f"{source.name} is neither a picture nor a clip", "Give a JPEG, PNG, WebP, MP4 or WebM")
        picture = child.run(examine_picture, *args, seconds=settings.child_seconds, what="The picture")
        return Backdrop("picture", f"{BACKGROUND}/{picture.path}", (0.5, 0.5))
