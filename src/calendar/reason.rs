//! Why something is no date, no duration and no clip, although it is written like one.

use super::{Clip, Date, days_in};

/// What is wrong with it, if it is written as a date, a duration or a clip is, and cannot be one.
#[must_use]
pub fn reason(text: &str) -> Option<String> {
    let (date, rest) = text.split_once([' ', 'T', 't']).unwrap_or((text, ""));
    of_date(date)
        .or_else(|| of_time(rest.rsplit(' ').next().unwrap_or(rest)))
        .or_else(|| of_duration(text).map(str::to_owned))
        .or_else(|| of_clip(text).map(str::to_owned))
}

fn of_date(text: &str) -> Option<String> {
    let numbers: Option<Vec<u32>> = text.split('-').map(|part| part.parse().ok()).collect();
    let lengths: Vec<usize> = text.split('-').map(str::len).collect();
    let (&[4, 2], &[year, month, ..]) = (lengths.get(..2)?, &numbers?[..]) else { return None };
    if !(1..=12).contains(&month) {
        return Some(format!("there is no month {month}"));
    }
    let day: u32 = text.split('-').nth(2)?.parse().ok()?;
    let days = days_in(year as u16, month);
    let whole_month = Date { year: year as u16, month: Some(month as u8), day: None, minute: None };
    (!(1..=days).contains(&day)).then(|| format!("{whole_month} has {days} days"))
}

fn of_time(text: &str) -> Option<String> {
    let (hour, minute) = text.split_once(':')?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.get(..2)?.parse().ok()?);
    if hour > 23 {
        return Some("hours go to 23".to_owned());
    }
    (minute > 59).then(|| "minutes go to 59".to_owned())
}

fn of_duration(text: &str) -> Option<&'static str> {
    const MOST_DIGITS: usize = 6;
    let words: Vec<&str> = text.trim_start_matches("exactly ").split(' ').collect();
    let is_number = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    if words.len() > 1 && words.iter().any(|word| is_number(word) && word.len() > MOST_DIGITS) {
        return Some("the number is too large");
    }
    match words[..] {
        [least, "to", most, _] if is_number(&least) && is_number(&most) => {
            if text.starts_with("exactly ") {
                return Some("a range is not exact");
            }
            (least.parse::<u32>().ok()? > most.parse::<u32>().ok()?).then_some("the smaller number stands first")
        }
        _ => None,
    }
}

fn of_clip(text: &str) -> Option<&'static str> {
    if let Some((from, to)) = text.split_once(['–', '—', '−']) {
        return Clip::parse(&format!("{}-{}", from.trim(), to.trim())).map(|_| "its dash is not a plain hyphen");
    }
    let (from, to) = text.split_once('-')?;
    let is_time = |text: &str| text.contains(':') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    if !is_time(from) || !is_time(to) {
        return None;
    }
    let last = |text: &str| text.rsplit(':').next().and_then(|seconds| seconds.parse::<u32>().ok());
    if [from, to].into_iter().filter_map(last).any(|seconds| seconds > 59) {
        return Some("seconds go to 59");
    }
    Clip::parse(&format!("{to}-{from}")).map(|_| "it ends before it begins")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_has_the_form_and_cannot_be_says_why() {
        for (wrong, why) in [
            ("1987-02-30", "February 1987 has 28 days"),
            ("1987-13-12", "there is no month 13"),
            ("2012-00", "there is no month 0"),
            ("2012-10-11 24:00", "hours go to 23"),
            ("day 3 14:75", "minutes go to 59"),
            ("8 to 3 hours", "the smaller number stands first"),
            ("exactly 2 to 5 days", "a range is not exact"),
            ("9999999 hours", "the number is too large"),
            ("2:05-2:75", "seconds go to 59"),
            ("2:20-2:05", "it ends before it begins"),
            ("2:05–2:20", "its dash is not a plain hyphen"),
        ] {
            assert_eq!(reason(wrong).as_deref(), Some(why), "{wrong}");
        }
        for unknown in ["", "soon", "12-10-2012", "2 nights", "1:00", "a-b", "day three", "-", "2012-é", "é:é"] {
            assert_eq!(reason(unknown), None, "{unknown}");
        }
    }
}
