//! Other futures of a tale: all that may change without changing what somebody knows who has seen some of its scenes.
//!
//! Each change leaves the cut as docs/model.md 3.2 has it. One that does not is a mistake here, not a leak. What a change
//! invents is called a canary, so that no word of it may ever be printed.

mod added;
mod changed;
mod slips;

use storyline::calendar::Moment;
use storyline::syntax::{self, Claim, Document, Entry, Fact, Once, Text};

use super::choices::Choices;
use super::known::{Known, id_of};
use super::tale::{Maker, Names, Tale, scene_ids};

/// What every text and most ids that a future invents begin with, in any case.
pub(crate) const CANARY: &str = "canary";

/// A tale with another future, in the making.
pub(crate) struct Future {
    pub(crate) document: Document,
    /// Text behind the document: what could not be written with it.
    behind: String,
    choices: Choices,
    known: Known,
    invented: usize,
    /// Whether whatever can be changed is.
    thorough: bool,
}

type Change = fn(&mut Future);

/// Every kind of change, by name.
pub(crate) const CHANGES: &[(&str, Change)] = &[
    ("drops scenes", Future::drop_scenes),
    ("drops what is declared", Future::drop_declared),
    ("moves scenes", Future::move_scenes),
    ("moves what is declared", Future::move_declared),
    ("renames what is hidden", Future::rename_hidden),
    ("renumbers facts, strands and layers", Future::renumber),
    ("tells scenes otherwise", Future::tell_otherwise),
    ("declares otherwise", Future::declare_otherwise),
    ("changes what is behind a belief", Future::change_what_is_behind_beliefs),
    ("changes what nothing shows", Future::change_what_nothing_shows),
    ("says otherwise what changes and who knows what", Future::change_continuity),
    ("changes strands that do not exist yet", Future::change_hidden_strands),
    ("puts seen scenes on a strand that does not exist yet", Future::put_on_hidden_strand),
    ("changes the first story day", Future::change_first_day),
    ("adds scenes", Future::add_scenes),
    ("adds a first and a last date", Future::add_dates),
    ("adds an event between two", Future::add_event_between),
    ("adds what is declared", Future::add_declared),
    ("adds claims onto what is seen", Future::add_claims_onto_seen),
    ("adds claims that wait or lead out", Future::add_claims_that_wait),
    ("adds targets that are not seen", Future::add_targets),
    ("adds causes that lead out", Future::add_causes),
    ("adds hints that let nobody believe anything", Future::add_hints),
    ("adds hindsight", Future::add_hindsight),
    ("adds later names", Future::add_later_names),
    ("adds theories", Future::add_theories),
    ("contradicts itself", Future::contradict),
    ("is full of slips", Future::add_slips),
];

/// Another future of a tale, as a file.
pub(crate) fn another(tale: &Tale, choices: &[u8]) -> (String, Vec<&'static str>) {
    let mut future = Future::of(tale, choices);
    let count = 1 + future.choices.below(5);
    let mut names = Vec::new();
    for _ in 0..count {
        let (name, change) = CHANGES[future.choices.below(CHANGES.len())];
        future.change(change);
        names.push(name);
    }
    (future.text(), names)
}

/// Another future of a tale, as a document, and the text behind it: what could not be written with it.
pub(crate) fn another_document(tale: &Tale, choices: &[u8]) -> (Document, String) {
    let mut future = Future::of(tale, choices);
    for _ in 0..=future.choices.below(5) {
        let (_, change) = CHANGES[future.choices.below(CHANGES.len())];
        future.change(change);
    }
    (future.document, future.behind)
}

/// A future with one change of each kind, and every hidden word a canary.
pub(crate) fn canaries(tale: &Tale, choices: &[u8]) -> String {
    let (document, behind) = canaries_document(tale, choices);
    format!("{}{behind}", syntax::write(&document))
}

/// The same as a document, and the text behind it.
pub(crate) fn canaries_document(tale: &Tale, choices: &[u8]) -> (Document, String) {
    let mut future = Future::of(tale, choices);
    future.thorough = true;
    let renumber: Change = Future::renumber;
    for (_, change) in CHANGES.iter().filter(|(_, change)| !std::ptr::fn_addr_eq(*change, renumber)) {
        future.change(*change);
    }
    future.change(Future::tell_otherwise);
    future.change(Future::declare_otherwise);
    future.change(Future::rename_hidden);
    (future.document, future.behind)
}

impl Future {
    fn of(tale: &Tale, choices: &[u8]) -> Self {
        Self {
            document: tale.document.clone(),
            behind: String::new(),
            choices: Choices::of(choices),
            known: Known::of(&tale.document, &tale.seen),
            invented: 0,
            thorough: false,
        }
    }

    fn change(&mut self, change: Change) {
        let seen = self.known.scenes.clone();
        self.known = Known::of(&self.document, &seen);
        change(self);
    }

    fn text(&self) -> String {
        format!("{}{}", syntax::write(&self.document), self.behind)
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.thorough || self.choices.chance(percent)
    }

    /// Makes parts of the future.
    fn maker(&mut self) -> Maker<'_> {
        self.invented += 1000;
        let names = Names::of(&self.document);
        Maker { choices: &mut self.choices, mark: "Canary", texts: self.invented, names }
    }

    fn invent(&mut self, what: &str) -> String {
        self.invented += 1;
        format!("{CANARY}-{what}-{}", self.invented)
    }

    fn seen_scenes(&self) -> Vec<usize> {
        (0..self.document.scenes.len()).filter(|&at| self.is_seen(at)).collect()
    }

    fn hidden_scenes(&self) -> Vec<usize> {
        (0..self.document.scenes.len()).filter(|&at| !self.is_seen(at)).collect()
    }

    fn is_seen(&self, at: usize) -> bool {
        self.known.has_seen(&self.document.scenes[at])
    }

    /// The id of a scene that is not seen: one that there is, or one that there is not.
    fn hidden_scene(&mut self) -> Text {
        let hidden: Vec<String> = self.hidden_scenes().iter().map(|&at| id_of(&self.document.scenes[at])).collect();
        let id = self.choices.one(&hidden).cloned().unwrap_or_else(|| format!("{CANARY}-nowhere"));
        id.as_str().into()
    }

    /// The id of a fact that is not known: one that there is, a new one, or one that there is not.
    fn unknown_fact(&mut self) -> Text {
        let facts = self.document.facts.iter().map(|fact| fact.id.value.clone());
        let unknown: Vec<String> = facts.filter(|id| !self.known.facts.contains(id)).collect();
        let id = match self.choices.below(8) {
            0..=4 => self.choices.one(&unknown).cloned(),
            5 | 6 => Some(self.declare_fact(false)),
            _ => None,
        };
        id.unwrap_or_else(|| format!("{CANARY}-never")).as_str().into()
    }

    /// Something that does not hold by now: at least one fact is not known.
    fn unknown_once(&mut self) -> Once {
        let mut facts = vec![self.unknown_fact()];
        let known: Vec<String> = self.known.facts.iter().cloned().collect();
        if self.choices.chance(25)
            && let Some(known) = self.choices.one(&known)
        {
            let at = self.choices.below(2);
            facts.insert(at, known.as_str().into());
        }
        Once { facts, ..Once::default() }
    }

    /// A new fact, which no seen scene has anything to do with.
    fn declare_fact(&mut self, told: bool) -> String {
        let id = self.invent("fact");
        let mut maker = self.maker();
        maker.names.told = if told { vec![id.clone()] } else { Vec::new() };
        let fact = maker.fact(&id);
        let fact = Fact { seems: fact.seems.filter(|_| told), ..fact };
        let entry = Entry::new(&id, fact);
        insert(&mut self.choices, &mut self.document.facts, entry);
        id
    }

    /// A claim that is no matter of the cut: it waits for what is not known, or names only what is not seen.
    fn idle_claim(&mut self, own: Option<&str>) -> Claim {
        let happened = self.choices.below(12);
        let mut maker = self.maker();
        let nobody = "nobody";
        let claims = maker.claims(Some((own.unwrap_or(nobody), happened)));
        let mut claim = claims.into_iter().next().unwrap_or_default();
        let leads_out = claim.at.is_none() && self.choices.chance(50);
        if leads_out {
            let hidden = self.hidden_scene();
            for targets in [&mut claim.before, &mut claim.after, &mut claim.during, &mut claim.with, &mut claim.same] {
                targets.truncate(1);
                targets.fill(hidden.clone());
            }
            claim.once = if self.choices.chance(50) { claim.once } else { Once::default() };
        } else {
            claim.once = self.unknown_once();
        }
        claim
    }
}

/// A claim that something is at a time.
fn at(moment: &str) -> Claim {
    Claim { at: Some(Moment::parse(moment).unwrap().into()), ..Claim::default() }
}

/// Puts something into a list, anywhere.
fn insert<T>(choices: &mut Choices, list: &mut Vec<T>, item: T) {
    let at = choices.below(list.len() + 1);
    list.insert(at, item);
}

/// The words of scenes that a future may be asked for: those that it hides.
pub(crate) fn hidden_words(tale: &Tale) -> Vec<String> {
    scene_ids(&tale.document).into_iter().filter(|id| !tale.seen.contains(id)).collect()
}
