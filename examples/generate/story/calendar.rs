//! Minutes as people write them: dates of any precision, story days, distances.

use super::random::Draws;

pub(super) const HOUR: i64 = 60;
pub(super) const DAY: i64 = 24 * HOUR;
pub(super) const YEAR: i64 = 366 * DAY;

/// The day of a minute, counted from 1970-01-01, as a date.
pub(super) fn date(minute: i64) -> String {
    let (year, month, day) = year_month_day(minute.div_euclid(DAY));
    format!("{year:04}-{month:02}-{day:02}")
}

/// A year, month, day, minute or story day in which the minute lies.
pub(super) fn at(minute: i64, first_day: i64, draws: &mut Draws) -> String {
    let (year, month, _) = year_month_day(minute.div_euclid(DAY));
    let story_day = minute.div_euclid(DAY) - first_day.div_euclid(DAY) + 1;
    let of_day = minute.rem_euclid(DAY);
    let clock = format!("{:02}:{:02}", of_day / HOUR, of_day % HOUR);
    match draws.below(8) {
        0 => format!("{year:04}"),
        1 | 2 => format!("{year:04}-{month:02}"),
        3 | 4 => date(minute),
        5 => format!("{} {clock}", date(minute)),
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

/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms" (`civil_from_days`): years that begin in March,
/// in eras of 400.
fn year_month_day(day: i64) -> (i64, i64, i64) {
    let since_march_of_year_0 = day + 719_468;
    let era = since_march_of_year_0.div_euclid(146_097);
    let day_of_era = since_march_of_year_0.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = if month_from_march < 10 { month_from_march + 3 } else { month_from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}
