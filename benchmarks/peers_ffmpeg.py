"""The storyboard as an ffmpeg filter graph. Usage: peers_ffmpeg.py FOLDER OUTPUT."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

TURN = 0.4
EASED = "(1-pow(1-clip({t}/{d},0,1),4))"
"""1 - (1 - t)^4, which is near the storyboard's entrance curve."""
SPRING = "(1-exp(-6.03*{t}/{d})*(cos(6.68*{t}/{d})+0.903*sin(6.68*{t}/{d})))"


def shot_graph(index: int, shot: dict[str, object], first: int, frames: int) -> str:
    """One shot: ground, card, headline, badge. Its inputs begin at ``first``."""
    zoom, pan_x, pan_y = (shot[name] for name in ("zoom", "pan_x", "pan_y"))
    on = "on/102"
    z = f"({zoom[0]}+({zoom[1]}-{zoom[0]})*{on})"  # type: ignore[index]
    x = f"(iw-iw/zoom)/2-({pan_x[0]}+({pan_x[1]}-{pan_x[0]})*{on})*iw/zoom"  # type: ignore[index]
    y = f"(ih-ih/zoom)/2-({pan_y[0]}+({pan_y[1]}-{pan_y[0]})*{on})*ih/zoom"  # type: ignore[index]
    head, badge = shot["headline"], shot["badge"]
    after, pop = head[4], badge[4]  # type: ignore[index]
    rise = "64*(1-" + EASED.format(t=f"(t-{after})", d=0.5) + ")"
    swell = "(0.4+0.6*" + SPRING.format(t=f"max(t-{pop},0)", d=0.533) + ")"
    turn = "(-14+6*" + SPRING.format(t=f"max(t-{pop},0)", d=0.533) + ")*PI/180"
    middle_x, middle_y = badge[0] + 136, badge[1] + 136  # type: ignore[index]
    return ";".join(
        (
            f"[{first + 1}:v]scale=2400:2400,zoompan=z='{z}':x='{x}':y='{y}':d={frames}:s=1000x1000:fps=30,"
            f"format=yuva420p[p{index}]",
            f"[p{index}][{first + 2}:v]alphamerge[c{index}]",
            f"[{first}:v]format=yuv420p[g{index}]",
            f"[g{index}][c{index}]overlay=40:420[a{index}]",
            f"[{first + 3}:v]format=yuva420p,fade=in:st={after}:d=0.3:alpha=1[h{index}]",
            f"[a{index}][h{index}]overlay=x={head[0]}:y='{head[1]}+{rise}':enable='gte(t,{after})'[b{index}]",  # type: ignore[index]
            f"[{first + 4}:v]format=yuva420p,rotate='{turn}':c=none:ow=340:oh=340,"
            f"scale=w='340*{swell}':h='340*{swell}':eval=frame[d{index}]",
            f"[b{index}][d{index}]overlay=x='{middle_x}-w/2':y='{middle_y}-h/2':enable='gte(t,{pop})',"
            f"setpts=PTS-STARTPTS,settb=1/30,fps=30[s{index}]",
        )
    )


def build(folder: Path, output: Path) -> list[str]:
    """The command."""
    props = folder / "peers"
    plan = json.loads((props / "plan.json").read_text())
    command = ["ffmpeg", "-v", "error", "-y"]
    graph = []
    for index, shot in enumerate(plan["shots"]):
        length = plan["shot"] + (TURN if index + 1 < len(plan["shots"]) else 0)
        still = ["-loop", "1", "-framerate", "30", "-t", str(length)]
        names = (f"ground-{index}.png", None, "card-mask.png", f"headline-{index}.png", f"badge-{index}.png")
        for name in names:
            # zoompan makes its frames from a single one.
            command += [*(still if name else []), "-i", str(props / name if name else folder / shot["picture"])]
        graph.append(shot_graph(index, shot, 5 * index, round(length * 30)))
    last = "s0"
    for index, shot in enumerate(plan["shots"][1:], 1):
        name = {"slide": "smoothleft", "fade": "fade"}[shot["transition"]]
        name = "slideleft" if name == "smoothleft" else name
        graph.append(f"[{last}][s{index}]xfade=transition={name}:duration={TURN}:offset={shot['start']}[x{index}]")
        last = f"x{index}"
    listing = props / "captions.txt"
    listing.write_text(
        "".join(f"file '{name}'\nduration {seconds:.6f}\n" for name, seconds in plan["captions"])
        + f"file '{plan['captions'][-1][0]}'\n"
    )
    count = 5 * len(plan["shots"])
    command += ["-f", "concat", "-safe", "0", "-i", str(listing), "-i", str(props / "presenter.mov")]
    command += ["-i", str(folder / "audio/voice.wav"), "-stream_loop", "-1", "-i", str(folder / plan["music"])]
    graph += [
        f"[{last}][{count}:v]overlay=0:1380:eof_action=repeat[k]",
        f"[k][{count + 1}:v]overlay=680:1520,format=yuv420p[v]",
        f"[{count + 3}:a]volume=0.12[m]",
        f"[{count + 2}:a]aresample=48000,pan=stereo|c0=c0|c1=c0[w]",
        "[w][m]amix=inputs=2:duration=first,alimiter[s]",
    ]
    command += ["-filter_complex", ";".join(graph), "-map", "[v]", "-map", "[s]", "-t", str(plan["seconds"])]
    command += ["-c:v", "libx264", "-preset", "veryfast", "-crf", "21", "-threads", "2", "-r", "30"]
    return [*command, "-c:a", "aac", "-b:a", "192k", "-movflags", "+faststart", str(output)]


if __name__ == "__main__":
    subprocess.run(build(Path(sys.argv[1]), Path(sys.argv[2])), check=True)
