"""Feeds made up for the tests, one of each format, all about the same two things: a lamp and a mug."""

from __future__ import annotations

import json

MERCHANT = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0"><channel>
<title>Lumen &amp; Pine</title><link>https://shop.example/</link><description>All lamps</description>
<item>
  <g:id>L-1</g:id><title>Lamp for readers of news</title><g:title>Kite Desk Lamp</g:title>
  <g:description><![CDATA[<p>A desk lamp of bent ash wood. The head turns all the way round.</p>]]></g:description>
  <g:link>https://shop.example/lamp</g:link>
  <g:image_link>https://shop.example/lamp-1.png</g:image_link>
  <g:additional_image_link>https://shop.example/lamp-2.png</g:additional_image_link>
  <g:price>99.00 EUR</g:price><g:sale_price>89.00 EUR</g:sale_price>
  <g:availability>in_stock</g:availability><g:brand>Lumen &amp; Pine</g:brand><g:gtin>4006381333931</g:gtin>
  <g:product_highlight>Bent from a single piece of ash wood</g:product_highlight>
  <g:product_highlight>Dims without a flicker</g:product_highlight>
  <g:product_detail><g:section_name>General</g:section_name><g:attribute_name>Cable length</g:attribute_name>
    <g:attribute_value>2 m</g:attribute_value></g:product_detail>
  <g:shipping><g:country>DE</g:country><g:price>4.90 EUR</g:price></g:shipping>
</item>
<item><g:id>X</g:id><g:price>5.00 EUR</g:price></item>
<item><g:id>M-1</g:id><g:item_group_id>M</g:item_group_id><g:title>Harbour Mug, blue</g:title>
  <g:price>12.50 EUR</g:price><g:image_link>https://shop.example/mug.png</g:image_link></item>
<item><g:id>M-2</g:id><g:item_group_id>M</g:item_group_id><g:title>Harbour Mug, red</g:title>
  <g:price>12.50 EUR</g:price></item>
</channel></rss>"""

ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0">
<title>Lumen</title><link rel="self" href="https://shop.example"/>
<entry><title>Kite Desk Lamp</title><link href="https://shop.example/lamp"/><g:price>89 USD</g:price></entry></feed>"""

TSV = (
    "id\ttitle\tdescription\tlink\timage link\tadditional image link\tprice\tsale price\tsale price effective date\t"
    "product highlight\n"
    "L-1\tKite Desk Lamp\tA desk lamp of bent ash wood.\thttps://shop.example/lamp\thttps://shop.example/lamp-1.png\t"
    "https://shop.example/lamp-2.png,https://shop.example/lamp-3.png\t99.00 USD\t89.00 USD\t"
    '2026-03-01T00:00+00:00/2026-03-31T23:59+00:00\t"""Bent from one piece, by hand"",""Dims without a flicker"""\n'
)

SHOPIFY = json.dumps(
    {
        "products": [
            {
                "id": 1,
                "title": "Kite Desk Lamp",
                "handle": "kite",
                "vendor": "Lumen & Pine",
                "product_type": "Lamps",
                "body_html": "<p>A desk lamp.</p><ul><li>Bent from one piece of ash</li>"
                "<li>Ships free within two days</li></ul>",
                "variants": [
                    {"title": "Oak", "price": "99.00", "compare_at_price": None, "available": True},
                    {"title": "Ash", "price": "89.00", "compare_at_price": "119.00", "available": True},
                    {"title": "Old", "price": "49.00", "compare_at_price": None, "available": False},
                ],
                "images": [{"src": "https://cdn.example/kite.png", "alt": "On a desk"}],
            },
            {"id": 2, "title": "", "variants": []},
            {"id": 3, "title": "Harbour Mug", "handle": "mug", "variants": [{"price": "12.50"}], "images": []},
        ]
    }
)

SHOPIFY_CSV = """Handle,Title,Body (HTML),Vendor,Type,Published,Variant Price,Variant Compare At Price,Image Src,\
Image Position,Image Alt Text,Status
kite,Kite Desk Lamp,"<p>A desk lamp of
bent ash wood.</p>",Lumen & Pine,Lamps,TRUE,99.00,119.00,https://cdn.example/kite-1.png,1,On a desk,active
kite,,,,,,89.00,,https://cdn.example/kite-2.png,2,,
kite,,,,,,,,https://cdn.example/kite-3.png,3,,
hidden,Secret Lamp,,Lumen,Lamps,FALSE,10.00,,,,,draft
mug,Harbour Mug,,Lumen,Mugs,TRUE,12.50,,https://cdn.example/mug.png,1,,active
"""

STORE_API = json.dumps(
    [
        {
            "id": 7,
            "name": "Kite Desk Lamp",
            "permalink": "https://shop.example/product/kite/",
            "short_description": "<p>Bent ash.</p>",
            "description": "<p>A desk lamp of bent ash wood that dims without a flicker, for long evenings.</p>",
            "prices": {
                "price": "8900",
                "regular_price": "9900",
                "price_range": {"min_amount": "8900", "max_amount": "12900"},
                "currency_code": "EUR",
                "currency_minor_unit": 2,
            },
            "average_rating": "4.6",
            "review_count": 212,
            "is_in_stock": True,
            "categories": [{"name": "Lamps"}],
            "images": [{"src": "https://shop.example/kite.jpg", "alt": "Lamp"}],
        }
    ]
)

CSV = (
    "Artikelnummer;Bezeichnung;Beschreibung;Preis;UVP;Währung;Bild;Material;Hersteller\r\n"
    "4711;Tischlampe Drache;Eine Lampe aus gebogener Esche, die sich ganz herum drehen lässt und nicht flackert.;"
    '"1.089,00";1.299,00;EUR;https://laden.example/a.jpg | https://laden.example/b.jpg;geölte Esche;Lumen\r\n'
).encode("cp1252")

LINKS = "https://shop.example/lamp\n\nnot a link\nhttps://shop.example/mug\n"
