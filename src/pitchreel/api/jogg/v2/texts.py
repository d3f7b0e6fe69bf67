"""Requests of /v2 for texts: the product is named or described, in a part of its own or beside the rest."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from pitchreel.api.jogg.parts import ProductFacts, required
from pitchreel.api.jogg.reading import Given, Name, Seconds, Text
from pitchreel.api.jogg.wishes import ScriptsWish


def _as_data(value: object) -> object:
    return {"product_id": value} if isinstance(value, str | int) else value


class ProductData(ProductFacts):
    """The product of a script: its id, or its facts."""

    aliases: ClassVar[dict[str, str]] = {**ProductFacts.aliases, "id": "product_id"}

    product_id: Name | None = None


class ProductInfo(Given):
    """Where the facts are: at a product that is known here (``id``), or given (``details``)."""

    source_type: Literal["id", "details"] = "details"
    data: Annotated[ProductData, BeforeValidator(_as_data)]


class ScriptsBody(Given):
    """Texts."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "language": "english",
                    "video_length_seconds": "15",
                    "script_style": "Storytime",
                    "product_info": {"source_type": "id", "data": {"product_id": "MTAwMDAwMDE"}},
                }
            ]
        }
    )

    aliases: ClassVar[dict[str, str]] = {"video_length": "video_length_seconds", "length": "video_length_seconds"}

    language: Name = "english"
    video_length_seconds: Seconds = Field(default=30, json_schema_extra={"default": "30"})
    script_style: Name | None = None
    product_info: ProductInfo
    target_audience: Text = ""
    webhook_url: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _nested(cls, data: Any) -> Any:
        if not isinstance(data, dict) or data.get("product_info"):
            return data
        facts = {name: data[name] for name in ("product_id", "name", "description") if data.get(name)}
        return {**data, "product_info": {"data": facts}} if facts else data

    def facts(self) -> ProductFacts:
        """The facts that the request gives itself."""
        data = self.product_info.data
        return data.model_copy(update={"target_audience": self.target_audience or data.target_audience})

    def wish(self) -> ScriptsWish:
        """The same as every generation has it; raises InvalidRequest without a product."""
        data = self.product_info.data
        if not data.product_id and not data.name:
            raise required("product_info.data")
        return ScriptsWish(
            language=self.language,
            length=self.video_length_seconds,
            product=data.product_id,
            script_style=self.script_style,
            webhook_url=self.webhook_url,
        )
