//! What ids stand for, and which of them nothing refers to.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::letters;
use crate::problem::{self, Code, Problem};
use crate::source::{FileId, Span, Spanned, is_id};
use crate::suggest;
use crate::syntax::Unread;

/// A kind of thing that can be referred to.
pub(super) struct Kind {
    /// What it is called.
    what: &'static str,
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

/// Of references to one id that leads nowhere so many are noted.
const EACH: usize = 1_000;

/// The ids of one kind. One that was given and cannot be used stands for nothing, and is no problem twice.
pub(super) struct Ids<'d, I> {
    pub(super) kind: &'static Kind,
    stands_for: FxHashMap<&'d str, Option<I>>,
    /// Where each is declared.
    declared: FxHashMap<&'d str, Span>,
    /// What may be declared in something that could not be read, or is declared by an id that cannot be one.
    unread: FxHashSet<String>,
    used: FxHashSet<&'d str>,
    /// Those that a reference which leads nowhere may have meant.
    perhaps_meant: FxHashSet<&'d str>,
    /// Whether such a reference is near none of them: then it may have meant any.
    any_perhaps_meant: bool,
    /// References that lead nowhere, by what is written.
    lost: BTreeMap<String, Lost>,
}

/// References that lead nowhere, all to one id.
struct Lost {
    id: String,
    /// Where they are, in the order in which they were met.
    spans: Vec<Span>,
    /// The ids that are near.
    near: Vec<String>,
    help: Vec<String>,
}

impl<'d, I: Copy> Ids<'d, I> {
    /// The ids of a kind, each with where it is declared. What stands in something that could not be read may be one, too.
    pub(super) fn new(
        kind: &'static Kind,
        unread: &Unread,
        ids: impl IntoIterator<Item = (&'d Spanned<String>, Option<I>)>,
    ) -> Self {
        let ids: Vec<(&Spanned<String>, Option<I>)> = ids.into_iter().collect();
        let meant = ids.iter().filter(|(id, _)| !is_id(&id.value)).filter_map(|(id, _)| letters::id_like(&id.value));
        Self {
            kind,
            unread: unread.ids.iter().cloned().chain(meant).collect(),
            declared: ids.iter().map(|(id, _)| (id.value.as_str(), id.span)).collect(),
            stands_for: ids.into_iter().map(|(id, stands_for)| (id.value.as_str(), stands_for)).collect(),
            used: FxHashSet::default(),
            perhaps_meant: FxHashSet::default(),
            any_perhaps_meant: false,
            lost: BTreeMap::new(),
        }
    }

    /// What an id stands for, where it stands for something.
    pub(super) fn get(&self, id: &str) -> Option<I> {
        self.stands_for.get(id).copied().flatten()
    }

    /// Lets an id stand for something that is declared nowhere.
    pub(super) fn add(&mut self, id: &'d str, stands_for: I) {
        self.stands_for.insert(id, Some(stands_for));
    }

    /// Lets an id stand for nothing.
    pub(super) fn withdraw(&mut self, id: &'d str) {
        self.stands_for.insert(id, None);
    }

    /// Whether an id is one of them, even if it stands for nothing.
    pub(super) fn has(&self, id: &str) -> bool {
        self.stands_for.contains_key(id) || self.unread.contains(id)
    }

    /// Follows a reference, remembering one that leads nowhere. Ids may be written behind something: `fact:`. `help` says
    /// what else the word may mean.
    pub(super) fn follow(
        &mut self,
        word: &Spanned<String>,
        prefix: &str,
        help: impl FnOnce() -> Option<String>,
    ) -> Option<I> {
        if let Some((&id, &found)) = self.stands_for.get_key_value(word.value.as_str()) {
            self.used.insert(id);
            return found;
        }
        if self.unread.contains(&word.value) {
            return None;
        }
        let written = format!("{prefix}{}", word.value);
        if let Some(lost) = self.lost.get_mut(&written) {
            lost.spans.push(word.span);
            return None;
        }
        let few = self.lost.len() < SUGGESTED;
        let usable = self.stands_for.keys().copied().filter(|id| is_id(id));
        let near = if few { suggest::nearest(&word.value, usable) } else { Vec::new() };
        let near: Vec<&str> =
            near.into_iter().filter_map(|id| self.stands_for.get_key_value(id)).map(|(&id, _)| id).collect();
        self.any_perhaps_meant |= near.is_empty();
        self.perhaps_meant.extend(&near);
        let help = self.help(word, &near, prefix, help());
        let near = near.into_iter().map(str::to_owned).collect();
        self.lost.insert(written, Lost { id: word.value.clone(), spans: vec![word.span], near, help });
        None
    }

    /// What to do about a reference that leads nowhere.
    fn help(&self, word: &Spanned<String>, near: &[&str], prefix: &str, other: Option<String>) -> Vec<String> {
        let written: Vec<String> = near.iter().map(|id| format!("{prefix}{id}")).collect();
        let written: Vec<&str> = written.iter().map(String::as_str).collect();
        let first = other.or_else(|| suggest::question(&written)).unwrap_or_else(|| match self.kind.declare {
            "" => "scenes go by their `id`, in this file".to_owned(),
            _ if !is_id(&word.value) => "ids are written in small letters, digits and single hyphens".to_owned(),
            declare => format!("declare it with `{}`", declare.replace("ID", &word.value)),
        });
        let disguise = letters::in_disguise(&word.value).map(|(letter, like)| {
            format!("`{letter}` (U+{:04X}) only looks like `{like}`: write it in Latin letters", u32::from(letter))
        });
        std::iter::once(first).chain(disguise).collect()
    }

    /// Notes the references that lead nowhere. Where several name one id, and one that is near is declared and named by
    /// nobody, the slip is there.
    pub(super) fn note_lost(&mut self, file: FileId, problems: &mut Vec<Problem>) {
        let what = self.kind.what;
        for lost in std::mem::take(&mut self.lost).into_values() {
            let id = &lost.id;
            let near = if let [near] = &lost.near[..] { Some(near.as_str()) } else { None };
            let declared =
                near.filter(|near| !self.used.contains(near)).and_then(|near| Some((near, *self.declared.get(near)?)));
            let message = format!("there is no {what} `{id}`");
            match declared {
                Some((near, span)) if lost.spans.len() > 1 => {
                    let times = lost.spans.len();
                    let message = format!("{message}, which is named {times} times, and nothing names `{near}`");
                    let problem =
                        Problem::new(self.kind.code, file, message).at(span, format!("is this meant for `{id}`?"));
                    problems.push(problem.at(lost.spans[0], "here, and elsewhere").help(format!("call it `{id}`")));
                }
                _ => problems.extend(lost.spans.iter().take(EACH).map(|&span| {
                    let problem = Problem::new(self.kind.code, file, message.as_str());
                    let problem = problem.at(span, format!("no {what} has this id"));
                    let problem = lost.help.iter().fold(problem, |problem, help| problem.help(help.as_str()));
                    let more = lost.spans.len() > EACH && Some(&span) == lost.spans.get(EACH - 1);
                    if more { problem.help(format!("it is named {} times in all", lost.spans.len())) } else { problem }
                })),
            }
        }
    }

    /// Whether nothing refers to an id, nor may have meant to.
    pub(super) fn is_unused(&self, id: &str) -> bool {
        is_id(id) && !self.used.contains(id) && !self.is_perhaps_meant(id) // one that cannot be an id cannot be named
    }

    /// Whether a reference that leads nowhere may have meant this id.
    pub(super) fn is_perhaps_meant(&self, id: &str) -> bool {
        self.any_perhaps_meant || self.perhaps_meant.contains(id)
    }
}
