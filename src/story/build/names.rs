//! What ids stand for, and which of them nothing refers to.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::letters;
use crate::problem::{self, Code, Problem};
use crate::source::{FileId, Spanned, is_id};
use crate::suggest;
use crate::syntax::Unread;

/// A kind of thing that can be referred to.
pub(super) struct Kind {
    /// What it is called.
    pub(super) what: &'static str,
    code: &'static Code,
    /// How one is declared, but for scenes.
    declare: &'static str,
}

pub(super) const CHARACTER: Kind =
    Kind { what: "character", code: &problem::UNKNOWN_CHARACTER, declare: "[characters.ID]" };
pub(super) const PLACE: Kind = Kind { what: "place", code: &problem::UNKNOWN_PLACE, declare: "[places.ID]" };
pub(super) const LAYER: Kind = Kind { what: "layer", code: &problem::UNKNOWN_LAYER, declare: "[layers.ID]" };
pub(super) const STRAND: Kind = Kind { what: "strand", code: &problem::UNKNOWN_STRAND, declare: "[strands.ID]" };
pub(super) const FACT: Kind = Kind { what: "fact", code: &problem::UNKNOWN_FACT, declare: "[facts.ID]" };
pub(super) const SOURCE: Kind = Kind { what: "source", code: &problem::UNKNOWN_SOURCE, declare: "[sources.ID]" };
pub(super) const SCENE: Kind = Kind { what: "scene", code: &problem::UNKNOWN_SCENE, declare: "" };

/// Behind so many problems no name is compared with all others any more: so many are one.
const SUGGESTED: usize = 200;

/// The ids of one kind. One that was given and cannot be used stands for nothing, and is no problem twice.
pub(super) struct Ids<'d, I> {
    pub(super) kind: &'static Kind,
    stands_for: FxHashMap<&'d str, Option<I>>,
    unread: FxHashSet<&'d str>,
    used: FxHashSet<&'d str>,
    /// Those that a reference which leads nowhere may have meant.
    perhaps_meant: FxHashSet<&'d str>,
    /// Whether such a reference is near none of them: then it may have meant any.
    any_perhaps_meant: bool,
}

impl<'d, I: Copy> Ids<'d, I> {
    /// The ids of a kind. What stands in something that could not be read may be one, and stands for nothing.
    pub(super) fn new(
        kind: &'static Kind,
        unread: &'d Unread,
        ids: impl IntoIterator<Item = (&'d str, Option<I>)>,
    ) -> Self {
        Self {
            kind,
            stands_for: ids.into_iter().collect(),
            unread: unread.ids.iter().map(String::as_str).collect(),
            used: FxHashSet::default(),
            perhaps_meant: FxHashSet::default(),
            any_perhaps_meant: false,
        }
    }

    /// What an id stands for, where it stands for something.
    pub(super) fn get(&self, id: &str) -> Option<I> {
        self.stands_for.get(id).copied().flatten()
    }

    /// Lets an id stand for nothing.
    pub(super) fn withdraw(&mut self, id: &'d str) {
        self.stands_for.insert(id, None);
    }

    /// Whether an id is one of them, even if it stands for nothing.
    pub(super) fn has(&self, id: &str) -> bool {
        self.stands_for.contains_key(id)
    }

    /// Follows a reference, noting one that leads nowhere.
    pub(super) fn follow(&mut self, word: &Spanned<String>, file: FileId, problems: &mut Vec<Problem>) -> Option<I> {
        self.follow_behind("", word, file, problems)
    }

    /// The same, where ids are written behind something: `fact:`.
    pub(super) fn follow_behind(
        &mut self,
        prefix: &str,
        word: &Spanned<String>,
        file: FileId,
        problems: &mut Vec<Problem>,
    ) -> Option<I> {
        if let Some((&id, &found)) = self.stands_for.get_key_value(word.value.as_str()) {
            self.used.insert(id);
            return found;
        }
        if self.unread.contains(word.value.as_str()) {
            return None;
        }
        let near = if problems.len() < SUGGESTED {
            suggest::nearest(&word.value, self.stands_for.keys().copied())
        } else {
            Vec::new()
        };
        let written: Vec<String> = near.iter().map(|id| format!("{prefix}{id}")).collect();
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        let help = suggest::question(&written).unwrap_or_else(|| match self.kind.declare {
            "" => "scenes go by their `id`, in this file".to_owned(),
            _ if !is_id(&word.value) => "ids are written in small letters, digits and single hyphens".to_owned(),
            declare => format!("declare it with `{}`", declare.replace("ID", &word.value)),
        });
        self.any_perhaps_meant |= near.is_empty();
        self.perhaps_meant.extend(near.iter().filter_map(|id| self.stands_for.get_key_value(id)).map(|(&id, _)| id));
        let message = format!("there is no {} `{}`", self.kind.what, word.value);
        let label = format!("no {} has this id", self.kind.what);
        let mut problem = Problem::new(self.kind.code, file, message).at(word.span, label).help(help);
        if let Some((letter, like)) = letters::in_disguise(&word.value) {
            let code = u32::from(letter);
            problem =
                problem.help(format!("`{letter}` (U+{code:04X}) only looks like `{like}`: write it in Latin letters"));
        }
        problems.push(problem);
        None
    }

    /// Whether nothing refers to an id, nor may have meant to.
    pub(super) fn is_unused(&self, id: &str) -> bool {
        !self.used.contains(id) && !self.is_perhaps_meant(id)
    }

    /// Whether a reference that leads nowhere may have meant this id.
    pub(super) fn is_perhaps_meant(&self, id: &str) -> bool {
        self.any_perhaps_meant || self.perhaps_meant.contains(id)
    }
}
