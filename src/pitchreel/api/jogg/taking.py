"""Taking: requests carried out for whichever generation asks: the wish becomes an order, the order a project."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Concatenate, ParamSpec

from starlette.concurrency import run_in_threadpool

from pitchreel.api.jogg.desk import Desk
from pitchreel.api.jogg.orders import (
    Names,
    film_order,
    previews_order,
    scripts_order,
    talk_order,
    template_order,
)
from pitchreel.api.jogg.parts import ProductFacts, ProductGiven, required
from pitchreel.api.jogg.wire import SCRIPTS_COST, film_cost, preview_cost
from pitchreel.api.jogg.wishes import FilmWish, ScriptsWish, TalkWish, TemplateWish
from pitchreel.errors import FetchError, InputError, InvalidRequest, MediaError, PageError, PitchreelError
from pitchreel.service import assets, endpoints, presenters, previews, products, projects
from pitchreel.service.order import SPOKEN, Order
from pitchreel.service.problems import NotFound, NotReady, Rejected, ServiceError
from pitchreel.service.products import Facts, MediaGiven
from pitchreel.service.rows import OWN_AVATARS, ProductRow, ProjectRow

P = ParamSpec("P")


def _codes(*kinds: type[PitchreelError]) -> frozenset[str]:
    return frozenset(kind.code for kind in kinds) | {code for kind in kinds for code in _codes(*kind.__subclasses__())}


_CALLERS_OWN = _codes(InputError, FetchError, PageError, MediaError, Rejected)
"""Codes of errors that the caller can do something about; others are this server's."""


async def ordered(
    desk: Desk, take: Callable[Concatenate[Desk, P], ProjectRow], /, *args: P.args, **kwargs: P.kwargs
) -> ProjectRow:
    """Take a request with one of the functions below, and tell the workers of it."""
    row = await run_in_threadpool(take, desk, *args, **kwargs)
    await desk.house.jobs.submit(row)
    return row


def names_of(desk: Desk) -> Names:
    """The catalogue as this request uses it."""
    own = {row.id: row.state for row in presenters.listed(desk.house.db, desk.key.id)}
    return Names(strict=desk.house.settings.strict_names, own=own)


def take_film(desk: Desk, wish: FilmWish, *, dialect: str, draft: bool = False, promised: bool = False) -> ProjectRow:
    """Order a product's film, or with ``draft`` its small one; ``promised`` into the project promised with it.

    A project that was made of the product elsewhere names the product just as well, and is made again.
    """
    product, project = _product_of(desk, wish.product)
    order = film_order(wish, names_of(desk), product=product.id, draft=draft)
    cost = (preview_cost if draft else film_cost)(_seconds(order))
    return place(
        desk,
        titled(order, product.name),
        cost=cost,
        dialect=dialect,
        project=(project or product.project) if promised else None,
    )


def _product_of(desk: Desk, name: str) -> tuple[ProductRow, str | None]:
    """A product by any of its names, or by a film that was made of it, whose project is then given, too."""
    try:
        return products.find(desk.house.db, desk.key.id, name), None
    except NotFound:
        with suppress(NotFound):
            row = projects.find(desk.house.db, desk.key.id, name)
            if row.product_id is not None and row.kind in ("film", "render"):
                return products.find(desk.house.db, desk.key.id, str(row.product_id)), row.id
        raise


def take_previews(desk: Desk, wish: FilmWish, *, dialect: str) -> ProjectRow:
    """Order one ad in several styles, small."""
    product = products.find(desk.house.db, desk.key.id, wish.product)
    order = previews_order(wish, names_of(desk), product=product.id)
    cost = preview_cost(_seconds(order)) * len(order.styles)
    return place(desk, titled(order, product.name), cost=cost, dialect=dialect)


def take_talk(desk: Desk, wish: TalkWish, *, dialect: str) -> ProjectRow:
    """Order a talking presenter."""
    said = wish.script or ""
    order = titled(talk_order(wish, names_of(desk)), said[:60] or "Talking avatar")
    return place(desk, order, cost=film_cost(_seconds(order)), dialect=dialect)


def take_template(desk: Desk, wish: TemplateWish, *, dialect: str) -> ProjectRow:
    """Order a film from a template."""
    order = template_order(wish, names_of(desk))
    return place(desk, order, cost=film_cost(_seconds(order)), dialect=dialect)


def take_scripts(desk: Desk, wish: ScriptsWish, facts: ProductFacts, *, dialect: str) -> ProjectRow:
    """Order texts for a product that is known, or for one that the request describes."""
    if wish.product is not None:
        product = products.find(desk.house.db, desk.key.id, wish.product)
    else:
        described = facts_of(facts).model_copy(update={"extra": products.UNLISTED})
        product = products.from_facts(desk.house.db, desk.key.id, described, promised=desk.promised)
    order = scripts_order(wish, Names(strict=desk.house.settings.strict_names), product=product.id)
    return place(desk, titled(order, product.name), cost=SCRIPTS_COST, dialect=dialect)


def place(desk: Desk, order: Order, *, cost: float, dialect: str, project: str | None = None) -> ProjectRow:
    """Put an order down.

    Raises InvalidRequest, OutOfCredits, and NotFound for an address of ours that is somebody else's.
    """
    house = desk.house
    said, most = order.brief.script or "", house.settings.script_characters
    if len(said) > most:
        raise InvalidRequest("script", f"script has {len(said):,} characters; {most:,} are allowed", "Shorten it")
    for url in (order.audio_url, order.background_url, *(value.url for value in order.variables)):
        if url:
            assets.find_own(house.db, desk.key.id, url, house.settings, desk.base)
    if order.webhook_url:
        endpoints.check_url(order.webhook_url, settings=house.settings, field="webhook_url", https=False)
    order = order.model_copy(update={"base": desk.base})
    return projects.order(
        house.db,
        desk.key.id,
        order,
        cost=cost,
        dialect=dialect,
        project_id=project or desk.promised,
        again=project is not None,
        request=desk.promised if project is not None else None,
    )


def _seconds(order: Order) -> float:
    """About how long a film will be: as long as was asked for, or as its own script takes.

    A recording's length is not known before it is fetched.
    """
    said = order.brief.script or " ".join(value.content for value in order.variables if value.kind == "script")
    return max(order.brief.length, len(said) / SPOKEN)


def titled(order: Order, title: str) -> Order:
    """The order with a name, if the caller gave it none."""
    return order if order.name else order.model_copy(update={"name": title[:200]})


def facts_of(given: ProductFacts) -> Facts:
    """What a request says of a product."""
    media = given.media
    return Facts(
        url=given.url if isinstance(given, ProductGiven) else None,
        name=given.name,
        description=given.description,
        target_audience=given.target_audience,
        media=None if media is None else tuple(MediaGiven(**item.model_dump()) for item in media),
    )


async def take_product(desk: Desk, given: ProductGiven, *, dialect: str) -> ProductRow:
    """A new product: read from its page while the caller waits, or put down as it was given.

    Raises InvalidRequest, ServiceError when the page takes too long, and a PitchreelError with the reason that the
    page could not be read.
    """
    house, key_id, promised = desk.house, desk.key.id, desk.promised
    if not given.url:
        return await run_in_threadpool(products.from_facts, house.db, key_id, facts_of(given), promised=promised)
    ticket = await run_in_threadpool(
        products.read, house.db, key_id, given.url, dialect=dialect, base=desk.base, promised=promised
    )
    assert ticket.product_id is not None
    await house.jobs.submit(ticket)
    over = await finished(desk, ticket)
    return await run_in_threadpool(products.find, house.db, key_id, over.product_id or ticket.product_id)


async def finished(desk: Desk, row: ProjectRow) -> ProjectRow:
    """The same project when it is done; raises the error that it ended with, and ServiceError when it takes too long.

    The answer would have been all that the caller has of it, so it is stopped then, and its credits are given back.
    """
    house = desk.house
    over: ProjectRow = await house.jobs.wait(row)
    if not over.over:
        over = await run_in_threadpool(projects.cancel, house.db, desk.key.id, row.id)
        await house.jobs.cancel(over)
    if over.state == "cancelled":
        raise ServiceError("It took too long and was stopped; it costs nothing", "Send it again in a while")
    if over.state == "done":
        return over
    if over.error_code in _CALLERS_OWN:
        raise InputError(over.error)
    raise ServiceError(over.error or "It could not be done")


def project_or_promise(desk: Desk, project_id: str) -> ProjectRow | ProductRow:
    """A project, or the product that was answered with its id before it was ordered; raises NotFound."""
    try:
        return projects.find(desk.house.db, desk.key.id, project_id)
    except NotFound:
        try:
            product = products.find(desk.house.db, desk.key.id, project_id)
        except NotFound:
            product = None
        if product is None or product.project != project_id.lower():
            raise
        return product


async def take_avatar(desk: Desk, name: str, source: str, *, dialect: str) -> int:
    """Order a presenter of the caller's own; gives its avatar id. Raises NotFound for somebody else's file."""
    house = desk.house
    await run_in_threadpool(assets.find_own, house.db, desk.key.id, source, house.settings, desk.base)
    made, row = await run_in_threadpool(
        presenters.create,
        house.db,
        desk.key.id,
        name=name,
        source=source,
        dialect=dialect,
        base=desk.base,
        project_id=desk.promised,
    )
    await house.jobs.submit(row)
    return OWN_AVATARS + made.id


def remove_avatar(desk: Desk, avatar_id: str) -> None:
    """Take a presenter of the caller's own out of the lists; raises InvalidRequest without an id, NotFound."""
    if not avatar_id:
        raise required("avatar_id")
    try:
        if not avatar_id.isdecimal() or len(avatar_id) > 12 or int(avatar_id) <= OWN_AVATARS:
            raise NotFound("It is no id of an own one")
        presenters.remove(desk.house.db, desk.key.id, int(avatar_id) - OWN_AVATARS)
    except NotFound:
        raise NotFound(f"There is no avatar {avatar_id!r} of your own", "See the list of your own avatars") from None


def take_render(desk: Desk, preview_id: str, *, dialect: str, webhook_url: str | None = None) -> ProjectRow:
    """Order a preview in full, as a project of its own.

    While the small film is not there yet, the same wishes in the same style are ordered: a film is staged from them
    alone, so both come out alike. Raises NotFound, NotReady for a preview that failed.
    """
    house = desk.house
    if desk.promised is not None:
        with suppress(NotFound):
            return projects.find(house.db, desk.key.id, desk.promised)
    small, parent = previews.own(house.db, desk.key.id, preview_id)
    order = parent.wishes.of_style(small.asked)
    if webhook_url:
        endpoints.check_url(webhook_url, settings=house.settings, field="webhook_url", https=False)
    cost = film_cost(_seconds(order))
    if small.state == "ready":
        return previews.render(
            house.db,
            desk.key.id,
            small.id,
            cost=cost,
            dialect=dialect,
            project_id=desk.promised,
            webhook_url=webhook_url or "",
        )
    if small.cleaned:
        raise NotReady("The preview was cleaned up", "Order new previews")
    if small.state == "failed" or parent.over:
        raise NotReady(f"The preview failed: {small.error or parent.error}".rstrip(": "), "Order new previews")
    whole = order.model_copy(
        update={
            "kind": "film",
            "brief": order.brief.model_copy(update={"style": small.style}),
            "styles": (),
            "styles_asked": (),
            "webhook_url": webhook_url or "",
        }
    )
    return place(desk, whole, cost=cost, dialect=dialect)
