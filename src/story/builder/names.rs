//! What ids stand for, and which of them nothing refers to.

use std::collections::BTreeMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Builder;
use crate::letters;
use crate::problem::{self, Code, Problem};
use crate::source::{FileId, Span, Spanned, is_id, is_of_another};
use crate::story::ids::{CharacterId, FactId, LayerId, PlaceId, SceneId, SourceId, StrandId, ThingId};
use crate::suggest;
use crate::syntax::{self, Document, Entry, Text, Unread};

/// How many things of each kind have got their number, and which facts are told.
pub(super) struct Counts {
    scenes: u32,
    characters: u32,
    places: u32,
    layers: u32,
    things: u32,
    sources: u32,
    /// The first strands are the main ones of the works.
    strands: u32,
    mains: u32,
    pub(super) told: Vec<bool>,
}

impl Counts {
    /// Where nothing has its number yet but the main strands of the works.
    pub(super) fn of(documents: &[Document]) -> Self {
        let works = documents.iter().filter(|document| document.universe.is_none()).count() as u32;
        let (scenes, characters, places, layers, things, sources, mains) = Default::default();
        Self { scenes, characters, places, layers, things, sources, strands: works, mains, told: Vec::new() }
    }
}

/// What ids stand for in one document.
pub(super) struct Names<'d> {
    pub(super) scenes: Ids<'d, SceneId>,
    pub(super) characters: Ids<'d, CharacterId>,
    pub(super) places: Ids<'d, PlaceId>,
    pub(super) layers: Ids<'d, LayerId>,
    pub(super) things: Ids<'d, ThingId>,
    pub(super) strands: Ids<'d, StrandId>,
    pub(super) facts: Ids<'d, FactId>,
    pub(super) sources: Ids<'d, SourceId>,
    /// The numbers of its first scene, fact and strand other than `main`, had it any.
    pub(super) first: (SceneId, FactId, StrandId),
}

impl<'d> Names<'d> {
    /// Gives everything that a document declares its number.
    pub(super) fn of(document: &'d Document, counts: &mut Counts, problems: &mut Vec<Problem>) -> Self {
        let first = (SceneId(counts.scenes), FactId(counts.told.len() as u32), StrandId(counts.strands));
        let usable = |entry: &Entry<syntax::Fact>| entry.value.truth.is_some();
        let mut kept = counts.told.len() as u32..;
        let facts = document.facts.iter().map(|fact| (&fact.id, usable(fact)));
        let facts = facts.map(|(id, usable)| (id, usable.then(|| kept.next()).flatten().map(FactId)));
        let facts = Ids::new(&FACT, &document.unread, facts);
        counts.told.extend(document.facts.iter().filter(|fact| usable(fact)).map(|fact| fact.value.told));
        Self {
            scenes: scene_ids(document, &mut counts.scenes, problems),
            characters: numbered((&CHARACTER, document), &document.characters, &mut counts.characters, CharacterId),
            places: numbered((&PLACE, document), &document.places, &mut counts.places, PlaceId),
            layers: numbered((&LAYER, document), &document.layers, &mut counts.layers, LayerId),
            things: numbered((&THING, document), &document.things, &mut counts.things, ThingId),
            strands: strand_ids(document, counts),
            facts,
            sources: numbered((&SOURCE, document), &document.sources, &mut counts.sources, SourceId),
            first,
        }
    }

    /// Whether a scene is the one that its id stands for.
    pub(super) fn is_kept(&self, scene: &syntax::Scene, number: SceneId) -> bool {
        scene.id.as_ref().is_some_and(|id| self.scenes.get(&id.value) == Some(number))
    }

    /// Lets ids that are those of other works, as `work/id`, stand for nothing, and hands them out: they stand so in a cut of
    /// one work, which knows no other.
    pub(super) fn withdraw_those_of_others(&mut self, document: &'d Document) -> Vec<&'d Text> {
        fn of<'d, T, I: Copy>(entries: &'d [Entry<T>], ids: &mut Ids<'d, I>, found: &mut Vec<&'d Text>) {
            for id in entries.iter().map(|entry| &entry.id).filter(|id| is_of_another(&id.value)) {
                ids.withdraw(&id.value);
                found.push(id);
            }
        }
        let mut found = Vec::new();
        of(&document.sources, &mut self.sources, &mut found);
        of(&document.characters, &mut self.characters, &mut found);
        of(&document.places, &mut self.places, &mut found);
        of(&document.layers, &mut self.layers, &mut found);
        of(&document.things, &mut self.things, &mut found);
        of(&document.strands, &mut self.strands, &mut found);
        of(&document.facts, &mut self.facts, &mut found);
        found.extend(document.theories.iter().map(|theory| &theory.id).filter(|id| is_of_another(&id.value)));
        found
    }

    /// What is declared here and there, too: what it is, its id, and where it is declared here and there.
    pub(super) fn declared_in_both(&self, other: &Self) -> Vec<(&'static str, &'d str, [Span; 2])> {
        let kinds = [
            self.characters.declared_in_both(&other.characters),
            self.places.declared_in_both(&other.places),
            self.layers.declared_in_both(&other.layers),
            self.things.declared_in_both(&other.things),
            self.facts.declared_in_both(&other.facts),
            self.sources.declared_in_both(&other.sources),
        ];
        kinds.concat()
    }

    /// Notes every reference that leads nowhere.
    pub(super) fn note_lost(&mut self, file: FileId, problems: &mut Vec<Problem>) {
        self.scenes.note_lost(file, problems);
        self.characters.note_lost(file, problems);
        self.places.note_lost(file, problems);
        self.layers.note_lost(file, problems);
        self.things.note_lost(file, problems);
        self.strands.note_lost(file, problems);
        self.facts.note_lost(file, problems);
        self.sources.note_lost(file, problems);
    }
}

fn numbered<'d, T, I: Copy>(
    (kind, document): (&'static Kind, &'d Document),
    entries: &'d [Entry<T>],
    count: &mut u32,
    number: impl Fn(u32) -> I,
) -> Ids<'d, I> {
    let first = *count;
    *count += entries.len() as u32;
    Ids::new(kind, &document.unread, (first..).zip(entries).map(|(at, entry)| (&entry.id, Some(number(at)))))
}

/// `main` is a strand of every work, whether it is declared or not.
fn strand_ids<'d>(document: &'d Document, counts: &mut Counts) -> Ids<'d, StrandId> {
    let others = document.strands.iter().map(|strand| &strand.id).filter(|id| id.value != "main");
    let others = (counts.strands..).zip(others).map(|(at, id)| (id, Some(StrandId(at))));
    let mut ids = Ids::new(&STRAND, &document.unread, others);
    if document.universe.is_none() {
        counts.strands += ids.stands_for.len() as u32;
        ids.add("main", StrandId(counts.mains));
        counts.mains += 1;
    }
    ids
}

/// The first scene of an id is the one that it stands for.
fn scene_ids<'d>(document: &'d Document, count: &mut u32, problems: &mut Vec<Problem>) -> Ids<'d, SceneId> {
    let mut first: FxHashMap<&str, Span> = FxHashMap::default();
    let mut kept = Vec::new();
    for id in document.scenes.iter().filter_map(|scene| scene.id.as_ref()) {
        if let Some(&span) = first.get(id.value.as_str()) {
            let message = format!("two scenes have the id `{}`", id.value);
            let problem = Problem::new(&problem::DUPLICATE_ID, document.file, message);
            let problem = problem.at(id.span, "this scene is left out").at(span, "the first is here");
            problems.push(problem.help("give one of them another id"));
        } else {
            first.insert(&id.value, id.span);
            kept.push((id, Some(SceneId(*count))));
            *count += 1;
        }
    }
    Ids::new(&SCENE, &document.unread, kept)
}

/// Where the ids of a kind stand.
type OfKind<'d, I> = for<'n> fn(&'n mut Names<'d>) -> &'n mut Ids<'d, I>;

impl<'d> Builder<'d, '_> {
    /// Follows a reference, remembering one that leads nowhere: to what the document declares, or its universe does, or, as
    /// `work/id`, another work. Ids may be written behind something: `fact:`. `help` says what else the word may mean.
    pub(super) fn follow<I: Copy>(
        &mut self,
        ids: OfKind<'d, I>,
        word: &Text,
        prefix: &str,
        help: impl FnOnce(&Self) -> Option<String>,
    ) -> Option<I> {
        let (places, id) = self.places(ids, word);
        for &at in &places {
            if let Ok(found) = ids(&mut self.names[at]).find(id) {
                self.lost += u32::from(found.is_none());
                return found;
            }
        }
        self.lost += 1;
        let written = format!("{prefix}{}", word.value);
        let is_listed = places.is_empty() && self.is_listed(&word.value);
        let own = ids(&mut self.names[self.at]);
        if is_listed || own.is_lost_again(&written, word.span) {
            return None;
        }
        let few = own.may_suggest();
        let behind = word.value.strip_suffix(id).unwrap_or_default().to_owned();
        let mut near: Vec<String> = Vec::new();
        for &at in places.iter().filter(|_| few) {
            near.extend(ids(&mut self.names[at]).near(id).iter().map(|near| format!("{prefix}{behind}{near}")));
        }
        if near.is_empty() {
            for &at in &places {
                ids(&mut self.names[at]).any_perhaps_meant = true;
            }
        }
        let other = match self.elsewhere(ids, id) {
            _ if places.is_empty() => self.unknown_work(&word.value),
            Some(full) => Some(format!("it is in another work: write `{prefix}{full}`")),
            None => help(self),
        };
        let own = ids(&mut self.names[self.at]);
        let help = own.help(word, &near, other);
        let near = near.into_iter().map(|near| near[prefix.len()..].to_owned()).collect();
        own.lost.insert(written, Lost { id: word.value.clone(), spans: vec![word.span], near, help });
        None
    }

    /// Where a reference may lead, and the id that it has there.
    fn places<'w, I: Copy>(&mut self, ids: OfKind<'d, I>, word: &'w Text) -> (Vec<usize>, &'w str) {
        match word.value.split_once('/') {
            Some(_) if self.shared().is_none() && ids(&mut self.names[self.at]).has(&word.value) => {
                (vec![self.at], word.value.as_str())
            }
            Some((home, id)) => (self.works.get(home).copied().into_iter().collect(), id),
            None => (self.within_reach(), word.value.as_str()),
        }
    }

    /// Whether a reference would lead somewhere.
    pub(super) fn is_declared<I: Copy>(&mut self, ids: OfKind<'d, I>, word: &Text) -> bool {
        let (places, id) = self.places(ids, word);
        places.into_iter().any(|at| ids(&mut self.names[at]).get(id).is_some())
    }

    /// The documents whose things go by their id alone.
    fn within_reach(&self) -> Vec<usize> {
        let shared = self.shared().filter(|&shared| shared != self.at);
        std::iter::once(self.at).chain(shared).collect()
    }

    /// Whether a `work/id` names a work that the universe has, or may have, though nothing of it could be read.
    fn is_listed(&self, word: &str) -> bool {
        let universe = self.shared().and_then(|shared| self.documents[shared].universe.as_ref());
        let home = word.split_once('/').map(|(home, _)| home);
        let lists = |universe: &syntax::Universe| universe.works.iter().any(|it| Some(it.value.as_str()) == home);
        universe.is_some_and(|universe| universe.works.is_empty() || lists(universe))
    }

    /// What to do about a work that is not there.
    fn unknown_work(&self, word: &str) -> Option<String> {
        let (home, _) = word.split_once('/')?;
        let near = suggest::nearest(home, self.works.keys().copied());
        Some(match suggest::question(&near) {
            Some(question) => format!("there is no work `{home}`: {question}"),
            None if self.shared().is_some() => format!("there is no work `{home}` in this universe"),
            None => format!("there is no work `{home}`: works know each other where a `universe.toml` lists them"),
        })
    }

    /// How something that another work declares is named.
    fn elsewhere<I: Copy>(&mut self, ids: OfKind<'d, I>, id: &str) -> Option<String> {
        let others = self.documents.iter().enumerate().filter(|&(_, document)| document.universe.is_none());
        let others: Vec<(usize, &str)> = others.map(|(at, document)| (at, document.name.as_str())).collect();
        let (_, work) = others.into_iter().find(|&(at, _)| ids(&mut self.names[at]).get(id).is_some())?;
        Some(format!("{work}/{id}"))
    }
}

/// A kind of thing that can be referred to.
pub(super) struct Kind {
    /// What it is called.
    what: &'static str,
    code: &'static Code,
    /// How one is declared, but for scenes.
    declare: &'static str,
}

const CHARACTER: Kind = Kind { what: "character", code: &problem::UNKNOWN_CHARACTER, declare: "[characters.ID]" };
const PLACE: Kind = Kind { what: "place", code: &problem::UNKNOWN_PLACE, declare: "[places.ID]" };
const LAYER: Kind = Kind { what: "layer", code: &problem::UNKNOWN_LAYER, declare: "[layers.ID]" };
const THING: Kind = Kind { what: "thing", code: &problem::UNKNOWN_THING, declare: "[things.ID]" };
const STRAND: Kind = Kind { what: "strand", code: &problem::UNKNOWN_STRAND, declare: "[strands.ID]" };
const FACT: Kind = Kind { what: "fact", code: &problem::UNKNOWN_FACT, declare: "[facts.ID]" };
const SOURCE: Kind = Kind { what: "source", code: &problem::UNKNOWN_SOURCE, declare: "[sources.ID]" };
const SCENE: Kind = Kind { what: "scene", code: &problem::UNKNOWN_SCENE, declare: "" };

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
    /// Whether nothing at all could be read of where they are declared.
    all_unread: bool,
}

/// That a reference leads nowhere.
struct Nowhere;

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
    fn new(
        kind: &'static Kind,
        unread: &Unread,
        ids: impl IntoIterator<Item = (&'d Spanned<String>, Option<I>)>,
    ) -> Self {
        let ids: Vec<(&Spanned<String>, Option<I>)> = ids.into_iter().collect();
        let cannot_be = |id: &str| !is_id(id) && !is_of_another(id);
        let meant = ids.iter().filter(|(id, _)| cannot_be(&id.value)).filter_map(|(id, _)| letters::id_like(&id.value));
        Self {
            kind,
            unread: unread.ids.iter().cloned().chain(meant).collect(),
            declared: ids.iter().map(|(id, _)| (id.value.as_str(), id.span)).collect(),
            stands_for: ids.into_iter().map(|(id, stands_for)| (id.value.as_str(), stands_for)).collect(),
            used: FxHashSet::default(),
            perhaps_meant: FxHashSet::default(),
            any_perhaps_meant: false,
            lost: BTreeMap::new(),
            all_unread: unread.all,
        }
    }

    /// What is declared here and there, too: what it is, its id, and where it is declared here and there.
    fn declared_in_both(&self, other: &Self) -> Vec<(&'static str, &'d str, [Span; 2])> {
        let both = self.declared.iter().filter_map(|(&id, &here)| Some((id, [here, *other.declared.get(id)?])));
        let mut both: Vec<_> = both.map(|(id, spans)| (self.kind.what, id, spans)).collect();
        both.sort_unstable_by_key(|&(_, _, spans)| spans);
        both
    }

    /// What an id stands for, where it stands for something.
    pub(super) fn get(&self, id: &str) -> Option<I> {
        self.stands_for.get(id).copied().flatten()
    }

    /// Lets an id stand for something that is declared nowhere.
    fn add(&mut self, id: &'d str, stands_for: I) {
        self.stands_for.insert(id, Some(stands_for));
    }

    /// Lets an id stand for nothing.
    pub(super) fn withdraw(&mut self, id: &'d str) {
        self.stands_for.insert(id, None);
    }

    /// Whether an id is one of them, even if it stands for nothing.
    pub(super) fn has(&self, id: &str) -> bool {
        self.all_unread || self.stands_for.contains_key(id) || self.unread.contains(id)
    }

    /// What a reference stands for: nothing, if that is declared and cannot be used.
    fn find(&mut self, id: &str) -> Result<Option<I>, Nowhere> {
        if let Some((&id, &found)) = self.stands_for.get_key_value(id) {
            self.used.insert(id);
            return Ok(found);
        }
        if self.has(id) { Ok(None) } else { Err(Nowhere) }
    }

    /// Whether a reference leads nowhere as one before it did; then it is remembered.
    fn is_lost_again(&mut self, written: &str, span: Span) -> bool {
        let lost = self.lost.get_mut(written);
        lost.map(|lost| lost.spans.push(span)).is_some()
    }

    /// Whether what else was meant is still looked for.
    pub(super) fn may_suggest(&self) -> bool {
        self.lost.len() < SUGGESTED
    }

    /// The ids that are near one that leads nowhere: it may have meant them.
    pub(super) fn near(&mut self, id: &str) -> Vec<&'d str> {
        let usable = self.stands_for.keys().copied().filter(|id| is_id(id));
        let near = suggest::nearest(id, usable);
        let near: Vec<&str> =
            near.into_iter().filter_map(|id| self.stands_for.get_key_value(id)).map(|(&id, _)| id).collect();
        self.perhaps_meant.extend(&near);
        near
    }

    /// What to do about a reference that leads nowhere.
    fn help(&self, word: &Text, near: &[String], other: Option<String>) -> Vec<String> {
        let near: Vec<&str> = near.iter().map(String::as_str).collect();
        let first = other.or_else(|| suggest::question(&near)).unwrap_or_else(|| match self.kind.declare {
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
