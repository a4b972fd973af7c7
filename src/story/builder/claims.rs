//! What is claimed: each relation to each target, each time and each duration, as a claim of its own.

use rustc_hash::FxHashMap;

use super::{Builder, Names};
use crate::calendar::{Date, Moment};
use crate::problem;
use crate::source::Location;
use crate::story::{Claim, ClaimId, Fact, Party, Scene, SceneId, Statement, Strand};
use crate::syntax::{self, Entry, Text};
use crate::time::{Calendar, Relation, Window};

impl Builder<'_, '_> {
    pub(super) fn claims(&mut self) -> Vec<Claim> {
        let mut claims = Vec::new();
        let mut at = 0;
        for scene in &self.document.scenes {
            if self.names.is_kept(scene, at) {
                let subject = Party::Scene(SceneId(at));
                self.claims_of(subject, &scene.when, &mut claims);
                claims.extend(scene.lasts.map(|lasts| Claim {
                    subject,
                    says: Statement::Lasts(lasts.value),
                    once: Vec::new(),
                    written: self.location(lasts.span),
                }));
                at += 1;
            }
        }
        for fact in &self.document.facts {
            if let Some(id) = self.names.facts.get(&fact.id.value) {
                self.claims_of(Party::Fact(id), &fact.value.when, &mut claims);
            }
        }
        let is_main = |strand: &&Entry<syntax::Strand>| strand.id.value == "main";
        let (main, others): (Vec<_>, Vec<_>) = self.document.strands.iter().partition(is_main);
        for strand in main.into_iter().chain(others) {
            if self.main_never_holds && is_main(&strand) {
                self.follow_claims(&strand.value.when);
            } else if let Some(id) = self.names.strands.get(&strand.id.value) {
                self.claims_of(Party::Strand(id), &strand.value.when, &mut claims);
            }
        }
        claims
    }

    fn claims_of(&mut self, subject: Party, written: &[syntax::Claim], claims: &mut Vec<Claim>) {
        let file = self.document.file;
        for claim in written {
            let once = self.once(&claim.once);
            let mut add = |says, span| {
                if let Some(once) = &once {
                    claims.push(Claim { subject, says, once: once.clone(), written: Location { file, span } });
                }
            };
            let mut said: FxHashMap<(Relation, Party), u32> = FxHashMap::default();
            for (relation, word) in relations(claim) {
                let Some(target) = self.target(word) else { continue };
                let times = said.entry((relation, target)).or_default();
                *times += 1;
                if *times > 1 {
                    if *times == 2 {
                        self.note_listed_twice("scene", word);
                    }
                    continue;
                }
                if target == subject {
                    let message = "a claim cannot compare something with itself";
                    let help = "compare it with another scene, or leave this out";
                    self.note(&problem::SELF_REFERENCE, message, word.span, help);
                    continue;
                }
                let measured = matches!(relation, Relation::Before | Relation::After);
                let by = claim.by.filter(|_| measured).map(|by| (by.value, by.span));
                add(Statement::Is { relation, target, by }, word.span);
            }
            if let Some(at) = claim.at {
                add(self.at(at.value), at.span);
            }
        }
    }

    /// What an `at` says. Story days that begin at a known minute are dates.
    fn at(&self, moment: Moment) -> Statement {
        const ONLY_WORK: u32 = 0;
        let (calendar, window) = moment.window(ONLY_WORK);
        let day_1 = self.document.work.as_ref().and_then(|work| work.day_1);
        match (calendar, day_1.map(|date| first_day(date.value))) {
            (Calendar::StoryDays(_), Some(Ok(first))) => {
                let window = Window { from: window.from + first, until: window.until + first };
                Statement::At(Calendar::Dates, window, moment)
            }
            _ => Statement::At(calendar, window, moment),
        }
    }

    /// Follows the references of claims that nobody makes.
    pub(super) fn follow_claims<'c>(&mut self, claims: impl IntoIterator<Item = &'c syntax::Claim>) {
        for claim in claims {
            self.once(&claim.once);
            for (_, word) in relations(claim) {
                self.target(word);
            }
        }
    }

    /// What a claim names: `scene`, `work/scene` or `fact:id`.
    fn target(&mut self, word: &Text) -> Option<Party> {
        if let Some(id) = word.value.strip_prefix("fact:") {
            let word = Text { value: id.to_owned(), span: word.span };
            let fact = self.names.facts.follow(&word, "fact:", || None)?;
            let told = self.names.told[fact.index()];
            if !told {
                let message = format!("the fact `{id}` has no time to compare with");
                let help = "give the fact a `when`, or name the scene that shows what it says";
                self.note(&problem::FACT_WITHOUT_TIME, message, word.span, help);
            }
            return told.then_some(Party::Fact(fact));
        }
        let own = word.value.strip_prefix(self.document.name.as_str()).and_then(|rest| rest.strip_prefix('/'));
        let word = own.map_or_else(|| word.clone(), |scene| Text { value: scene.to_owned(), span: word.span });
        let Names { facts, scenes, .. } = &mut self.names;
        let fact = || facts.has(&word.value).then(|| format!("this is a fact: did you mean `fact:{}`?", word.value));
        scenes.follow(&word, "", fact).map(Party::Scene)
    }
}

/// The minute at which the first story day begins, or the stretch in which it does where the date leaves that open.
pub(super) fn first_day(date: Date) -> Result<i64, Window> {
    match date.day {
        Some(_) => Ok(Date { minute: None, ..date }.window().from),
        None => Err(date.window()),
    }
}

/// Marks the facts that something about time waits for.
pub(super) fn note_what_moves_time(facts: &mut [Fact], scenes: &[Scene], strands: &[Strand], claims: &[Claim]) {
    let patches = scenes.iter().flat_map(|scene| &scene.hindsight);
    let patches = patches.filter(|patch| patch.strand.is_some() || patch.timeless.is_some());
    let once = (claims.iter().map(|claim| &claim.once))
        .chain(strands.iter().map(|strand| &strand.once))
        .chain(patches.map(|patch| &patch.once));
    for fact in once.flatten() {
        facts[fact.index()].moves_time = true;
    }
}

/// The claims that each scene makes or is the target of, and where those of each begin.
pub(super) fn claims_about(claims: &[Claim], scenes: usize) -> (Vec<ClaimId>, Vec<u32>) {
    let parties = |claim: &Claim| {
        [Some(claim.subject), claim.target()].into_iter().flatten().filter_map(|party| match party {
            Party::Scene(scene) => Some(scene.index()),
            _ => None,
        })
    };
    let mut begin = vec![0; scenes + 1];
    claims.iter().flat_map(parties).for_each(|scene| begin[scene + 1] += 1);
    for scene in 0..scenes {
        begin[scene + 1] += begin[scene];
    }
    let (mut free, mut about) = (begin.clone(), vec![ClaimId(0); begin[scenes] as usize]);
    for (id, claim) in (0..).map(ClaimId).zip(claims) {
        for scene in parties(claim) {
            about[free[scene] as usize] = id;
            free[scene] += 1;
        }
    }
    (about, begin)
}

/// Every relation of a claim with each of its targets, in the order in which they count.
pub(super) fn relations(claim: &syntax::Claim) -> impl Iterator<Item = (Relation, &Text)> {
    let lists = [
        (Relation::Before, &claim.before),
        (Relation::After, &claim.after),
        (Relation::During, &claim.during),
        (Relation::With, &claim.with),
        (Relation::Same, &claim.same),
    ];
    lists.into_iter().flat_map(|(relation, words)| words.iter().map(move |word| (relation, word)))
}
