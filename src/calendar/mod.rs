//! Dates, story days, durations and places in a video: what they stand for, how they are read and how they are said.
//!
//! The calendar is ours (Gregorian), carried back before it was there. Nothing here knows of scenes or claims.

mod clip;
mod read;
mod reason;
mod words;
mod written;

pub use clip::Clip;
pub(crate) use read::digits;
pub use reason::reason;
pub use words::{about, apart, as_precise_as, at, bounds, exact_length, length, stamp, stretch};

use crate::time::{Calendar, Distance, Window};

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

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

impl Date {
    /// The stretch of time that it names.
    #[must_use]
    pub fn window(self) -> Window {
        let (year, month) = (i64::from(self.year), i64::from(self.month.unwrap_or(1)));
        let first = day_number(year, month, i64::from(self.day.unwrap_or(1))) * DAY;
        let from = first + i64::from(self.minute.unwrap_or(0));
        let until = match (self.month, self.day, self.minute) {
            (.., Some(_)) => from + 1,
            (_, Some(_), None) => from + DAY,
            (Some(12), None, None) | (None, ..) => day_number(year + 1, 1, 1) * DAY,
            (Some(_), None, None) => day_number(year, month + 1, 1) * DAY,
        };
        Window { from, until }
    }

    /// The minute, counted from the beginning of 1970. None where it is in no year from 0 to 9999.
    #[must_use]
    pub fn of_minute(minute: i64) -> Option<Self> {
        let (year, month, day) = civil(minute.div_euclid(DAY));
        let year = u16::try_from(year).ok().filter(|&year| year <= 9999)?;
        let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
        let minute = u16::try_from(minute.rem_euclid(DAY)).ok()?;
        Some(Self { year, month: Some(month), day: Some(day), minute: Some(minute) })
    }

    /// The same without its time of day; of a month; of a year.
    fn coarser(self) -> [Self; 3] {
        let day = Self { minute: None, ..self };
        [day, Self { day: None, ..day }, Self { day: None, month: None, ..day }]
    }
}

impl Moment {
    /// The calendar that it counts in and the stretch of it that it names, where the work's story days are known by
    /// their place.
    #[must_use]
    pub fn window(self, story_days: u32) -> (Calendar, Window) {
        match self {
            Self::Date(date) => (Calendar::Dates, date.window()),
            Self::Day { day, minute } => {
                let from = (i64::from(day) - 1) * DAY + i64::from(minute.unwrap_or(0));
                let until = if minute.is_some() { from + 1 } else { from + DAY };
                (Calendar::StoryDays(story_days), Window { from, until })
            }
        }
    }
}

impl Duration {
    /// How far apart it puts two points. A month counts 28 to 31 days, a year 365 to 366.
    #[must_use]
    pub fn distance(self) -> Distance {
        let (short, long) = self.unit.minutes();
        Distance { least: i64::from(self.least) * short, most: i64::from(self.most) * long }
    }
}

impl Unit {
    /// From the largest on.
    const ALL: [Self; 6] = [Self::Year, Self::Month, Self::Week, Self::Day, Self::Hour, Self::Minute];

    /// How long it is at least and at most, in minutes.
    fn minutes(self) -> (i64, i64) {
        match self {
            Self::Minute => (1, 1),
            Self::Hour => (HOUR, HOUR),
            Self::Day => (DAY, DAY),
            Self::Week => (7 * DAY, 7 * DAY),
            Self::Month => (28 * DAY, 31 * DAY),
            Self::Year => (365 * DAY, 366 * DAY),
        }
    }
}

/// Days from the first of 1970 to a day of a month from 1 to 12.
///
/// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms": years begin with March, so that the leap day is last.
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

/// The year, month and day of a day's number: the other way round.
fn civil(number: i64) -> (i64, i64, i64) {
    let number = number + 719_468;
    let era = number.div_euclid(146_097);
    let day_of_era = number.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    let month = (month_from_march + 2) % 12 + 1;
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// How many days a month has.
fn days_in(year: u16, month: u32) -> u32 {
    let first = |year: i64, month: i64| day_number(year, month, 1);
    let (year, month) = (i64::from(year), i64::from(month));
    let next = if month == 12 { first(year + 1, 1) } else { first(year, month + 1) };
    u32::try_from(next - first(year, month)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_numbered_without_a_gap_for_ten_thousand_years() {
        assert_eq!(day_number(1970, 1, 1), 0);
        assert_eq!(day_number(2012, 10, 11), 15_624);
        let mut number = day_number(0, 1, 1);
        for year in 0..=9999u16 {
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            for (month, days) in (1..).zip([31, 28 + u32::from(leap), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]) {
                assert_eq!(days_in(year, month), days);
                for day in 1..=days {
                    assert_eq!(day_number(i64::from(year), i64::from(month), i64::from(day)), number);
                    assert_eq!(civil(number), (i64::from(year), i64::from(month), i64::from(day)));
                    number += 1;
                }
            }
        }
    }

    #[test]
    fn a_date_stands_for_the_whole_span_it_names() {
        let minutes = |text| Date::parse(text).map(Date::window).map(|window| window.until - window.from);
        assert_eq!(minutes("2012"), Some(366 * DAY));
        assert_eq!(minutes("2011-02"), Some(28 * DAY));
        assert_eq!(minutes("2011-12"), Some(31 * DAY));
        assert_eq!(minutes("2012-10-11"), Some(DAY));
        assert_eq!(minutes("2012-10-11 18:00"), Some(1));
    }

    #[test]
    fn story_days_count_from_the_beginning_of_day_one() {
        let from = |text| Moment::parse(text).map(|moment| moment.window(0).1.from);
        assert_eq!(from("day 1"), Some(0));
        assert_eq!(from("day 3 14:00"), Some(2 * DAY + 14 * HOUR));
        assert_eq!(from("day 0"), Some(-DAY));
    }

    #[test]
    fn years_and_months_stretch() {
        let days = |text| {
            let Distance { least, most } = Duration::parse(text)?.distance();
            Some((least / DAY, most / DAY))
        };
        assert_eq!(days("3 years"), Some((2 * 365, 4 * 366)));
        assert_eq!(days("exactly 3 years"), Some((3 * 365, 3 * 366)));
        assert_eq!(days("1 month"), Some((0, 62)));
        assert_eq!(days("2 to 5 days"), Some((2, 5)));
    }
}
