"""From a pasted text to what it says of a meeting: take apart, recognise, reconcile, draft."""

from datetime import date

from tracker.intake.reading.draft import Draft
from tracker.intake.reading.reading import take_apart
from tracker.intake.reading.recognise.addresses import recognise_addresses
from tracker.intake.reading.recognise.agreements import recognise_agreements
from tracker.intake.reading.recognise.areas import recognise_areas
from tracker.intake.reading.recognise.attendance import recognise_attendance
from tracker.intake.reading.recognise.demands import recognise_demands
from tracker.intake.reading.recognise.persons import recognise_chair, recognise_speakers
from tracker.intake.reading.recognise.points import recognise_points
from tracker.intake.reading.recognise.reporting import recognise_reporting
from tracker.intake.reading.recognise.what import (
    recognise_holder_as_written,
    recognise_kinds,
    recognise_name,
    recognise_organisation,
    recognise_title,
)
from tracker.intake.reading.recognise.when import (
    recognise_day,
    recognise_part,
    recognise_quarter,
)
from tracker.intake.reading.recognise.where import recognise_venue
from tracker.intake.reading.reconcile import reconcile


def read_meeting(
    pasted: str, *, published: date | None = None, names: frozenset[str] = frozenset()
) -> Draft:
    """Return what a text says of a meeting; what it does not say is empty.

    `published` is the day on which the text appeared, for texts that do not tell their year;
    `names` are those of persons whom the college knows.
    """
    reading = take_apart(pasted, published, names)
    day, day_words, year = recognise_day(reading)
    draft = Draft(
        title=recognise_title(reading),
        name=recognise_name(reading),
        date=day,
        date_raw=day_words,
        year=year,
        quarter=recognise_quarter(reading),
        time_of_day=recognise_part(reading, day_words),
        venue=recognise_venue(reading),
        organisation=recognise_organisation(reading),
        organisation_as_written=recognise_holder_as_written(reading),
        kinds=recognise_kinds(reading),
        chair=recognise_chair(reading),
        speakers=recognise_speakers(reading),
        attendance=recognise_attendance(reading),
        reporting=recognise_reporting(reading),
        areas=recognise_areas(reading),
        instructions=recognise_points(reading),
        addresses=recognise_addresses(reading),
        agreements=recognise_agreements(reading),
        demands=recognise_demands(reading),
        full_names=reading.people.full_names(),
    )
    return reconcile(reading, draft)
