//! The colours of pictures: told apart by those who see few of them, and standing out from light paper and from dark.

use super::Scheme;

/// The style of pictures inside a page. Every rule is about `svg.storyline`, and no other.
pub(crate) const STYLE: &str = "";

/// The style of a picture that is a file of its own.
pub(super) fn style(_scheme: Scheme) -> String {
    String::new()
}
