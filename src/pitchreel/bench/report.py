"""The figures of a benchmark and how they are told."""

from __future__ import annotations

from statistics import median

from pitchreel.documents.base import Model


class Run(Model):
    """One run: wall and CPU seconds of rendering and of encoding the same frames alone."""

    wall: float
    cpu: float
    alone_wall: float
    alone_cpu: float
    alone: str
    """Which way of encoding alone was the faster one."""


class Rendering(Model):
    """Rendering over encoding alone, run by run."""

    name: str
    runs: tuple[Run, ...]

    @property
    def wall_ratio(self) -> float:
        """Median of the runs."""
        return median(run.wall / run.alone_wall for run in self.runs)

    @property
    def cpu_ratio(self) -> float:
        """Median of the runs."""
        return median(run.cpu / run.alone_cpu for run in self.runs)


class Limit(Model):
    """A figure, and what it should at most be."""

    name: str
    value: float
    limit: float
    unit: str = ""

    @property
    def kept(self) -> bool:
        """Whether the limit is kept."""
        return self.value <= self.limit


class Bench(Model):
    """Everything that ``pitchreel bench`` measured."""

    machine: str
    quick: bool
    renderings: tuple[Rendering, ...]
    limits: tuple[Limit, ...]
    stages: dict[str, dict[str, float]]
    """Wall seconds by stage of the commands."""

    def text(self) -> str:
        """The figures as a table for people."""
        lines = [self.machine, ""]
        for rendering in self.renderings:
            runs = rendering.runs
            lines.append(
                f"{rendering.name}: render {median(run.wall for run in runs):.2f} s wall, "
                f"{median(run.cpu for run in runs):.2f} s CPU; encoding alone "
                f"{median(run.alone_wall for run in runs):.2f} s, {median(run.alone_cpu for run in runs):.2f} s "
                f"({runs[0].alone}); "
                f"ratio {rendering.wall_ratio:.2f} wall, {rendering.cpu_ratio:.2f} CPU, median of {len(runs)}"
            )
        for command, seconds in self.stages.items():
            told = ", ".join(f"{stage} {spent:.1f}" for stage, spent in seconds.items())
            lines.append(f"{command}: {told} (s)")
        lines.append("")
        wide = max(len(limit.name) for limit in self.limits)
        for limit in self.limits:
            mark = "ok" if limit.kept else "OVER"
            lines.append(f"{limit.name:<{wide}}  {limit.value:8.2f} {limit.unit:<3} at most {limit.limit:g}  {mark}")
        return "\n".join(lines)
