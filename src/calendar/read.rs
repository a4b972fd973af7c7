//! Dates, story days and durations as they are written.

use super::{Date, Duration, Moment, Unit, days_in};

impl Date {
    /// Reads "2012", "2012-10", "2012-10-11" or "2012-10-11 18:00" (a `T` between is fine, seconds are dropped).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = match text.split_once([' ', 'T', 't']) {
            Some((date, time)) => (date, Some(time)),
            None => (text, None),
        };
        let mut parts = date.split('-');
        let year = digits(parts.next()?, 4..=4)? as u16;
        let two_digits = |part: &str| digits(part, 2..=2);
        let month = optional(parts.next(), |part| two_digits(part).filter(|month| (1..=12).contains(month))).ok()?;
        let day = optional(parts.next(), two_digits).ok()?;
        let minute = optional(time, parse_time).ok()?;
        let fits = match (month, day) {
            (Some(month), Some(day)) => (1..=days_in(year, month)).contains(&day),
            (_, None) => minute.is_none(),
            (None, Some(_)) => false,
        };
        (fits && parts.next().is_none()).then_some(Self {
            year,
            month: month.map(|m| m as u8),
            day: day.map(|d| d as u8),
            minute,
        })
    }
}

impl Moment {
    /// Reads a date, or "day 3", "day 3 14:00".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let Some(day) = text.strip_prefix("day ") else { return Date::parse(text).map(Self::Date) };
        let (day, time) = match day.split_once(' ') {
            Some((day, time)) => (day, Some(time)),
            None => (day, None),
        };
        let (sign, number) = day.strip_prefix('-').map_or((1, day), |number| (-1, number));
        let day = sign * i32::try_from(digits(number, 1..=7)?).ok()?;
        Some(Self::Day { day, minute: optional(time, parse_time).ok()? })
    }
}

impl Duration {
    /// Reads "3 years" (one unit more or less), "exactly 3 years" or "2 to 5 days".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (exactly, text) = text.strip_prefix("exactly ").map_or((false, text), |rest| (true, rest));
        let words: Vec<&str> = text.split(' ').collect();
        let number = |word: &str| digits(word, 1..=6);
        match words[..] {
            [count, unit] => {
                let (count, slack) = (number(count)?, u32::from(!exactly));
                Some(Self { least: count.saturating_sub(slack), most: count + slack, unit: Unit::parse(unit)? })
            }
            [least, "to", most, unit] if !exactly => {
                let (least, most) = (number(least)?, number(most)?);
                (least <= most).then_some(Self { least, most, unit: Unit::parse(unit)? })
            }
            _ => None,
        }
    }
}

impl Unit {
    fn parse(word: &str) -> Option<Self> {
        Some(match word.strip_suffix('s').unwrap_or(word) {
            "minute" => Self::Minute,
            "hour" => Self::Hour,
            "day" => Self::Day,
            "week" => Self::Week,
            "month" => Self::Month,
            "year" => Self::Year,
            _ => return None,
        })
    }
}

/// "18:00", "18:00:30" or what else TOML takes for a time, in minutes since midnight. An offset is left out: times are
/// those of the place where things happen.
fn parse_time(text: &str) -> Option<u16> {
    let local = text.split(['Z', 'z', '+', '-']).next()?;
    let whole_seconds = local.split('.').next()?;
    let mut parts = whole_seconds.split(':');
    let hour = digits(parts.next()?, 1..=2).filter(|&hour| hour < 24)?;
    let minute = digits(parts.next()?, 2..=2).filter(|&minute| minute < 60)?;
    let second = optional(parts.next(), |part| digits(part, 2..=2)).ok()?;
    (second.is_none_or(|second| second < 60) && parts.next().is_none()).then_some((hour * 60 + minute) as u16)
}

/// A number of so many digits.
pub(crate) fn digits(text: &str, count: std::ops::RangeInclusive<usize>) -> Option<u32> {
    (count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// What is not there is fine; what is there must be understood.
fn optional<T>(part: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, NotUnderstood> {
    part.map(|part| read(part).ok_or(NotUnderstood)).transpose()
}

struct NotUnderstood;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_any_precision() {
        let shown = |text| Date::parse(text).map(|date| date.to_string());
        assert_eq!(Date::parse("0987-10-01 18:05").map(Date::iso).as_deref(), Some("0987-10-01 18:05"));
        assert_eq!(shown("2012").as_deref(), Some("2012"));
        assert_eq!(shown("2012-10").as_deref(), Some("October 2012"));
        assert_eq!(shown("2012-10-11").as_deref(), Some("11 October 2012"));
        assert_eq!(shown("2012-10-11 18:00").as_deref(), Some("11 October 2012, 18:00"));
        assert_eq!(shown("2014-10-14T00:00:30.5+09:00").as_deref(), Some("14 October 2014, 00:00"));
        assert_eq!(shown("2012-10-11T18:00:05").as_deref(), Some("11 October 2012, 18:00"));
        for wrong in ["", "12", "2012-13", "2011-02-29", "2012-10 18:00", "2012-10-11 24:00", "2012-1-1", "October"] {
            assert_eq!(Date::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn story_days() {
        assert_eq!(Moment::parse("day 3"), Some(Moment::Day { day: 3, minute: None }));
        assert_eq!(Moment::parse("day -2 9:30"), Some(Moment::Day { day: -2, minute: Some(570) }));
        assert_eq!(Moment::parse("day three"), None);
        assert!(matches!(Moment::parse("2012"), Some(Moment::Date(_))));
    }

    #[test]
    fn people_round_durations_unless_they_say_exactly() {
        let range = |text| Duration::parse(text).map(|duration| (duration.least, duration.most, duration.unit));
        assert_eq!(range("3 years"), Some((2, 4, Unit::Year)));
        assert_eq!(range("exactly 3 years"), Some((3, 3, Unit::Year)));
        assert_eq!(range("2 to 5 days"), Some((2, 5, Unit::Day)));
        assert_eq!(range("0 minutes"), Some((0, 1, Unit::Minute)));
        for wrong in ["3", "years", "5 to 2 days", "exactly 2 to 5 days", "3 fortnights", "-3 days", "3  days"] {
            assert_eq!(Duration::parse(wrong), None, "{wrong}");
        }
    }
}
