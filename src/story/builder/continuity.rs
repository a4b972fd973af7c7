//! What scenes and facts need and change, whose states they name, who knows what, who is born when, how far it is.

use rustc_hash::FxHashMap;

use super::Builder;
use crate::problem;
use crate::source::{Location, Span};
use crate::story::{Born, CharacterId, Continuity, Knows, Owner, State, StateId, StateIs, Value, Way};
use crate::suggest;
use crate::syntax::{self, Entry, Text};

/// Every state that was named so far.
#[derive(Default)]
pub(super) struct States {
    all: Vec<State>,
    by_name: FxHashMap<(Owner, String), StateId>,
}

impl States {
    fn named(&mut self, owner: Owner, name: &str) -> StateId {
        let next = StateId(self.all.len() as u32);
        let state = *self.by_name.entry((owner, name.to_owned())).or_insert(next);
        if state == next {
            self.all.push(State { owner, name: name.to_owned(), begins: None });
        }
        state
    }

    /// All of them, by first appearance.
    pub(super) fn into_all(self) -> Vec<State> {
        self.all
    }
}

impl<'d> Builder<'d, '_> {
    /// What is said of states before anything happens.
    pub(super) fn first_states(&mut self) {
        let documents = self.documents;
        for (at, document) in documents.iter().enumerate() {
            self.at = at;
            for entry in &document.characters {
                if let Some(id) = self.names[at].characters.get(&entry.id.value) {
                    self.begins(Owner::Character(id), &entry.value.begins);
                }
            }
            for entry in &document.places {
                if let Some(id) = self.names[at].places.get(&entry.id.value) {
                    self.begins(Owner::Place(id), &entry.value.begins);
                }
            }
            for entry in &document.things {
                if let Some(id) = self.names[at].things.get(&entry.id.value) {
                    self.begins(Owner::Thing(id), &entry.value.begins);
                }
            }
        }
    }

    /// What the states of something are before anything happens.
    fn begins(&mut self, owner: Owner, begins: &[syntax::StateIs]) {
        for is in begins {
            let state = self.states.named(owner, &is.state.value);
            let written = self.location(between(is));
            self.states.all[state.index()].begins = Some((value(&is.value.value), written));
        }
    }

    /// What a scene needs and changes.
    pub(super) fn continuity(&mut self, scene: &'d syntax::Scene) -> Continuity {
        Continuity {
            becomes: self.states_are(&scene.becomes),
            needs: self.states_are(&scene.needs),
            learns: self.knows(&scene.learns),
            uses: self.knows(&scene.uses),
        }
    }

    /// The same of a fact, which must be an event for that.
    pub(super) fn continuity_of_fact(&mut self, fact: &'d syntax::Fact) -> Continuity {
        let said = [("becomes", &fact.becomes), ("needs", &fact.needs)];
        for (key, states) in said.iter().filter(|_| !fact.told) {
            if let Some(first) = states.first() {
                let message = format!("the fact has no `when`, so nothing happens that `{key}` could go with");
                let help = "give the fact a `when`, or write this in the scene that shows it";
                self.note(&problem::FACT_WITHOUT_TIME, message, first.state.span, help);
            }
        }
        let (becomes, needs) = (self.states_are(&fact.becomes), self.states_are(&fact.needs));
        if fact.told { Continuity { becomes, needs, ..Continuity::default() } } else { Continuity::default() }
    }

    fn states_are(&mut self, written: &'d [syntax::StateIs]) -> Vec<StateIs> {
        let mut states = Vec::new();
        for is in written {
            let Some((id, name)) = is.state.value.rsplit_once('.') else { continue };
            let word = Text { value: id.to_owned(), span: is.state.span };
            let Some(owner) = self.owner(&word) else { continue };
            let state = self.states.named(owner, name);
            let written = self.location(between(is));
            if states.iter().any(|is: &StateIs| is.state == state) {
                let message = format!("the state `{}` is listed twice", is.state.value);
                self.note(&problem::LISTED_TWICE, message, is.state.span, "leave one of them out");
                continue;
            }
            states.push(StateIs { state, value: value(&is.value.value), written });
        }
        states
    }

    /// Whose state is meant: a character's, a thing's or a place's.
    fn owner(&mut self, word: &Text) -> Option<Owner> {
        let is_character = self.is_declared(|names| &mut names.characters, word);
        let is_thing = self.is_declared(|names| &mut names.things, word);
        let is_place = self.is_declared(|names| &mut names.places, word);
        if u8::from(is_character) + u8::from(is_thing) + u8::from(is_place) > 1 {
            self.note_shared_id(word, [is_character, is_thing, is_place]);
        }
        if is_character {
            return self.character(word).map(Owner::Character);
        }
        if is_place && !is_thing {
            return self.place(Some(word)).map(Owner::Place);
        }
        let names = &mut self.names[self.at];
        let is_nothing = !is_thing && names.things.may_suggest();
        let near = is_nothing.then(|| {
            let near =
                [names.characters.near(&word.value), names.places.near(&word.value), names.things.near(&word.value)];
            suggest::question(&near.concat())
        });
        let help = |builder: &Self| {
            near.flatten().or_else(|| builder.other_kind(&word.value, "character, a place or a thing"))
        };
        self.follow(|names| &mut names.things, word, "", help).map(Owner::Thing)
    }

    fn note_shared_id(&mut self, word: &Text, is: [bool; 3]) {
        let kinds = ["a character", "a thing", "a place"].into_iter().zip(is).filter(|(_, is)| *is);
        let kinds: Vec<&str> = kinds.map(|(kind, _)| kind).collect();
        let message = format!("`{}` is {}: whose state is this?", word.value, kinds.join(" and "));
        self.note(&problem::BAD_VALUE, message, word.span, "give one of them another id");
    }

    fn knows(&mut self, written: &'d [syntax::Knows]) -> Vec<Knows> {
        let mut all = Vec::new();
        for knows in written {
            let who = self.character(&knows.who);
            let facts = self.once_each(&knows.facts, "fact", Self::fact);
            if let Some(who) = who {
                all.extend(facts.into_iter().map(|(fact, written)| Knows { who, fact, written }));
            }
        }
        all
    }

    /// When a character was born.
    pub(super) fn born(&mut self, thing: &syntax::Thing) -> Option<Born> {
        let born = thing.born?;
        let Some((calendar, window)) = self.instant(born.value, self.home()) else {
            self.note_homeless_day(born.span);
            return None;
        };
        Some(Born { calendar, window, moment: born.value, written: self.location(born.span) })
    }

    /// How long it takes to a place from others.
    pub(super) fn ways(&mut self, to: &Entry<syntax::Thing>) -> Vec<Way> {
        let mut ways: Vec<Way> = Vec::new();
        for way in &to.value.from {
            let Some(from) = self.place(Some(&way.id)) else { continue };
            let Some(takes) = way.value else { continue };
            if self.names[self.at].places.get(&to.id.value) == Some(from) {
                let help = "name another place, or leave it out";
                self.note(&problem::SELF_REFERENCE, "there is no way from a place to itself", way.id.span, help);
                continue;
            }
            let written = self.location(Span { start: way.id.span.start, end: takes.span.end.max(way.id.span.end) });
            ways.push(Way { from, takes: takes.value, written });
        }
        ways
    }

    /// A character's parents, and where each is named.
    pub(super) fn parents(&mut self, of: &Entry<syntax::Thing>) -> Vec<(CharacterId, Location)> {
        let parents = self.once_each(&of.value.parents, "character", Self::character);
        let own = self.names[self.at].characters.get(&of.id.value);
        let (own, others): (Vec<_>, Vec<_>) = parents.into_iter().partition(|(parent, _)| Some(*parent) == own);
        for (_, written) in own {
            let help = "name another character, or leave it out";
            self.note(&problem::SELF_REFERENCE, "nobody is their own parent", written.span, help);
        }
        others
    }
}

fn value(written: &syntax::Value) -> Value {
    match written {
        syntax::Value::Flag(flag) => Value::Flag(*flag),
        syntax::Value::Number(number) => Value::Number(*number),
        syntax::Value::Word(word) => Value::Word(word.clone()),
    }
}

/// From the name of a state to the end of what it is, where both stand in a row.
fn between(is: &syntax::StateIs) -> Span {
    let (state, value) = (is.state.span, is.value.span);
    if state.start <= value.end { Span { start: state.start, end: value.end } } else { state }
}
