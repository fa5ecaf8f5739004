"""The alarm state machine against its rules, by example and by property."""

from __future__ import annotations

import dataclasses
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twin.alarms.errors import AlarmNotActive, BadComment
from twin.alarms.events import alarm_state_changed
from twin.alarms.machine import acknowledge, evaluate, set_out_of_service, shelve, unshelve
from twin.alarms.sitewise import alarm_state_value
from twin.alarms.state import AlarmRecord
from twin.live.events import Quality
from twin.site_document import Alarm
from twin.telemetry.sample import NANOSECONDS, Sample, Value

HIGH = Alarm(
    id="P-101.high_vibration",
    asset="P-101",
    name="high_vibration",
    title="Vibration high",
    signal="/demo/P-101/vibration",
    comparison=">",
    threshold=7.1,
    dead_band=0.6,
    on_delay_seconds=3.0,
    off_delay_seconds=5.0,
    priority=2,
    state_alias="/demo/P-101/high_vibration_state",
)
LOW = dataclasses.replace(HIGH, comparison="<", threshold=1.0, dead_band=0.2)
FRESH = AlarmRecord(HIGH.id)


def at(time: float, value: Value, quality: Quality = "GOOD") -> Sample:
    return Sample(HIGH.signal, round(time * NANOSECONDS), value, quality)


def run(*samples: Sample, alarm: Alarm = HIGH, record: AlarmRecord = FRESH) -> AlarmRecord:
    for sample in samples:
        record = evaluate(record, alarm, sample)
    return record


ACTIVE = run(at(10, 8.0), at(13, 8.0))


def test_alarm_waits_for_its_on_delay_by_source_time() -> None:
    assert run(at(10, 8.0), at(12.9, 9.0)).process == "NORMAL"
    assert ACTIVE.process == "ACTIVE_UNACKNOWLEDGED"
    assert ACTIVE.changed_at == 13


def test_excursion_shorter_than_the_on_delay_starts_it_again() -> None:
    assert run(at(10, 8.0), at(12, 7.0), at(12.5, 8.0), at(15, 8.0)).process == "NORMAL"


def test_value_inside_of_the_dead_band_keeps_the_alarm() -> None:
    assert run(at(20, 6.6), at(40, 6.6), record=ACTIVE).process == "ACTIVE_UNACKNOWLEDGED"


def test_alarm_that_returns_unseen_stays_for_acknowledgement() -> None:
    returned = run(at(20, 6.0), at(25, 6.0), record=ACTIVE)
    assert returned.process == "RETURNED_UNACKNOWLEDGED"
    assert acknowledge(returned, by="olga", comment="", at=30).process == "NORMAL"


def test_acknowledged_alarm_returns_to_normal() -> None:
    seen = acknowledge(ACTIVE, by="olga", comment="bearing ordered", at=15)
    assert seen.process == "ACTIVE_ACKNOWLEDGED"
    assert run(at(20, 6.0), at(25, 6.0), record=seen).process == "NORMAL"


def test_state_after_an_acknowledgement_never_looks_older_than_it() -> None:
    """The acknowledgement has the server's time, the values that of their source."""
    seen = acknowledge(ACTIVE, by="olga", comment="", at=1_000)
    returned = run(at(20, 1.0), at(30, 1.0), record=seen)
    assert returned.process == "NORMAL"
    assert returned.changed_at == 1_000


def test_returned_alarm_that_fires_again_is_unacknowledged() -> None:
    returned = run(at(20, 6.0), at(25, 6.0), record=ACTIVE)
    assert run(at(30, 8.0), at(33, 8.0), record=returned).process == "ACTIVE_UNACKNOWLEDGED"


def test_low_alarm_mirrors_the_high_one() -> None:
    active = run(at(10, 0.9), at(13, 0.9), alarm=LOW)
    assert active.is_active
    assert run(at(20, 1.1), at(30, 1.1), alarm=LOW, record=active).is_active
    assert not run(at(20, 1.3), at(30, 1.3), alarm=LOW, record=active).is_active


def test_bad_value_neither_raises_nor_clears_but_is_marked() -> None:
    suspect = run(at(20, None, "BAD"), at(40, 0.0, "BAD"), record=ACTIVE)
    assert (suspect.process, suspect.suspect) == ("ACTIVE_UNACKNOWLEDGED", True)
    assert not run(at(41, 8.0), record=suspect).suspect


def test_late_and_repeated_samples_change_nothing() -> None:
    assert run(at(13, 8.0), at(12, 0.0), at(1, 0.0), record=ACTIVE) is ACTIVE


def test_acknowledging_twice_changes_nothing() -> None:
    seen = acknowledge(ACTIVE, by="olga", comment="", at=15)
    assert acknowledge(seen, by="paul", comment="me too", at=16) is seen


def test_normal_alarm_cannot_be_acknowledged() -> None:
    with pytest.raises(AlarmNotActive):
        acknowledge(FRESH, by="olga", comment="", at=15)


@pytest.mark.parametrize("comment", ["x" * 129, "two\nlines", "bell\x07"])
def test_comment_that_the_store_would_refuse_is_refused(comment: str) -> None:
    with pytest.raises(BadComment):
        acknowledge(ACTIVE, by="olga", comment=comment, at=15)


def test_shelved_alarm_comes_back_by_itself_in_its_process_state() -> None:
    shelved = shelve(ACTIVE, until=100)
    assert shelved.state(now=99) == "SHELVED"
    assert shelved.state(now=100) == "ACTIVE_UNACKNOWLEDGED"
    assert unshelve(shelved).state(now=50) == "ACTIVE_UNACKNOWLEDGED"


def test_out_of_service_wins_and_still_follows_the_process() -> None:
    parked = run(at(20, 6.0), at(25, 6.0), record=set_out_of_service(ACTIVE, True))
    assert parked.state(now=30) == "OUT_OF_SERVICE"
    assert set_out_of_service(parked, False).state(now=30) == "RETURNED_UNACKNOWLEDGED"


@pytest.mark.parametrize(
    ("record", "name"),
    [
        (FRESH, "Normal"),
        (ACTIVE, "Active"),
        (acknowledge(ACTIVE, by="olga", comment='say "x"', at=15), "Acknowledged"),
        (run(at(20, 6.0), at(25, 6.0), record=ACTIVE), "Latched"),
        (shelve(ACTIVE, until=100), "SnoozeDisabled"),
        (set_out_of_service(ACTIVE, True), "Disabled"),
    ],
)
def test_every_state_has_its_sitewise_name(record: AlarmRecord, name: str) -> None:
    assert json.loads(alarm_state_value(record, HIGH, now=30))["stateName"] == name


def test_longest_state_value_fits_a_string_value() -> None:
    seen = acknowledge(ACTIVE, by="olga", comment='"' * 128, at=15)
    extreme = dataclasses.replace(seen, value=-1.2345678901234567e-308)
    assert len(alarm_state_value(extreme, HIGH, now=30)) <= 1024


def test_event_is_a_row_of_the_alarm_list() -> None:
    detail = alarm_state_changed(HIGH, ACTIVE, now=30).to_detail()
    assert detail["state"] == "ACTIVE_UNACKNOWLEDGED"
    assert detail["time"] == 13
    assert json.loads(json.dumps(detail)) == detail


samples = st.lists(
    st.builds(
        at,
        st.integers(0, 60).map(float),
        st.sampled_from([0.0, 6.6, 7.1, 8.0, None]),
        st.sampled_from(["GOOD", "UNCERTAIN", "BAD"]),
    ),
    max_size=40,
)


@given(samples)
def test_repeating_any_history_changes_nothing(history: list[Sample]) -> None:
    record = run(*history)
    assert run(*history, record=record) == record


@given(samples)
def test_evaluation_never_goes_back_in_time(history: list[Sample]) -> None:
    record = FRESH
    for sample in history:
        following = evaluate(record, HIGH, sample)
        assert (following.evaluated_at or 0) >= (record.evaluated_at or 0)
        record = following


@given(samples)
def test_late_samples_do_not_matter(history: list[Sample]) -> None:
    in_order: list[Sample] = []
    for sample in history:
        if not in_order or sample.time > in_order[-1].time:
            in_order.append(sample)
    assert run(*history) == run(*in_order)


@given(samples)
def test_alarm_is_only_raised_by_a_held_excursion(history: list[Sample]) -> None:
    if run(*history).process != "NORMAL":
        beyond = [s.time for s in history if isinstance(s.value, float) and s.value > 7.1]
        assert max(beyond) - min(beyond) >= HIGH.on_delay_seconds
