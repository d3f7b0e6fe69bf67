"""Assignment: what a task is told about the project and the film that it works on; plain data between processes."""

from __future__ import annotations

from pitchreel.documents.base import Model
from pitchreel.service.order import Order
from pitchreel.service.rows import ProjectRow


class Job(Model):
    """One run of a project. ``work`` is the project in whose workspace it is done, usually its own."""

    project: str
    run: int
    key_id: int
    work: str
    product_id: int | None
    order: Order

    @classmethod
    def of(cls, row: ProjectRow, work: str = "") -> Job:
        """The job of a row."""
        return cls(
            project=row.id,
            run=row.run,
            key_id=row.key_id,
            work=work or row.id,
            product_id=row.product_id,
            order=row.wishes.model_copy(update={"echo": {}, "asked": {}}),
        )


class Film(Model):
    """A film to be rendered: its Timeline and itself by their paths in the workspace."""

    timeline: str = "timeline.json"
    name: str = "ad"
    suffix: str = ".mp4"

    @property
    def path(self) -> str:
        """The film."""
        return f"film/{self.name}{self.suffix}"

    @property
    def pieces(self) -> str:
        """The folder of its pieces."""
        return f"pieces/{self.name}"

    @classmethod
    def of_preview(cls, preview: str, project: str = "", run: int = 1) -> Film:
        """The film of a preview in full, for the project that ordered it."""
        return cls(
            timeline=f"previews/{preview}.timeline.json",
            name="-".join(part for part in (preview[:12], project[:12], str(run)) if part),
        )
