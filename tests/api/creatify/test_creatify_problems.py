"""What goes wrong is told as a Django REST framework tells it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request

from pitchreel.api.creatify import problems as told
from pitchreel.api.creatify.requests import LinkRequest, PreviewListRequest, RenderRequest, VideoRequest
from pitchreel.errors import InvalidRequest, NoMedia, PitchreelError
from pitchreel.service import problems

LINK = "0b7c1d9e-55aa-4a5e-9d59-6a1c52d1f0aa"
REQUEST = Request({"type": "http", "method": "PUT", "path": "/api/links/", "headers": []})


def answered(error: Exception) -> tuple[int, Any]:
    response = told.answer(error, REQUEST)
    return response.status_code, json.loads(bytes(response.body))


def refused(model: type[BaseModel], body: Any) -> tuple[int, Any]:
    with pytest.raises(ValidationError) as caught:
        model.model_validate(body)
    return answered(
        RequestValidationError([{**fault, "loc": ("body", *fault["loc"])} for fault in caught.value.errors()])
    )


@pytest.mark.parametrize(
    ("model", "body", "expected"),
    [
        (LinkRequest, {}, {"url": ["This field is required."]}),
        (LinkRequest, {"url": None}, {"url": ["This field may not be null."]}),
        (LinkRequest, {"url": "mug"}, {"url": ["Enter a valid URL."]}),
        (
            LinkRequest,
            {"url": "https://a.example/" + "x" * 1000},
            {"url": ["Ensure this field has no more than 1000 characters."]},
        ),
        (VideoRequest, {"link": "seven"}, {"link": ["Must be a valid UUID."]}),
        (VideoRequest, {"link": LINK, "video_length": "long"}, {"video_length": ["A valid integer is required."]}),
        (VideoRequest, {"link": LINK, "no_cta": "perhaps"}, {"no_cta": ["Must be a valid boolean."]}),
        (
            VideoRequest,
            {"link": LINK, "voiceover_volume": 2},
            {"voiceover_volume": ["Ensure this value is less than or equal to 1.0."]},
        ),
        (
            VideoRequest,
            {"link": LINK, "caption_setting": {"offset": {"x": 9}}},
            {"caption_setting": {"offset": {"x": ["Ensure this value is less than or equal to 0.5."]}}},
        ),
        (PreviewListRequest, {"link": LINK}, {"visual_styles": ["This field is required."]}),
        (PreviewListRequest, {"link": LINK, "visual_styles": []}, {"visual_styles": ["This list may not be empty."]}),
        (PreviewListRequest, {"link": LINK, "visual_styles": "DIY"}, {"visual_styles": ["Expected a list of items."]}),
        (RenderRequest, {}, {"media_job": ["This field is required."]}),
    ],
)
def test_faults_stand_at_their_fields(model: type[BaseModel], body: Any, expected: Any) -> None:
    assert refused(model, body) == (400, expected)


@pytest.mark.parametrize(
    ("error", "status", "body"),
    [
        (NoMedia("No picture and no clip"), 400, ["Link must have at least one image or one video."]),
        (told.unread_page("https://a.example/mug"), 400, ["Failed to scrape url: https://a.example/mug"]),
        (told.Listed(told.FEW_MEDIA), 400, ["Link must have at least three images or one video."]),
        (told.invalid_choice("visual_style", "X"), 400, {"visual_style": ['"X" is not a valid choice.']}),
        (problems.NotFound("There is no project"), 404, {"detail": "Not found."}),
        (problems.NotReady("No preview yet", "Wait"), 400, {"detail": "No preview yet. Wait."}),
        (problems.OutOfCredits("2 are left"), 402, {"detail": "Insufficient credits. 2 are left."}),
        (problems.Conflict("Another body"), 422, {"detail": "Another body."}),
        (problems.TooManyRequests("Slower", retry_after=7), 429, {"detail": "Slower."}),
        (InvalidRequest("body", "The body is not JSON"), 400, {"detail": "JSON parse error - The body is not JSON."}),
        (HTTPException(404), 404, {"detail": "Not found."}),
        (HTTPException(405), 405, {"detail": 'Method "PUT" not allowed.'}),
        (PitchreelError("Something went wrong"), 500, {"detail": "Something went wrong."}),
    ],
)
def test_errors_have_their_status_and_body(error: Exception, status: int, body: Any) -> None:
    assert answered(error) == (status, body)


def test_a_wait_is_told_in_the_header() -> None:
    assert told.answer(problems.TooManyRequests("Slower", retry_after=7), REQUEST).headers["Retry-After"] == "7"


def test_an_id_that_is_no_uuid_is_not_found() -> None:
    fault = {"type": "uuid_parsing", "loc": ("path", "id"), "msg": "", "input": "x"}
    assert answered(RequestValidationError([fault])) == (404, {"detail": "Not found."})
