//! Times and durations as a story file writes them: what reads back as the same.

use super::{Clip, Date, Duration, Moment, Unit};

impl Date {
    /// As it is written: "2012-10-11".
    #[must_use]
    pub fn iso(self) -> String {
        let part = |part: Option<u8>| part.map_or(String::new(), |part| format!("-{part:02}"));
        let time = self.minute.map_or(String::new(), |minute| format!(" {}", of_day(minute)));
        format!("{:04}{}{}{time}", self.year, part(self.month), part(self.day))
    }
}

impl Moment {
    /// As it is written: "2012-10", "day 3 14:00".
    #[must_use]
    pub fn written(self) -> String {
        match self {
            Self::Date(date) => date.iso(),
            Self::Day { day, minute: None } => format!("day {day}"),
            Self::Day { day, minute: Some(minute) } => format!("day {day} {}", of_day(minute)),
        }
    }
}

impl Duration {
    /// As it is written: "3 years", "exactly 3 years", "2 to 5 days".
    #[must_use]
    pub fn written(self) -> String {
        let Self { least, most, unit } = self;
        let counted = |count: u32| format!("{count} {}{}", unit.word(), if count == 1 { "" } else { "s" });
        match most - least {
            0 => format!("exactly {}", counted(most)),
            2 => counted(most - 1),
            _ => format!("{least} to {}", counted(most)),
        }
    }
}

impl Unit {
    fn word(self) -> &'static str {
        match self {
            Self::Minute => "minute",
            Self::Hour => "hour",
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl Clip {
    /// As it is written: "0:42-1:10".
    #[must_use]
    pub fn written(self) -> String {
        let place = |seconds: u32| match seconds / 3600 {
            0 => format!("{}:{:02}", seconds / 60, seconds % 60),
            hours => format!("{hours}:{:02}:{:02}", seconds / 60 % 60, seconds % 60),
        };
        format!("{}-{}", place(self.from), place(self.to))
    }
}

fn of_day(minute: u16) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back_as_the_same() {
        for text in ["2012", "2012-10", "2012-10-11", "0987-10-01 18:05", "day 3", "day -2 09:30"] {
            assert_eq!(Moment::parse(text).map(Moment::written).as_deref(), Some(text));
        }
        for text in ["3 years", "exactly 1 week", "2 to 5 days", "exactly 0 minutes", "0 to 1 month", "7 to 8 hours"] {
            assert_eq!(Duration::parse(text).map(Duration::written).as_deref(), Some(text));
        }
        for text in ["0:42-1:10", "1:02:03-1:04:00", "59:59-1:00:00"] {
            assert_eq!(Clip::parse(text).map(Clip::written).as_deref(), Some(text));
        }
        let long = Clip::parse("0:00-999:59").unwrap();
        assert_eq!(Clip::parse(&long.written()), Some(long));
    }
}
