"""A program of its own that speaks through espeak-ng; run as a script, never imported.

espeak-ng is licensed under the GPL and keeps its state in globals, so it is loaded only in this process.
Standard input: one JSON object ``{"language", "variant", "pitch", "range", "texts": [...], "rates": [...]}``.
Standard output: one line of JSON ``{"rate": samples per second, "utterances": [{"samples": count, "events": [...]}]}``,
then the samples of all utterances, one after another, as 16-bit little-endian. An event is
``["word", sample, position, length]`` (position in characters from 0) or ``["sound", sample, ipa]``.
A request ``{"words": [...], "language": ...}`` answers ``{"phonemes": [ipa, ...]}`` instead.
"""

from __future__ import annotations

import ctypes
import json
import sys
from typing import Any

import espeakng_loader

SYNCHRONOUS = 2
PHONEME_EVENTS, PHONEME_IPA, DONT_EXIT = 0x1, 0x2, 0x8000
UTF8 = 1
RATE, PITCH, RANGE = 1, 3, 4
EVENT_END, EVENT_WORD, EVENT_PHONEME = 0, 1, 7
IPA_PHONEMES = 0x02


class Identifier(ctypes.Union):
    """The payload of an event."""

    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class Event(ctypes.Structure):
    """``espeak_EVENT`` of speak_lib.h."""

    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", Identifier),
    ]


class Properties(ctypes.Structure):
    """``espeak_VOICE`` of speak_lib.h."""

    _fields_ = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("spare1", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare2", ctypes.c_void_p),
    ]


Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(Event))


class Library:
    """The library, with what it has said since the last call."""

    def __init__(self) -> None:
        self.lib = ctypes.CDLL(espeakng_loader.get_library_path())
        data = espeakng_loader.get_data_path().encode()
        self.lib.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
        self.rate = self.lib.espeak_Initialize(SYNCHRONOUS, 0, data, PHONEME_EVENTS | PHONEME_IPA | DONT_EXIT)
        if self.rate <= 0:
            raise SystemExit("espeak-ng does not start")
        self.lib.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]
        self.lib.espeak_TextToPhonemes.restype = ctypes.c_char_p
        self.lib.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]
        self.lib.espeak_GetCurrentVoice.restype = ctypes.POINTER(Properties)
        self.callback = Callback(self.receive)
        self.lib.espeak_SetSynthCallback(self.callback)
        self.pcm: list[bytes] = []
        self.events: list[list[Any]] = []

    def receive(self, samples: Any, count: int, events: Any) -> int:
        """Called by the library with some samples and the events among them."""
        if samples and count:
            self.pcm.append(ctypes.string_at(samples, count * 2))
        index = 0
        while events[index].type != EVENT_END:
            event = events[index]
            if event.type == EVENT_WORD:
                self.events.append(["word", event.sample, event.text_position - 1, event.length])
            elif event.type == EVENT_PHONEME:
                # Eight bytes, cut off without regard for characters.
                text = bytes(event.id.string).split(b"\0")[0].decode("utf-8", "ignore")
                self.events.append(["sound", event.sample, text])
            index += 1
        return 0

    def choose(self, language: str, variant: str) -> None:
        """Select by properties: by name, espeak-ng finds only some of its own languages."""
        wanted = Properties()
        wanted.languages = language.encode()
        if self.lib.espeak_SetVoiceByProperties(ctypes.byref(wanted)) != 0:
            raise SystemExit(f"espeak-ng has no language {language}")
        if variant:
            found = self.lib.espeak_GetCurrentVoice().contents
            name = found.identifier + b"+" + variant.encode()
            if self.lib.espeak_SetVoiceByName(name) != 0:
                raise SystemExit(f"espeak-ng has no voice {name.decode()}")

    def speak(self, text: str) -> tuple[bytes, list[list[Any]]]:
        """The samples and events of a text."""
        self.pcm, self.events = [], []
        data = text.encode() + b"\0"
        if self.lib.espeak_Synth(data, len(data), 0, 1, 0, UTF8, None, None) != 0:
            raise SystemExit("espeak-ng does not speak")
        self.lib.espeak_Synchronize()
        return b"".join(self.pcm), self.events

    def phonemes(self, text: str) -> str:
        """The IPA of a text, clauses joined by spaces."""
        buffer = ctypes.create_string_buffer(text.encode() + b"\0")
        pointer = ctypes.c_void_p(ctypes.addressof(buffer))
        parts = []
        while pointer.value:
            parts.append(self.lib.espeak_TextToPhonemes(ctypes.byref(pointer), UTF8, IPA_PHONEMES).decode())
        return " ".join(parts)


def main() -> None:
    """Read the request, speak, answer."""
    request = json.load(sys.stdin)
    library = Library()
    library.choose(request["language"], request.get("variant", ""))
    output = sys.stdout.buffer
    if "words" in request:
        output.write(json.dumps({"phonemes": [library.phonemes(word) for word in request["words"]]}).encode() + b"\n")
        return
    for parameter, name in ((PITCH, "pitch"), (RANGE, "range")):
        library.lib.espeak_SetParameter(parameter, request[name], 0)
    spoken = []
    for text, rate in zip(request["texts"], request["rates"], strict=True):
        library.lib.espeak_SetParameter(RATE, rate, 0)
        spoken.append(library.speak(text))
    head = {
        "rate": library.rate,
        "utterances": [{"samples": len(pcm) // 2, "events": events} for pcm, events in spoken],
    }
    output.write(json.dumps(head).encode() + b"\n")
    for pcm, _ in spoken:
        output.write(pcm)


if __name__ == "__main__":
    main()
