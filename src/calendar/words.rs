//! Times and distances in words.

use std::fmt;

use super::{DAY, Date, HOUR, Unit};
use crate::time::{Bounds, Calendar, Distance, Window};

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        if let Some(day) = self.day {
            write!(f, "{day} ")?;
        }
        if let Some(month) = self.month {
            write!(f, "{} ", MONTHS[usize::from(month - 1)])?;
        }
        write!(f, "{}", self.year)?;
        self.minute.map_or(Ok(()), |minute| write!(f, ", {:02}:{:02}", minute / 60, minute % 60))
    }
}

/// When a claim says that something is: "in October 2012", "on day 3".
#[must_use]
pub fn at(calendar: Calendar, window: Window) -> String {
    let named = stretch(calendar, window);
    if stamp(calendar, window.from).is_none() {
        return named;
    }
    let preposition = if window.until - window.from <= DAY { "on" } else { "in" };
    format!("{preposition} {named}")
}

/// Within which bounds something begins, rounded outwards where they are long: "11 to 13 October 2012", "from day 3 on".
/// None where nothing bounds it, or only beyond the years that can be named.
#[must_use]
pub fn bounds(calendar: Calendar, bounds: &Bounds) -> Option<String> {
    let from = bounds.earliest_minute().map(|(minute, _)| minute);
    let until = bounds.latest_minute().map(|(minute, open)| if open { minute } else { minute + 1 });
    let nameable = |minute: &i64| calendar != Calendar::Dates || Date::of_minute(*minute).is_some();
    match (from.filter(nameable), until.filter(|until| nameable(&(until - 1)))) {
        (Some(from), Some(until)) => Some(stretch(calendar, Window { from, until: until.max(from + 1) })),
        (Some(from), None) => Some(format!("from {} on", day_of(calendar, from))),
        (None, Some(until)) => Some(format!("until {}", day_of(calendar, until - 1))),
        (None, None) => None,
    }
}

/// A minute for machines: "2012-10-11 18:00", "day 3 14:00". None beyond the years that can be named.
#[must_use]
pub fn stamp(calendar: Calendar, minute: i64) -> Option<String> {
    match calendar {
        Calendar::Dates => Date::of_minute(minute).map(Date::iso),
        Calendar::StoryDays(_) => {
            let (day, minute) = (minute.div_euclid(DAY) + 1, minute.rem_euclid(DAY));
            Some(format!("day {day} {:02}:{:02}", minute / HOUR, minute % HOUR))
        }
    }
}

/// A distance: "2 to 4 years", "exactly 3 days", "at most 1 hour".
#[must_use]
pub fn apart(distance: Distance) -> String {
    let Distance { least, most } = distance;
    let fits = |unit: &Unit| {
        let (short, long) = unit.minutes();
        least % short == 0 && most % long == 0 && (most > 0 || *unit == Unit::Minute)
    };
    let unit = Unit::ALL.into_iter().find(fits).unwrap_or(Unit::Minute);
    let (short, long) = unit.minutes();
    match (least / short, most / long) {
        (least, most) if least == most => format!("exactly {}", count(least, unit)),
        (0, most) => format!("at most {}", count(most, unit)),
        (least, most) => format!("{least} to {}", count(most, unit)),
    }
}

/// A length of time, rounded down to a unit or two that one would use for it: "3 days", "2 years", "1 hour 30 minutes".
#[must_use]
pub fn length(minutes: i64) -> String {
    let whole = |unit: Unit| minutes / unit.minutes().0;
    let exactly = |unit: Unit| minutes % unit.minutes().0 == 0;
    if whole(Unit::Year) >= 2 || (exactly(Unit::Year) && minutes > 0) {
        return count(whole(Unit::Year), Unit::Year);
    }
    if exactly(Unit::Month) && minutes > 0 {
        return count(whole(Unit::Month), Unit::Month);
    }
    let (large, small) = match minutes {
        _ if minutes >= 10 * DAY => return count(whole(Unit::Day), Unit::Day),
        _ if minutes >= DAY => (Unit::Day, Unit::Hour),
        _ if minutes >= HOUR => (Unit::Hour, Unit::Minute),
        _ => return count(minutes, Unit::Minute),
    };
    let rest = minutes % large.minutes().0 / small.minutes().0;
    let large = count(whole(large), large);
    if rest == 0 { large } else { format!("{large} {}", count(rest, small)) }
}

/// A length of time as one would put it: "3 days", "more than 5 years".
#[must_use]
pub fn about(minutes: i64) -> String {
    let exact = exact_length(minutes);
    let long = minutes >= 2 * Unit::Year.minutes().0 && !exact.contains("year");
    if long { format!("more than {}", length(minutes)) } else { exact }
}

/// A length of time to the minute: "1 year", "12 days 4 hours".
#[must_use]
pub fn exact_length(minutes: i64) -> String {
    let (short, long) = Unit::Year.minutes();
    if let Some(year) = [short, long].into_iter().find(|year| minutes > 0 && minutes % year == 0) {
        return count(minutes / year, Unit::Year);
    }
    let parts = [(minutes / DAY, Unit::Day), (minutes % DAY / HOUR, Unit::Hour), (minutes % HOUR, Unit::Minute)];
    let parts: Vec<String> =
        parts.into_iter().filter(|(number, _)| *number > 0).map(|(number, unit)| count(number, unit)).collect();
    if parts.is_empty() { count(0, Unit::Minute) } else { parts.join(" ") }
}

/// The stretch as precise as another, a year, a month, a day or a minute, that a minute lies in.
#[must_use]
pub fn as_precise_as(calendar: Calendar, window: Window, minute: i64) -> Window {
    let day = Window { from: minute.div_euclid(DAY) * DAY, until: (minute.div_euclid(DAY) + 1) * DAY };
    match window.until - window.from {
        1 => Window { from: minute, until: minute + 1 },
        length if length > DAY && calendar == Calendar::Dates => {
            let coarser = Date::of_minute(minute).map(Date::coarser);
            let [_, month, year] = coarser.map_or([day; 3], |dates| dates.map(Date::window));
            if length > 31 * DAY { year } else { month }
        }
        _ => day,
    }
}

fn count(number: i64, unit: Unit) -> String {
    let unit = match unit {
        Unit::Minute => "minute",
        Unit::Hour => "hour",
        Unit::Day => "day",
        Unit::Week => "week",
        Unit::Month => "month",
        Unit::Year => "year",
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

/// The day that a minute lies in.
fn day_of(calendar: Calendar, minute: i64) -> String {
    let day = minute.div_euclid(DAY) * DAY;
    stretch(calendar, Window { from: day, until: day + DAY })
}

/// A stretch of a calendar by the units that fill it: "October 2012", "11 to 13 October 2012", "day 3".
#[must_use]
pub fn stretch(calendar: Calendar, window: Window) -> String {
    let rounded = match window.until - window.from {
        length if length >= 2 * DAY => {
            Window { from: window.from.div_euclid(DAY) * DAY, until: (window.until + DAY - 1).div_euclid(DAY) * DAY }
        }
        _ => window,
    };
    match calendar {
        Calendar::Dates => named_by_date(rounded).unwrap_or_else(|| {
            let era = if rounded.from < 0 { "before the year 0" } else { "after the year 9999" };
            era.to_owned()
        }),
        Calendar::StoryDays(_) => named_by_day(rounded),
    }
}

/// None where it reaches beyond the years that can be named.
fn named_by_date(window: Window) -> Option<String> {
    let (first, last) = (Date::of_minute(window.from)?, Date::of_minute(window.until - 1)?);
    let fills = |first: Date, last: Date| first.window().from == window.from && last.window().until == window.until;
    let (firsts, lasts) = (first.coarser(), last.coarser());
    let Some((first, last)) = firsts.into_iter().zip(lasts).rev().find(|&(first, last)| fills(first, last)) else {
        let same_day = firsts[0] == lasts[0];
        return Some(match last.to_string().split_once(", ") {
            _ if first == last => first.to_string(),
            Some((_, time)) if same_day => format!("{first} to {time}"),
            _ => format!("{first} to {last}"),
        });
    };
    Some(match (first.month == last.month, first.year == last.year) {
        _ if first == last => first.to_string(),
        (true, true) => format!("{} to {last}", first.day.unwrap_or(1)),
        (false, true) => format!("{} to {last}", first.to_string().trim_end_matches(char::is_numeric).trim_end()),
        (_, false) => format!("{first} to {last}"),
    })
}

fn named_by_day(window: Window) -> String {
    let day = |minute: i64| minute.div_euclid(DAY) + 1;
    let time = |minute: i64| {
        let minute = minute.rem_euclid(DAY);
        format!("{:02}:{:02}", minute / HOUR, minute % HOUR)
    };
    let (first, last) = (window.from, window.until - 1);
    match window.from % DAY == 0 && window.until % DAY == 0 {
        true if day(first) == day(last) => format!("day {}", day(first)),
        true => format!("day {} to {}", day(first), day(last)),
        false if first == last => format!("day {}, {}", day(first), time(first)),
        false => format!("day {}, {} to day {}, {}", day(first), time(first), day(last), time(last)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::{Duration, Moment};
    use crate::time::Gap;

    #[test]
    fn what_is_written_is_said() {
        let said =
            |text| Moment::parse(text).map(|moment| moment.window(0)).map(|(calendar, window)| at(calendar, window));
        for (written, expected) in [
            ("2012", "in 2012"),
            ("2012-10", "in October 2012"),
            ("2012-02-29", "on 29 February 2012"),
            ("2012-10-11 18:00", "on 11 October 2012, 18:00"),
            ("day 3", "on day 3"),
            ("day -1 9:05", "on day -1, 09:05"),
        ] {
            assert_eq!(said(written).as_deref(), Some(expected), "{written}");
        }
        let far = Window { from: i64::MAX / 4, until: i64::MAX / 4 + DAY };
        assert_eq!(at(Calendar::Dates, far), "after the year 9999");
        assert_eq!(at(Calendar::Dates, Window { from: -far.until, until: -far.from }), "before the year 0");
    }

    #[test]
    fn bounds_are_said_in_the_units_that_fill_them() {
        let minute = |text| Date::parse(text).map_or(0, |date| date.window().from);
        let said = |from, until| {
            let earliest = Some(Gap { minutes: minute(from), steps: 0 });
            let latest = Some(Gap { minutes: -minute(until), steps: 1 });
            bounds(Calendar::Dates, &Bounds { earliest, latest }).unwrap_or_default()
        };
        for (from, until, expected) in [
            ("2012", "2013", "2012"),
            ("2012", "2015", "2012 to 2014"),
            ("2012-10", "2012-11", "October 2012"),
            ("2012-10", "2012-12", "October to November 2012"),
            ("2012-10", "2013-02", "October 2012 to January 2013"),
            ("2012-10-11", "2012-10-14", "11 to 13 October 2012"),
            ("2012-10-30", "2012-11-02", "30 October to 1 November 2012"),
            ("2012-10-11 18:00", "2012-10-11 18:01", "11 October 2012, 18:00"),
            ("2012-10-11 18:00", "2012-10-12", "11 October 2012, 18:00 to 23:59"),
            ("2012-10-11 18:00", "2012-10-14", "11 to 13 October 2012"),
        ] {
            assert_eq!(said(from, until), expected);
        }
        let earliest = Some(Gap { minutes: minute("2012-10-11"), steps: 0 });
        let latest = Some(Gap { minutes: -minute("2012-10-11"), steps: 1 });
        let after = Bounds { earliest, latest: None };
        assert_eq!(bounds(Calendar::Dates, &after).as_deref(), Some("from 11 October 2012 on"));
        let before = Bounds { earliest: None, latest };
        assert_eq!(bounds(Calendar::Dates, &before).as_deref(), Some("until 10 October 2012"));
        let latest = Some(Gap { minutes: -minute("2012-10-11"), steps: 0 });
        let not_later = Bounds { earliest: None, latest };
        assert_eq!(bounds(Calendar::Dates, &not_later).as_deref(), Some("until 11 October 2012"));
        assert_eq!(bounds(Calendar::Dates, &Bounds::default()), None);
        let beyond = Bounds { earliest: Some(Gap { minutes: i64::MAX / 2, steps: 0 }), latest: None };
        assert_eq!(bounds(Calendar::Dates, &beyond), None);
    }

    #[test]
    fn distances_are_said_as_they_were_meant() {
        let said = |text| Duration::parse(text).map(Duration::distance).map(apart);
        for (written, expected) in [
            ("3 years", "2 to 4 years"),
            ("exactly 3 years", "exactly 3 years"),
            ("1 month", "at most 2 months"),
            ("2 to 5 days", "2 to 5 days"),
            ("90 minutes", "89 to 91 minutes"),
            ("exactly 1 hour", "exactly 1 hour"),
            ("exactly 0 days", "exactly 0 minutes"),
        ] {
            assert_eq!(said(written).as_deref(), Some(expected), "{written}");
        }
    }

    #[test]
    fn lengths_are_said_in_a_unit_or_two() {
        for (minutes, expected) in [
            (1, "1 minute"),
            (90, "1 hour 30 minutes"),
            (3 * DAY, "3 days"),
            (DAY + 5 * HOUR, "1 day 5 hours"),
            (15 * DAY + 7, "15 days"),
            (28 * DAY, "1 month"),
            (2 * 365 * DAY, "2 years"),
            (400 * DAY, "400 days"),
        ] {
            assert_eq!(length(minutes), expected);
        }
    }
}
