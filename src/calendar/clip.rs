//! The small language of a scene's place in its video.

use super::digits;

/// Where a scene stands in its video, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clip {
    /// Its beginning.
    pub from: u32,
    /// Its end, later than the beginning.
    pub to: u32,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clips_run_forwards() {
        assert_eq!(Clip::parse("0:42-1:10"), Some(Clip { from: 42, to: 70 }));
        assert_eq!(Clip::parse("1:02:03-1:04:00"), Some(Clip { from: 3723, to: 3840 }));
        for wrong in ["1:10-0:42", "42-70", "0:42", "0:60-1:10"] {
            assert_eq!(Clip::parse(wrong), None, "{wrong}");
        }
    }
}
