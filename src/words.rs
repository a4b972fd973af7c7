//! What is said about time, as sentences. Names come in as they are to be shown.

use crate::calendar;
use crate::time::{Claim, Distance, Node, Relation, Says};

/// What a claim says of one of those it speaks of: "a comes 2 to 4 years after b".
#[must_use]
pub fn claim(says: Says, subject: &str, name: impl Fn(Node) -> String) -> String {
    match says {
        Says::At(calendar, window) => format!("{subject} is {}", calendar::at(calendar, window)),
        Says::Lasts(distance) => format!("{subject} lasts {}", calendar::apart(distance)),
        Says::Is { relation, target, by } => {
            let target = name(target);
            let apart = |word: &str| match by {
                Some(Distance { least: 0, most: 0 }) => format!("comes right {word}"),
                Some(distance) => format!("comes {} {word}", calendar::apart(distance)),
                None => format!("comes {word}"),
            };
            match relation {
                Relation::Before => format!("{subject} {} {target}", apart("before")),
                Relation::After => format!("{subject} {} {target}", apart("after")),
                Relation::During => format!("{subject} lies within {target}"),
                Relation::With => format!("{subject} is at the same time as {target}"),
                Relation::Same => format!("{subject} is the same event as {target}"),
            }
        }
    }
}

/// The scene or told fact that a claim speaks of, where it took part in a step between two of them: for a strand's
/// claim, whichever is not its target.
#[must_use]
pub fn subject_of(claim: &Claim, ends: [Option<Node>; 2]) -> Option<Node> {
    let target = claim.relation().map(|(_, target)| target);
    ends.into_iter().flatten().find(|&node| Some(node) != target)
}

/// "a", "a and b", "a, b and c".
pub(crate) fn listed<T: AsRef<str>>(words: &[T]) -> String {
    let [first @ .., before_last, last] = words else {
        return words.first().map_or(String::new(), |one| one.as_ref().to_owned());
    };
    let first: String = first.iter().map(|word| format!("{}, ", word.as_ref())).collect();
    format!("{first}{} and {}", before_last.as_ref(), last.as_ref())
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn a_list_reads_as_a_sentence() {
        assert_eq!([listed(&["a"]), listed(&["a", "b"]), listed(&["a", "b", "c"])], ["a", "a and b", "a, b and c"]);
        assert_eq!(listed::<&str>(&[]), "");
    }
}
