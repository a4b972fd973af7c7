//! What of one story is what of the other: by its id, or, where only one has the id, by its content.
//!
//! What nobody is sure of is not matched: of a content that occurs twice nothing can be said.

use std::collections::{BTreeMap, BTreeSet};

use super::Named;
use super::side::Prepared;
use crate::story::{FactId, SceneId, Story, StrandId, WorkId};
use crate::syntax::{Said, Written, said};
use crate::time::Node;

/// What stands for something in a story: its table, its work (none where a story stands alone, or the universe declares it),
/// its id.
pub(super) type Key<'a> = (&'static str, &'a str, &'a str);

/// Something that is in one of the stories, or in both.
#[derive(Clone, Copy)]
pub(super) struct Pair<'a> {
    pub(super) key: [Option<Key<'a>>; 2],
    pub(super) said: [Option<Said<'a>>; 2],
}

/// Two stories, and what of one is what of the other.
pub(super) struct Matched<'a> {
    pub(super) sides: [&'a Prepared<'a>; 2],
    /// Everything that has an id, and the headers.
    pub(super) pairs: Vec<Pair<'a>>,
    /// What has no id, and the work that it is of.
    pub(super) nameless: [Vec<(&'a str, Said<'a>)>; 2],
    /// What is called otherwise in the second story, and how there.
    renamed: BTreeMap<Key<'a>, Key<'a>>,
    /// The same for either story, as words that name it, and a word for both.
    other_words: [BTreeMap<String, String>; 2],
    /// The ids of the facts of both.
    fact_ids: BTreeSet<&'a str>,
    /// The places of the scenes of each story.
    places: [BTreeMap<(&'a str, &'a str), u32>; 2],
    /// The number in the second story of each scene, fact and strand of the first.
    pub(super) numbers: [Vec<Option<u32>>; 3],
    /// The scene of the second story that each of the first is, and the other way round.
    pub(super) scenes: [Vec<Option<SceneId>>; 2],
    /// The same of facts.
    pub(super) facts: [Vec<Option<FactId>>; 2],
    /// The same of strands.
    pub(super) strands: [Vec<Option<StrandId>>; 2],
}

impl<'a> Matched<'a> {
    pub(super) fn of(old: &'a Prepared, new: &'a Prepared) -> Self {
        let sides = [old, new];
        let [mut pairs, second] = sides.map(pairs_of);
        let nameless = sides.map(nameless);
        let at: BTreeMap<Key, usize> =
            pairs.iter().enumerate().rev().filter_map(|(at, pair)| Some((pair.key[0]?, at))).collect();
        let mut only_new = Vec::new();
        for pair in second {
            match pair.key[0].and_then(|key| at.get(&key)) {
                Some(&at) if pairs[at].key[1].is_none() => {
                    pairs[at].key[1] = pair.key[0];
                    pairs[at].said[1] = pair.said[0];
                }
                Some(_) => {} // twice in the second story, which is a problem of its own
                None => only_new.push(pair),
            }
        }
        let renamed = rename(&mut pairs, &mut only_new);
        let turned = only_new.into_iter().map(|Pair { key, said }| Pair { key: [None, key[0]], said: [None, said[0]] });
        pairs.extend(turned);
        let stories = sides.map(|side| side.story);
        let ids = |ids: [Vec<(&'a str, &'a str)>; 2], table: &'static str| both_ways(ids, table, &renamed);
        let scenes = ids(stories.map(scene_keys), "scene");
        let facts = ids(stories.map(fact_keys), "facts");
        let strands = ids(stories.map(strand_keys), "strands");
        Self {
            sides,
            pairs,
            nameless,
            numbers: [&scenes, &facts, &strands].map(|[there, _]| there.clone()),
            scenes: scenes.map(|ids| ids.into_iter().map(|id| id.map(SceneId)).collect()),
            facts: facts.map(|ids| ids.into_iter().map(|id| id.map(FactId)).collect()),
            strands: strands.map(|ids| ids.into_iter().map(|id| id.map(StrandId)).collect()),
            other_words: [0, 1]
                .map(|side| renamed.iter().flat_map(|(&old, &new)| other_words(side, old, new)).collect()),
            fact_ids: stories.into_iter().flat_map(fact_keys).map(|(_, id)| id).collect(),
            places: stories.map(|story| scene_keys(story).into_iter().zip(0..).collect()),
            renamed,
        }
    }

    /// What something of the first story is called in the second.
    pub(super) fn called(&self, key: Key<'a>) -> Key<'a> {
        self.renamed.get(&key).copied().unwrap_or(key)
    }

    /// A word of one of the stories that names something; where that is called otherwise in the other, one word for both.
    pub(super) fn word(&self, side: usize, word: String) -> String {
        self.other_words[side].get(&word).cloned().unwrap_or(word)
    }

    /// Whether either story has a fact that some word may name.
    pub(super) fn may_be_fact(&self, word: &str) -> bool {
        self.fact_ids.contains(word.rsplit('/').next().unwrap_or(word))
    }

    /// A scene that is in one of the stories at least, as it is called in both.
    pub(super) fn both_scenes(&self, side: usize, scene: SceneId) -> [Option<Named>; 2] {
        let mut both = [Some(scene); 2];
        both[1 - side] = self.scenes[side][scene.index()];
        [self.scene_named(0, both[0]), self.scene_named(1, both[1])]
    }

    /// The same of a fact.
    pub(super) fn both_facts(&self, side: usize, fact: FactId) -> [Option<Named>; 2] {
        let mut both = [Some(fact); 2];
        both[1 - side] = self.facts[side][fact.index()];
        [0, 1].map(|side| both[side].map(|fact| self.fact(side, fact)))
    }

    /// The same of a strand.
    pub(super) fn both_strands(&self, side: usize, strand: StrandId) -> [Option<Named>; 2] {
        let mut both = [Some(strand); 2];
        both[1 - side] = self.strands[side][strand.index()];
        let named = |side: usize, id| {
            let story = self.sides[side].story;
            let strand = story.strand(id);
            Named { id: story.qualified(Some(strand.work), &strand.id), number: None }
        };
        [0, 1].map(|side| both[side].map(|strand| named(side, strand)))
    }

    /// A scene of one of the stories, as it is called.
    pub(super) fn scene(&self, side: usize, scene: SceneId) -> Named {
        let story = self.sides[side].story;
        let it = story.scene(scene);
        Named { id: story.qualified(Some(it.work), &it.id), number: Some(scene.0 + 1) }
    }

    /// A scene of the first or second story, where it has that.
    pub(super) fn scene_named(&self, side: usize, scene: Option<SceneId>) -> Option<Named> {
        scene.map(|scene| self.scene(side, scene))
    }

    /// A fact of one of the stories, as it is called.
    pub(super) fn fact(&self, side: usize, fact: FactId) -> Named {
        let story = self.sides[side].story;
        let it = story.fact(fact);
        Named { id: story.qualified(it.home, &it.id), number: None }
    }

    /// What is asked of the order of events for a fact. None where it has no place in that.
    pub(super) fn node(&self, side: usize, fact: FactId) -> Option<Node> {
        let at = self.sides[side].projection.facts.binary_search(&fact).ok()?;
        Some(Node::Fact(at as u32))
    }

    /// A thing of one of the stories, as it is called.
    pub(super) fn named(&self, side: usize, key: Option<Key<'a>>) -> Option<Named> {
        let (table, work, id) = key?;
        let number = self.places[side].get(&(work, id)).filter(|_| table == "scene").map(|place| place + 1);
        Some(Named { id: qualified(work, id), number })
    }
}

/// An id with the work that it is of, or the work alone.
fn qualified(work: &str, id: &str) -> String {
    match (work, id) {
        ("", id) => id.to_owned(),
        (work, "") => work.to_owned(),
        (work, id) => format!("{work}/{id}"),
    }
}

/// The words by which something can be named: in its work, from elsewhere, as what a claim is about.
fn other_words(side: usize, old: Key, new: Key) -> Vec<(String, String)> {
    let forms = |(table, work, id): Key| {
        let about = |id: &str| if table == "facts" { format!("fact:{id}") } else { id.to_owned() };
        let whole = qualified(work, id);
        [id.to_owned(), about(id), about(&whole), whole]
    };
    let both = |(old, new): (String, String)| {
        let both = if old <= new { format!("{old}={new}") } else { format!("{new}={old}") };
        ([old, new].into_iter().nth(side).unwrap_or_default(), both)
    };
    forms(old).into_iter().zip(forms(new)).map(both).collect()
}

fn pairs_of<'a>(side: &'a Prepared) -> Vec<Pair<'a>> {
    let mut pairs = Vec::new();
    for (work, said) in tables(side) {
        let id = match said.table {
            "work" | "universe" => "",
            _ => match said.id {
                Some(id) => id,
                None => continue,
            },
        };
        pairs.push(Pair { key: [Some((said.table, work, id)), None], said: [Some(said), None] });
    }
    pairs
}

/// Every table of a story, with the work it is of.
fn tables<'a>(side: &'a Prepared) -> impl Iterator<Item = (&'a str, Said<'a>)> {
    let is_universe = side.story.universe().is_some();
    side.documents.iter().flat_map(move |document| {
        let work = if is_universe && document.universe.is_none() { document.name.as_str() } else { "" };
        said(document).into_iter().map(move |said| (work, said))
    })
}

fn nameless<'a>(side: &'a Prepared) -> Vec<(&'a str, Said<'a>)> {
    let is_header = |said: &Said| matches!(said.table, "work" | "universe");
    tables(side).filter(|(_, said)| said.id.is_none() && !is_header(said)).collect()
}

/// What tells something from others of its kind, whatever it is called.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Content<'a> {
    Scene(&'a str, &'a str),
    Other(Vec<(String, Written)>),
}

fn content<'a>(said: &Said<'a>) -> Option<Content<'a>> {
    match said.scene() {
        Some(scene) => Some(Content::Scene(scene.title.as_ref()?.as_str(), scene.text.as_ref()?.as_str())),
        None if matches!(said.table, "work" | "universe") => None,
        None => Some(Content::Other(said.keys())).filter(|content| *content != Content::Other(Vec::new())),
    }
}

/// Matches what is in one story only and has the content of something that is in the other only. Returns what that is
/// called there.
fn rename<'a>(pairs: &mut [Pair<'a>], only_new: &mut Vec<Pair<'a>>) -> BTreeMap<Key<'a>, Key<'a>> {
    /// The places of what has some content: in the first story, in the second.
    type Places = [Vec<usize>; 2];
    let mut alike: BTreeMap<(&'static str, Content), Places> = BTreeMap::new();
    let only_old = pairs.iter().enumerate().filter(|(_, pair)| pair.key[1].is_none()).map(|(at, pair)| (0, at, pair));
    let second = only_new.iter().enumerate().map(|(at, pair)| (1, at, pair));
    for (side, at, pair) in only_old.chain(second) {
        if let Some(said) = pair.said[0]
            && let Some(content) = content(&said)
        {
            alike.entry((said.table, content)).or_default()[side].push(at);
        }
    }
    let found: Vec<(usize, usize)> = alike
        .into_values()
        .filter_map(|[old, new]| match (&old[..], &new[..]) {
            (&[old], &[new]) => Some((old, new)),
            _ => None,
        })
        .collect();
    let mut renamed = BTreeMap::new();
    for &(old, new) in &found {
        (pairs[old].key[1], pairs[old].said[1]) = (only_new[new].key[0], only_new[new].said[0]);
        if let [Some(old), Some(new)] = pairs[old].key {
            renamed.insert(old, new);
        }
    }
    let mut taken: Vec<bool> = vec![false; only_new.len()];
    for &(_, new) in &found {
        taken[new] = true;
    }
    let mut taken = taken.into_iter();
    only_new.retain(|_| !taken.next().unwrap_or(false));
    renamed
}

fn home(story: &Story, work: Option<WorkId>) -> &str {
    work.filter(|_| story.universe().is_some()).map_or("", |work| &story.work(work).id)
}

fn scene_keys(story: &Story) -> Vec<(&str, &str)> {
    let key = |scene| {
        let scene = story.scene(scene);
        (home(story, Some(scene.work)), scene.id.as_str())
    };
    story.scenes().map(key).collect()
}

fn fact_keys(story: &Story) -> Vec<(&str, &str)> {
    let key = |fact| {
        let fact = story.fact(fact);
        (home(story, fact.home), fact.id.as_str())
    };
    story.facts().map(key).collect()
}

fn strand_keys(story: &Story) -> Vec<(&str, &str)> {
    let key = |strand| {
        let strand = story.strand(strand);
        (home(story, Some(strand.work)), strand.id.as_str())
    };
    story.strands().map(key).collect()
}

/// For each of the first its place among the second, and the other way round.
fn both_ways<'a>(
    [old, new]: [Vec<(&'a str, &'a str)>; 2],
    table: &'static str,
    renamed: &BTreeMap<Key<'a>, Key<'a>>,
) -> [Vec<Option<u32>>; 2] {
    let places: BTreeMap<(&str, &str), u32> = new.iter().copied().zip(0..).collect();
    let mut back = vec![None; new.len()];
    let mut there = Vec::with_capacity(old.len());
    for (&(work, id), at) in old.iter().zip(0u32..) {
        let (_, work, id) = renamed.get(&(table, work, id)).copied().unwrap_or((table, work, id));
        let found = places.get(&(work, id)).copied().filter(|&found| back[found as usize].is_none());
        if let Some(found) = found {
            back[found as usize] = Some(at);
        }
        there.push(found);
    }
    [there, back]
}
