//! Did you mean? The nearest of some names to one that is none of them.

/// Nothing is suggested for what is longer than this.
const LONGEST: usize = 80;

/// The names nearest to `wrong`, at most three that are equally near. Empty where none is.
///
/// Near is about a third of its characters changed, swapped, added or dropped (optimal string alignment), or one of the
/// two being a part of the other. O(names * length^2).
#[must_use]
pub fn nearest<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let wrong = &wrong.to_lowercase();
    let length = wrong.chars().count();
    if length > LONGEST {
        return Vec::new();
    }
    let allowed = if length < 2 { 0 } else { ((length + 1) / 3).clamp(1, 4) };
    let mut near: Vec<(usize, &str)> = (names.into_iter())
        .filter(|name| !name.is_empty() && name.chars().count() <= 4 * length + allowed)
        .filter_map(|name| {
            if name.len().abs_diff(wrong.len()) > 4 * allowed && !name.contains(wrong) && !wrong.contains(name) {
                return None; // further apart in bytes than any name so near can be
            }
            let distance = strsim::osa_distance(wrong, name);
            let part = length >= 3 && (name.contains(wrong) || (name.len() >= 3 && wrong.contains(name)));
            (distance <= allowed || part).then_some((distance.min(allowed + 1), name))
        })
        .collect();
    near.sort_unstable();
    near.dedup();
    let best = near.first().map(|(distance, _)| *distance);
    near.into_iter().filter(|(distance, _)| Some(*distance) == best).map(|(_, name)| name).take(3).collect()
}

/// "did you mean `a`?" or "did you mean `a` or `b`?" None where nothing is near.
#[must_use]
pub fn did_you_mean<'a>(wrong: &str, names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    question(&nearest(wrong, names))
}

/// The same, of names that are near. None where there are none.
#[must_use]
pub fn question(near: &[&str]) -> Option<String> {
    let names: Vec<String> = near.iter().map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| format!("did you mean {}?", names.join(" or ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_nonsense_finds_none() {
        let names = ["station", "letter", "letters", "home"];
        assert_eq!(did_you_mean("stetion", names).as_deref(), Some("did you mean `station`?"));
        assert_eq!(nearest("lettre", names), ["letter"]);
        assert_eq!(nearest("lette", names), ["letter"]);
        assert_eq!(nearest("wedding", names), [""; 0]);
    }

    #[test]
    fn a_part_of_a_name_finds_it() {
        assert_eq!(nearest("suitcase", ["suitcase-walk-opening", "car"]), ["suitcase-walk-opening"]);
    }
}
