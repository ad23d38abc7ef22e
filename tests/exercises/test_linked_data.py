"""What a page says to machines."""

from __future__ import annotations

import json
import re
from datetime import datetime

from django.test import Client

from accounts.models import User
from exercises.catalog import get_catalog
from exercises.linked_data import data_block, exercise_data
from exercises.publishing import release
from tests.exercises.making import make_exercise

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
CLAIMS = re.compile(r"Medical|Therap|indication|treat|prevent|injur|pain|MVIC", re.IGNORECASE)


def test_a_page_says_how_the_movement_is_done(library: None, client: Client) -> None:
    page = client.get("/exercises/lateral-step-down/").content.decode()
    data = json.loads(BLOCK.findall(page)[0])
    assert (data["@context"], data["@type"]) == ("https://schema.org", "WebPage")
    assert data["url"] == "http://127.0.0.1:8000/exercises/lateral-step-down/"
    how = data["mainEntity"]
    assert how["@type"] == "HowTo"
    assert how["name"] == "Lateral step-down"
    assert how["alternateName"] == ["Step-down", "Heel tap"]
    assert how["tool"] == {"@type": "HowToTool", "name": "Step or stair, or box"}
    assert how["image"].endswith(".png")
    assert [step["text"] for step in how["step"]][:2] == [
        "Bend the stance knee slowly.",
        "Touch the other heel to the floor without loading it.",
    ]
    assert "https://doi.org/10.2519/jospt.2007.2471" in data["citation"]
    assert [item["name"] for item in data["breadcrumb"]["itemListElement"]] == [
        "Exercises",
        "Lateral step-down",
    ]


def test_the_data_claims_nothing_about_health(whole_library: None) -> None:
    for entry in get_catalog().entries:
        data = exercise_data(entry)
        data.pop("citation", None)  # a study's own title may name what it studied
        assert not CLAIMS.search(json.dumps(data)), entry.slug


def test_a_data_block_cannot_be_left() -> None:
    odd = {"name": "</script><script>alert(1)</script> & <!--\u2028"}
    block = data_block(odd)
    assert block.count("<") == 2
    assert json.loads(BLOCK.findall(block)[0]) == odd


def test_words_of_an_editor_stay_inside_the_block(
    library: None, client: Client, ben: User, now: datetime
) -> None:
    release.publish(
        make_exercise("wall-sit", setup="</script><script>alert(1)</script>"), None, now
    )
    page = client.get("/exercises/wall-sit/").content.decode()
    assert "<script>alert" not in page
    assert "alert(1)" in json.loads(BLOCK.findall(page)[0])["mainEntity"]["description"]


def test_the_block_needs_no_exception_from_the_policy(library: None, client: Client) -> None:
    policy = client.get("/exercises/clamshell/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
