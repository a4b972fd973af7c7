//! Minutes as people write them: dates of any precision, story days, distances.

use storyline::calendar::Date;

use super::random::Draws;

pub(super) const HOUR: i64 = 60;
pub(super) const DAY: i64 = 24 * HOUR;
pub(super) const YEAR: i64 = 366 * DAY;

/// The day of a minute, counted from the beginning of 1970, as a date.
pub(super) fn date(minute: i64) -> String {
    written(minute, |date| Date { minute: None, ..date })
}

/// The date of a minute, less precise.
fn written(minute: i64, less_precise: impl Fn(Date) -> Date) -> String {
    Date::of_minute(minute).map(|date| less_precise(date).iso()).unwrap_or_default()
}

/// A year, month, day, minute or story day in which the minute lies.
pub(super) fn at(minute: i64, first_day: i64, draws: &mut Draws) -> String {
    let story_day = minute.div_euclid(DAY) - first_day.div_euclid(DAY) + 1;
    let of_day = minute.rem_euclid(DAY);
    let clock = format!("{:02}:{:02}", of_day / HOUR, of_day % HOUR);
    match draws.below(8) {
        0 => written(minute, |date| Date { month: None, day: None, minute: None, ..date }),
        1 | 2 => written(minute, |date| Date { day: None, minute: None, ..date }),
        3 | 4 => date(minute),
        5 => written(minute, |date| date),
        6 => format!("day {story_day}"),
        _ => format!("day {story_day} {clock}"),
    }
}

/// A duration that so many minutes are.
pub(super) fn duration(minutes: i64, draws: &mut Draws) -> String {
    let slack = draws.minutes(2);
    let range = |unit: i64, name: &str| {
        let least = (minutes / unit - slack).max(0);
        format!("{least} to {} {name}", (minutes + unit - 1) / unit + slack)
    };
    match (minutes, draws.below(4)) {
        (..HOUR, 0) => format!("exactly {minutes} minutes"),
        (..HOUR, _) => range(1, "minutes"),
        // What is not "exactly" may be off by one unit either way.
        (DAY.., 0) => format!("{} days", minutes / DAY + 1),
        (..DAY, _) => range(HOUR, "hours"),
        _ => range(DAY, "days"),
    }
}
