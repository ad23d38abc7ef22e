"""Whatever is asked of the list is answered, and said plainly."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from exercises.models import Program

NAMES = ["q", "plane", "trait", "muscle", "equipment", "level", "laterality", "posture", "sort"]
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["frontal", "mat", "1", "standing", "clam shell", "name", "-1", "9" * 30]),
)
PAIRS = st.lists(st.tuples(st.sampled_from([*NAMES, "page", "?"]), VALUES), max_size=8)


def body(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return response.content.decode()


@given(pairs=PAIRS)
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_the_list_never_fails(library: None, client: Client, pairs: list[tuple[str, str]]) -> None:
    encoded = urlencode([(name, text.encode("utf-8", "replace")) for name, text in pairs])
    assert client.get(f"/exercises/?{encoded}").status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "a" * 4000,
        "clam " * 800,
        "\x00\x01\x1b",
        "%",
        "%00",
        "'; drop table --",
        '"<script>',
        "\U0001f3c3\U0001f3fd\u200d\u2642\ufe0f",
        "\N{RIGHT-TO-LEFT OVERRIDE}mahs\N{RIGHT-TO-LEFT MARK}",
        "\ud83d".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    ],
)
def test_an_odd_query_is_answered(library: None, client: Client, query: str) -> None:
    body(client, "/exercises/?" + urlencode({"q": query}))


def test_a_query_that_was_cut_says_so(library: None, client: Client) -> None:
    words = "only its first 100 characters were read"
    assert words in body(client, "/exercises/?q=" + "a" * 4000)
    assert words not in body(client, "/exercises/?q=" + "a" * 100)


def test_unknown_values_are_named_and_left_out(library: None, client: Client) -> None:
    page = body(client, "/exercises/?plane=astral&muscle=wing&level=1")
    assert "We do not know “astral”, “wing”, so it was left out." in page
    assert 'id="level-1"' in page


def test_of_many_unknown_values_a_few_are_named(library: None, client: Client) -> None:
    page = body(client, "/exercises/?" + "&".join(f"plane=astral{n}" for n in range(200)))
    assert "astral4" in page
    assert "astral5”" not in page


@pytest.mark.parametrize("page", ["abc", "-1", "0", "99999999999", "1e3", "\u0661", ""])
def test_an_odd_page_is_the_first(whole_library: None, client: Client, page: str) -> None:
    answer = body(client, "/exercises/?" + urlencode({"page": page}))
    assert '<span aria-current="page"><span class="visually-hidden">Page</span> 1</span>' in answer


def test_a_page_past_the_end_is_the_last(whole_library: None, client: Client) -> None:
    answer = body(client, "/exercises/?page=99")
    assert '<span aria-current="page"><span class="visually-hidden">Page</span> 3</span>' in answer


def test_a_parameter_given_twice_counts_once(library: None, client: Client) -> None:
    twice = body(client, "/exercises/?plane=frontal&plane=frontal&q=x&q=clam")
    assert twice.count('aria-current="true"') == 1
    assert 'value="clam"' in twice


@pytest.mark.parametrize(
    "address",
    ["clamshel", "clam-shell", "Clam Shell", "CLAMSHELL", "clams_v2", "clamshell%00", "clmashell"],
)
def test_an_unknown_exercise_leads_to_those_near_it(
    library: None, client: Client, address: str
) -> None:
    page = body(client, f"/exercises/{address}/", 404)
    assert "You may have meant" in page
    assert 'href="/exercises/clamshell/"' in page


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/articles/importance-of-your-hip-while-runing/", "the-importance-of-your-hips"),
        ("/articles/Planes/", "planes-of-motion"),
        ("/articles/about pain/", "how-pain-guides-training"),
    ],
)
def test_an_unknown_article_leads_to_those_near_it(
    library: None, client: Client, address: str, meant: str
) -> None:
    page = body(client, address, 404)
    assert "You may have meant" in page
    assert f'href="/articles/{meant}' in page


def test_an_unknown_program_leads_to_those_near_it(whole_library: None, client: Client) -> None:
    slug = Program.objects.values_list("slug", flat=True)[0]
    page = body(client, f"/programs/{slug[:-1]}/", 404)
    assert "You may have meant" in page
    assert f'href="/programs/{slug}/"' in page


@pytest.mark.parametrize("kind", ["articles", "programs"])
@pytest.mark.parametrize("address", ["xyzzy", "%F0%9F%8F%83", "a" * 3000, "%25", "-", "%00"])
def test_an_address_near_no_text_leads_to_all(
    library: None, client: Client, kind: str, address: str
) -> None:
    page = body(client, f"/{kind}/{address}/", 404)
    assert "You may have meant" not in page
    assert f"See all {kind}" in page


@pytest.mark.parametrize("address", ["xyzzy", "%F0%9F%8F%83", "a" * 3000, "%25", "-"])
def test_an_address_near_nothing_leads_to_all(library: None, client: Client, address: str) -> None:
    page = body(client, f"/exercises/{address}/", 404)
    assert "You may have meant" not in page
    assert "See all exercises" in page


def test_a_missing_exercise_asks_the_database_nothing(
    library: None, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    body(client, "/exercises/clamshel/", 404)
    with django_assert_num_queries(0):
        body(client, "/exercises/clamshel/", 404)


@pytest.mark.parametrize(
    "query", ["knee pain", "runners knee", "IT band", "shin splints", "sore hip"]
)
def test_a_word_of_illness_is_no_diagnosis(whole_library: None, client: Client, query: str) -> None:
    page = body(client, "/exercises/?" + urlencode({"q": query}))
    assert "cannot tell you what is wrong. The search goes by name, muscle and movement." in page
    for word in ("treat", "cure", "prevent", "diagnos"):
        assert word not in page.lower()


def test_other_words_need_no_such_note(library: None, client: Client) -> None:
    assert "The search goes by name" not in body(client, "/exercises/?q=clam+shell")
