"""Putting a film together from its encoded segments and its sound, without encoding anything again."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream
from av.video.stream import VideoStream

from pitchreel.errors import RenderError
from pitchreel.render.encoder import Container, VideoFormat, add_video


def join(
    segments: Sequence[tuple[int, Path]],
    sound: Path | None,
    output: Path,
    *,
    container: Container,
    fps: int,
    tags: dict[str, str],
) -> None:
    """Write segments (their first frame and file) and sound into one file, its index in front.

    Packets are copied as they are; only their times are moved. Raises RenderError when segments do not match.
    """
    options = {"movflags": "+faststart"} if container == "mp4" else {"cues_to_front": "1"}
    with ExitStack() as stack:
        sources = [(first, stack.enter_context(av.open(str(path)))) for first, path in segments]
        target = stack.enter_context(av.open(str(output), "w", format=container, options=options))
        target.metadata.update(tags)
        template = sources[0][1].streams.video[0]
        for _, source in sources[1:]:
            if source.streams.video[0].codec_context.extradata != template.codec_context.extradata:
                raise RenderError("The segments were encoded in different ways", "Make the film again")
        video = _like(template, target, fps)
        flows = [_film(sources, video, fps)]
        if sound is not None:
            heard = stack.enter_context(av.open(str(sound)))
            track = target.add_stream_from_template(heard.streams.audio[0])
            flows.append(_packets(heard, track))
        for _, packet in heapq.merge(*flows, key=lambda item: item[0]):
            target.mux(packet)


def _like(template: VideoStream, target: OutputContainer, fps: int) -> Stream:
    """A stream for packets such as the template's."""
    if template.metadata.get("alpha_mode") != "1":
        return target.add_stream_from_template(template)
    # Only from an encoder does the file learn that its packets carry alpha; this one is never given a frame.
    size = template.codec_context.width, template.codec_context.height
    return add_video(target, VideoFormat("webm", *size, fps, alpha=True))


def _film(
    sources: list[tuple[int, InputContainer]], target: Stream, fps: int
) -> Iterator[tuple[float, Packet[Stream]]]:
    for first, source in sources:
        base = source.streams.video[0].time_base
        if base is None:
            raise RenderError("A segment has no clock", "Make the film again")
        offset = round(first / fps / base)
        for time, packet in _packets(source, target):
            packet.pts = (packet.pts or 0) + offset
            packet.dts = (packet.dts or 0) + offset
            yield time + first / fps, packet


def _packets(source: InputContainer, target: Stream) -> Iterator[tuple[float, Packet[Stream]]]:
    for packet in source.demux():
        if packet.dts is None or packet.time_base is None:
            continue
        time = float(packet.dts * packet.time_base)
        packet.stream = target
        yield time, packet
