//! What one list has and another has not.

use std::collections::BTreeMap;

/// What is in the one list and not in the other, each as often as that: lost, and gained.
pub(super) fn lost_and_gained<'v, T: Ord>(old: &'v [T], new: &'v [T]) -> [Vec<&'v T>; 2] {
    let only = |some: &'v [T], others: &'v [T]| {
        let mut left: BTreeMap<&T, usize> = BTreeMap::new();
        for it in others {
            *left.entry(it).or_default() += 1;
        }
        let mut only = Vec::new();
        for it in some {
            match left.get_mut(it) {
                Some(count) if *count > 0 => *count -= 1,
                _ => only.push(it),
            }
        }
        only
    };
    [only(old, new), only(new, old)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_there_twice_and_then_once_is_lost_once() {
        assert_eq!(lost_and_gained(&["a", "b", "a"], &["c", "a"]), [vec![&"b", &"a"], vec![&"c"]]);
    }
}
