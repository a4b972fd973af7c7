//! Which of several things moved, where they stand in another order: as few as can be, so that the others stand as before.
//!
//! Those that stay are a longest increasing subsequence (Fredman 1975), found with a tree of prefix maxima (Fenwick 1994):
//! O(n log n). Of those as long, one that keeps as much as can be of what does not like to move. From either side the same are
//! found: the sequence is always walked from that side which comes first by what each thing is called.

/// What a subsequence that ends somewhere is worth: how many it keeps, and how many of those do not like to move.
type Worth = (u32, u32);

/// One thing that stands in both orders.
#[derive(Clone, Copy)]
pub(super) struct Placed<'a> {
    /// What it is called in the first and in the second story.
    pub(super) called: [&'a str; 2],
    /// Its place in the second order; places are dense.
    pub(super) place: u32,
    /// Whether it is likelier than others to be what was moved.
    pub(super) likely: bool,
}

/// For each, in the first order, whether it moved.
pub(super) fn moved(placed: &[Placed]) -> Vec<bool> {
    let mut inverse = vec![0u32; placed.len()];
    for (at, it) in (0..).zip(placed) {
        inverse[it.place as usize] = at;
    }
    if inverse.iter().enumerate().all(|(at, &first)| at == first as usize) {
        return vec![false; placed.len()];
    }
    let name = |it: &Placed<'_>| -> [String; 2] {
        let [one, other] = it.called;
        if one <= other { [one.to_owned(), other.to_owned()] } else { [other.to_owned(), one.to_owned()] }
    };
    let second = inverse.iter().map(|&first| &placed[first as usize]);
    let first_differing = placed.iter().zip(second).map(|(one, other)| (name(one), name(other))).find(|(a, b)| a != b);
    if first_differing.is_some_and(|(one, other)| other < one) {
        let likely: Vec<bool> = inverse.iter().map(|&first| placed[first as usize].likely).collect();
        let kept = longest(&inverse, &likely);
        return placed.iter().map(|it| !kept[it.place as usize]).collect();
    }
    let (second, likely): (Vec<u32>, Vec<bool>) = placed.iter().map(|it| (it.place, it.likely)).unzip();
    longest(&second, &likely).into_iter().map(|kept| !kept).collect()
}

/// Which of a permutation are kept.
fn longest(places: &[u32], likely: &[bool]) -> Vec<bool> {
    // The best subsequence that ends at a place up to each, and with whom it ends (from 1; 0 is nobody).
    let mut tree: Vec<(Worth, u32)> = vec![((0, 0), 0); places.len() + 1];
    let mut before = vec![0u32; places.len()];
    for (at, &place) in places.iter().enumerate() {
        let mut best = ((0, 0), 0);
        let mut up_to = place as usize;
        while up_to > 0 {
            if tree[up_to].0 > best.0 {
                best = tree[up_to];
            }
            up_to &= up_to - 1;
        }
        before[at] = best.1;
        let worth = (best.0.0 + 1, best.0.1 + u32::from(!likely[at]));
        let mut from = place as usize + 1;
        while from < tree.len() {
            if worth > tree[from].0 {
                tree[from] = (worth, at as u32 + 1);
            }
            from += from & from.wrapping_neg();
        }
    }
    let mut last = ((0, 0), 0);
    let mut up_to = places.len();
    while up_to > 0 {
        if tree[up_to].0 > last.0 {
            last = tree[up_to];
        }
        up_to &= up_to - 1;
    }
    let mut kept = vec![false; places.len()];
    let mut at = last.1;
    while at > 0 {
        kept[at as usize - 1] = true;
        at = before[at as usize - 1];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What moved from one order of letters to another; capitals are likely to.
    fn from_to(old: &str, new: &str) -> String {
        let names: Vec<String> = old.chars().map(|c| c.to_string()).collect();
        let placed: Vec<Placed> = names
            .iter()
            .map(|name| Placed {
                called: [name, name],
                place: new.find(name.as_str()).unwrap() as u32,
                likely: name.to_uppercase() == *name,
            })
            .collect();
        let mut moved: Vec<&str> =
            moved(&placed).iter().zip(&names).filter(|(moved, _)| **moved).map(|(_, name)| name.as_str()).collect();
        moved.sort_unstable();
        moved.concat()
    }

    #[test]
    fn as_few_as_can_be_have_moved() {
        assert_eq!(from_to("abcdef", "abcdef"), "");
        assert_eq!(from_to("abcdef", "fabcde"), "f");
        assert_eq!(from_to("abcdef", "acdebf"), "b");
        assert_eq!(from_to("abcdef", "dbcaef").len(), 2);
        assert_eq!(from_to("abc", "cba").len(), 2);
    }

    #[test]
    fn the_likelier_of_two_has_moved() {
        assert_eq!(from_to("aB", "Ba"), "B");
        assert_eq!(from_to("Ab", "bA"), "A");
        assert_eq!(from_to("abCdef", "abdCef"), "C");
    }

    #[test]
    fn from_either_side_the_same_have_moved() {
        for [one, other] in [["ab", "ba"], ["abcd", "dcba"], ["abcdef", "badcfe"], ["abCd", "dabC"], ["cab", "bca"]] {
            assert_eq!(from_to(one, other), from_to(other, one), "{one} {other}");
        }
    }
}
