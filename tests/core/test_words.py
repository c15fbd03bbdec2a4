"""Words without a dictionary: folded, cut into pairs, found again where they stand, by pinyin."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.core.words import begins_with_initials, fold, grams, least_grams, spots

TEXTS = st.text(alphabet="消防安全检查〔〕（）() ，a1Ｂ㎡𬭎\n", max_size=30)


def test_width_case_and_space_do_not_matter() -> None:
    assert fold("ＡＢ（消防）\n　３号 ") == "ab(消防) 3号"


def test_pairs_do_not_reach_over_marks() -> None:
    assert grams("消防，安全") == {"消", "防", "安", "全", "消防", "安全"}


def test_a_character_alone_is_its_own_gram() -> None:
    assert least_grams("防") == {"防"}
    assert least_grams("消防安全") == {"消防", "安全"}
    assert least_grams("危化品") == {"危化", "化品"}
    assert least_grams("，") == set()


@given(TEXTS, st.data())
def test_whatever_a_text_holds_has_grams_among_its_own(text: str, data: st.DataObject) -> None:
    folded = fold(text)
    first = data.draw(st.integers(0, len(folded)))
    last = data.draw(st.integers(first, len(folded)))

    assert least_grams(folded[first:last]) <= grams(folded)


def test_rare_characters_are_letters() -> None:
    assert least_grams("𬭎县") == {"𬭎县"}


def lit(text: str, *terms: str) -> list[str]:
    return [text[first:last] for first, last in spots(text, terms)]


def test_words_are_lit_as_they_are_written() -> None:
    assert lit("检查Ａ座消防设施，再查消防通道", "a座", "消防") == ["Ａ座消防", "消防"]


def test_overlapping_words_are_lit_as_one() -> None:
    assert lit("消防安全检查", "消防安全", "安全检查") == ["消防安全检查"]


def test_words_over_a_wide_space_are_lit() -> None:
    assert lit("程　远山", "程 远山") == ["程　远山"]


def test_what_is_not_there_is_not_lit() -> None:
    assert lit("消防", "防火", "") == []


@given(TEXTS, st.lists(st.text(alphabet="消防安全a1 ", min_size=1, max_size=3), max_size=3))
def test_lit_stretches_are_apart_and_in_order(text: str, terms: list[str]) -> None:
    found = spots(text, [fold(term) for term in terms])

    edges = [edge for stretch in found for edge in stretch]
    assert edges == sorted(edges)
    assert all(first < last for first, last in found)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("教务处", "jwc"), ("教务处", "jw"), ("程远山", "cys"), ("曾乐行", "zlx"), ("曾乐行", "cyh"),
     ("单新禾", "sxh"), ("仇守拙", "qsz"), ("WTO研究中心", "wtoyj")],
)  # fmt: skip
def test_names_are_found_by_initials(name: str, letters: str) -> None:
    assert begins_with_initials(name, letters)


@pytest.mark.parametrize(
    ("name", "letters"), [("教务处", "wc"), ("教务处", "jwcx"), ("党委", "jw"), ("", "a")]
)
def test_other_names_are_not(name: str, letters: str) -> None:
    assert not begins_with_initials(name, letters)
