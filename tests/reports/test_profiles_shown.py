from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from maillage.reports.profiles import OTHER, UNIDENTIFIED, Profile, generalised, sector_label, status_label

FEW = st.sampled_from(["", "association", "entreprise", "collectivite"])
DOMAINS = st.sampled_from(["", "Numérique", "Culture"])
PERSONS = st.dictionaries(st.integers(1, 40), st.builds(Profile, FEW, DOMAINS), max_size=25)


def test_a_domain_is_shown_where_enough_share_it_with_their_status() -> None:
    persons = {
        number: Profile("association", "Culture" if number < 4 else f"Domaine {number}") for number in range(1, 8)
    }
    shown = generalised(persons, 3, "fr")
    assert shown[1] == Profile("Association", "Culture")
    assert shown[7] == Profile("Association", "autres")


def test_a_status_of_few_is_not_shown_and_what_is_not_identified_is_said() -> None:
    shown = generalised({1: Profile("scop", "Culture"), 2: Profile("", "")}, 3, "en")
    assert shown == {1: Profile("other", "other"), 2: Profile("not identified", "not identified")}


@given(PERSONS, st.integers(1, 5))
def test_no_profile_is_shown_that_fewer_persons_share(persons: dict[int, Profile], least: int) -> None:
    shown = generalised(persons, least, "fr")
    nothing = {OTHER["fr"], UNIDENTIFIED["fr"]}
    for profile in shown.values():
        alike = [one for one in shown.values() if one == profile]
        assert len(alike) >= least or set(profile) <= nothing


def test_labels_are_in_the_language_and_a_coder_s_own_word_stays() -> None:
    assert (status_label("collectivite", "fr"), status_label("collectivite", "en")) == (
        "Collectivité",
        "Local authority",
    )
    assert status_label("Club de lecture", "fr") == "Club de lecture"
    assert (sector_label("academia", "fr"), sector_label("", "en")) == ("enseignement et recherche", "not identified")
