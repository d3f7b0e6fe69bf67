"""From a Script to a Narration: speak, trim, place, treat, write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pitchreel.config import Settings
from pitchreel.documents import Narration, Script
from pitchreel.documents.narration import Phoneme, Span, Word
from pitchreel.errors import EmptyScript, SetupError
from pitchreel.progress import Progress, silent
from pitchreel.voice import pacing
from pitchreel.voice.alignment import settle_starts
from pitchreel.voice.catalogue import Voice, choose_voice
from pitchreel.voice.engines import engine
from pitchreel.voice.engines.base import Job, Sound, SpokenWord, Utterance
from pitchreel.voice.phrasing import keep_rests
from pitchreel.voice.sound import write_wav
from pitchreel.voice.speakable import SpokenText, speakable
from pitchreel.voice.treatment import RATE, finish, prepare
from pitchreel.voice.visemes import phonemes

LEAD, TAIL = 0.06, 0.25
"""Seconds of room before the first sound and after the last."""
AUDIO = "audio/voice.wav"


@dataclass(frozen=True)
class Sentence:
    """A sentence to be spoken: its line, and which of the line's spoken words it has."""

    line: int
    words: range


@dataclass(frozen=True)
class Placed:
    """A spoken sentence in its place: the sample of the narration at which its utterance's time 0 lies."""

    sentence: Sentence
    utterance: Utterance
    sound: Sound
    zero: int
    start: int
    end: int

    def sample(self, seconds: float) -> int:
        """The sample of a time in the utterance, held inside what is heard of it."""
        return min(max(self.zero + round(seconds * RATE), self.start), self.end)


class Speaker:
    """A voice with sentences to say. ``utterances`` and ``paces`` are as last said."""

    def __init__(self, voice: Voice, sentences: Sequence[tuple[SpokenWord, ...]], settings: Settings) -> None:
        self.voice, self.sentences, self.settings = voice, sentences, settings
        self.utterances: list[Utterance] = []
        self.paces: list[float] = []

    def heard(self) -> list[float]:
        """Seconds of each sentence, from its first sound to its last."""
        return [utterance.heard for utterance in self.utterances]

    def say(self, paces: list[float]) -> None:
        """Say the sentences at these paces; those whose pace hardly changes are not said again."""
        first = not self.utterances
        changed = [at for at, pace in enumerate(paces) if first or abs(pace / self.paces[at] - 1) > 0.01]
        if not changed:
            return
        job = Job(self.voice.voice, tuple(self.sentences[at] for at in changed), tuple(paces[at] for at in changed))
        spoken = engine(self.voice.engine).speak(job, seconds=self.settings.voice_seconds)
        if first:
            self.utterances, self.paces = list(spoken), list(paces)
        for at, utterance in zip(changed, spoken, strict=True):
            self.utterances[at] = settle_starts(keep_rests(utterance, self.sentences[at]))
            self.paces[at] = paces[at]


def speak(
    script: Script,
    *,
    voice: str | None = None,
    folder: Path,
    seconds: float | None = None,
    settings: Settings | None = None,
    progress: Progress = silent,
) -> Narration:
    """Speak a script into ``folder/audio/voice.wav`` (48 kHz, 16 bits, mono), with the times of words and sounds.

    ``voice`` is an id, a name, a gender or the id of a neural service's voice; None takes the best for the language.
    ``seconds`` is how long the narration should last: pace and rests bend towards it within natural limits.
    Raises EmptyScript, UnknownName, LanguageError, VoiceError, SetupError, OutputError.
    """
    settings = settings or Settings()
    texts = tuple(speakable(line.spoken, script.language, line.shown) for line in script.lines)
    sentences = tuple(Sentence(index, words) for index, text in enumerate(texts) for words in text.sentences())
    if not sentences:
        raise EmptyScript("The script has no words to speak", "Give it at least one line of text")
    choice = choose_voice(voice, script.language)
    if not choice.voice.available:
        raise SetupError(f"The voice {choice.voice.id} is not installed", choice.voice.hint)
    progress(0.05)
    rests = pacing.rests([(item.line, script.lines[item.line].role, _last_mark(texts, item)) for item in sentences])
    speaker = Speaker(
        choice.voice, tuple(texts[item.line].words[item.words.start : item.words.stop] for item in sentences), settings
    )
    speaker.say([1.0] * len(sentences))
    progress(0.35)
    calm = [pacing.calm(len(item.words), heard) for item, heard in zip(sentences, speaker.heard(), strict=True)]
    lengths = tuple(rest.natural for rest in rests)
    around = sum(lengths) + LEAD + TAIL
    factor = 1.0
    if seconds is not None:
        speech = sum(heard / pace for heard, pace in zip(speaker.heard(), calm, strict=True))
        factor = pacing.bend(speech, sum(len(item.words) for item in sentences), around, seconds)
    speaker.say([pace * factor for pace in calm])
    if seconds is not None:
        lengths = pacing.stretch_rests(rests, seconds - sum(speaker.heard()) - around)
    progress(0.7)
    placed = _place(sentences, speaker.utterances, lengths, choice.voice.id)
    total = placed[-1].end + round(TAIL * RATE)
    track = np.zeros(total, dtype=np.float32)
    for item in placed:
        track[item.start : item.end] += item.sound
    track = finish(track, [(item.start, item.end) for item in placed])
    progress(0.95)
    write_wav(folder / AUDIO, track, RATE)
    narration = _document(script, texts, placed, total, choice.voice, choice.warnings)
    progress(1.0)
    return narration


def _last_mark(texts: tuple[SpokenText, ...], sentence: Sentence) -> str:
    return texts[sentence.line].words[sentence.words[-1]].mark


def _place(
    sentences: tuple[Sentence, ...], utterances: Sequence[Utterance], lengths: tuple[float, ...], voice: str
) -> tuple[Placed, ...]:
    """Lay the utterances one after another; a rest runs from the last sound of one to the first of the next."""
    placed: list[Placed] = []
    clock = LEAD
    for index, (sentence, utterance) in enumerate(zip(sentences, utterances, strict=True)):
        sound, skipped = prepare(utterance, voice)
        zero = round((clock - utterance.phones[0].start) * RATE)
        start = zero + skipped
        placed.append(Placed(sentence, utterance, sound, zero, start, start + len(sound)))
        if index < len(lengths):
            clock += utterance.heard + lengths[index]
    return tuple(placed)


def _document(
    script: Script,
    texts: tuple[SpokenText, ...],
    placed: tuple[Placed, ...],
    total: int,
    voice: Voice,
    warnings: tuple[str, ...],
) -> Narration:
    spoken: dict[tuple[int, int], tuple[int, int]] = {}
    sounds: list[Phoneme] = []
    for item in placed:
        for index, (start, end) in zip(item.sentence.words, item.utterance.words, strict=True):
            spoken[item.sentence.line, index] = (item.sample(start), item.sample(end))
        for phone in item.utterance.phones:
            sounds.extend(phonemes(phone.symbol, item.sample(phone.start), item.sample(phone.end), phone.stress))
    words: list[Word] = []
    lines: list[Span] = []
    clock = 0
    for number, text in enumerate(texts):
        first = len(words)
        for index, token in enumerate(text.tokens):
            times = [spoken[number, at] for at, owner in enumerate(text.owners) if owner == index]
            start = max(min((start for start, _ in times), default=clock), clock)
            clock = max(max((end for _, end in times), default=start), start)
            words.append(Word(text=token, line=number, start=start, end=clock))
        heard = [word for word in words[first:] if word.end > word.start]
        lines.append(Span(start=heard[0].start, end=heard[-1].end) if heard else Span(start=clock, end=clock))
    return Narration(
        audio=AUDIO,
        sample_rate=RATE,
        samples=total,
        voice=voice.id,
        language=script.language,
        lines=tuple(lines),
        sentences=tuple(
            Span(start=item.sample(item.utterance.words[0][0]), end=item.sample(item.utterance.words[-1][1]))
            for item in placed
        ),
        words=tuple(words),
        phonemes=tuple(sounds),
        warnings=warnings,
    )
