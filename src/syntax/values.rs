//! The small languages inside strings: dates, story days, durations, clips.

use std::fmt;

/// A date or time of any precision; it stands for the whole span it names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Year, 0 to 9999.
    pub year: u16,
    /// Month, 1 to 12.
    pub month: Option<u8>,
    /// Day of the month, 1 to 31.
    pub day: Option<u8>,
    /// Minutes since midnight.
    pub minute: Option<u16>,
}

/// When something happens: by the calendar or by story day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// "2012-10"
    Date(Date),
    /// "day 3 14:00"
    Day {
        /// The story day, from 1; earlier days are 0 and below.
        day: i32,
        /// Minutes since its midnight.
        minute: Option<u16>,
    },
}

/// A unit of duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// 60 seconds.
    Minute,
    /// 60 minutes.
    Hour,
    /// 24 hours.
    Day,
    /// 7 days.
    Week,
    /// 28 to 31 days.
    Month,
    /// 365 to 366 days.
    Year,
}

/// A duration: "3 years", "exactly 3 years", "2 to 5 days".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// The least number of units.
    pub least: u32,
    /// The greatest.
    pub most: u32,
    /// Their unit.
    pub unit: Unit,
}

/// Where a scene stands in its video, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clip {
    /// Its beginning.
    pub from: u32,
    /// Its end, later than the beginning.
    pub to: u32,
}

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

impl Date {
    /// As it is written: "2012-10-11".
    #[must_use]
    pub fn iso(self) -> String {
        let part = |part: Option<u8>| part.map_or(String::new(), |part| format!("-{part:02}"));
        let time = self.minute.map_or(String::new(), |minute| format!(" {:02}:{:02}", minute / 60, minute % 60));
        format!("{:04}{}{}{time}", self.year, part(self.month), part(self.day))
    }
}

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

impl Clip {
    /// Reads "0:42-1:10" or "1:02:03-1:04:00".
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let clip = Self { from: seconds(from)?, to: seconds(to)? };
        (clip.from < clip.to).then_some(clip)
    }
}

/// "m:ss" or "h:mm:ss", in seconds.
fn seconds(text: &str) -> Option<u32> {
    let mut parts = text.split(':').rev();
    let sixtieth = |part: &str| digits(part, 2..=2).filter(|&number| number < 60);
    let second = sixtieth(parts.next()?)?;
    let minutes = parts.next()?;
    let total = match parts.next() {
        None => digits(minutes, 1..=3)? * 60,
        Some(hours) => digits(hours, 1..=2)? * 3600 + sixtieth(minutes)? * 60,
    };
    parts.next().is_none().then_some(total + second)
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
fn digits(text: &str, count: std::ops::RangeInclusive<usize>) -> Option<u32> {
    (count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok())?
}

/// What is not there is fine; what is there must be understood.
fn optional<T>(part: Option<&str>, read: impl Fn(&str) -> Option<T>) -> Result<Option<T>, NotUnderstood> {
    part.map(|part| read(part).ok_or(NotUnderstood)).transpose()
}

struct NotUnderstood;

fn days_in(year: u16, month: u32) -> u32 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

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

    #[test]
    fn clips_run_forwards() {
        assert_eq!(Clip::parse("0:42-1:10"), Some(Clip { from: 42, to: 70 }));
        assert_eq!(Clip::parse("1:02:03-1:04:00"), Some(Clip { from: 3723, to: 3840 }));
        for wrong in ["1:10-0:42", "42-70", "0:42", "0:60-1:10"] {
            assert_eq!(Clip::parse(wrong), None, "{wrong}");
        }
    }
}
