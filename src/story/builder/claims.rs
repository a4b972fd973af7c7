//! What is claimed: each relation to each target, each time and each duration, as a claim of its own.

use rustc_hash::FxHashMap;

use super::Builder;
use crate::calendar::{Date, Moment};
use crate::problem;
use crate::source::{Location, Span};
use crate::story::{Claim, ClaimId, Fact, Party, Scene, SceneId, Statement, Strand, WorkId};
use crate::syntax::{self, Document, Text};
use crate::time::{Calendar, Relation, Window};

impl<'d> Builder<'d, '_> {
    /// The claims of the story itself: those of scenes in narrative order, of facts, of strands, from outside.
    pub(super) fn claims(&mut self) -> Vec<Claim> {
        let mut claims = Vec::new();
        let mut next = 0;
        self.each(|builder, document| {
            builder.claims_of_scenes(document, &mut next, &mut claims);
            None::<()>
        });
        self.each(|builder, document| {
            for fact in &document.facts {
                if let Some(id) = builder.names[builder.at].facts.get(&fact.id.value) {
                    builder.claims_of(Party::Fact(id), &fact.value.when, &mut claims);
                }
            }
            None::<()>
        });
        for is_main in [true, false] {
            self.each(|builder, document| {
                let strands = document.strands.iter().filter(|strand| (strand.id.value == "main") == is_main);
                for strand in strands {
                    let id = builder.names[builder.at].strands.get(&strand.id.value);
                    match id.filter(|id| !builder.never_holds.contains(id)) {
                        Some(id) => builder.claims_of(Party::Strand(id), &strand.value.when, &mut claims),
                        None if is_main => builder.follow_claims(&strand.value.when),
                        None => {}
                    }
                }
                None::<()>
            });
        }
        self.each(|builder, document| {
            builder.claims_from_outside(document, &mut claims);
            None::<()>
        });
        claims
    }

    fn claims_of_scenes(&mut self, document: &'d Document, next: &mut u32, claims: &mut Vec<Claim>) {
        for scene in &document.scenes {
            if self.names[self.at].is_kept(scene, SceneId(*next)) {
                let subject = Party::Scene(SceneId(*next));
                self.claims_of(subject, &scene.when, claims);
                claims.extend(scene.lasts.map(|lasts| Claim {
                    subject,
                    outside: false,
                    says: Statement::Lasts(lasts.value),
                    once: Vec::new(),
                    written: self.location(lasts.span),
                }));
                *next += 1;
            }
        }
    }

    /// What is said of scenes and told facts in a `[[claim]]`.
    fn claims_from_outside(&mut self, document: &'d Document, claims: &mut Vec<Claim>) {
        for said in &document.claims {
            let subject = said.scene.as_ref().and_then(|word| self.target(word));
            let first = claims.len();
            match subject {
                Some(subject) => self.claims_of(subject, std::slice::from_ref(&said.claim), claims),
                None => self.follow_claims([&said.claim]),
            }
            claims[first..].iter_mut().for_each(|claim| claim.outside = true);
        }
    }

    pub(super) fn claims_of(&mut self, subject: Party, written: &[syntax::Claim], claims: &mut Vec<Claim>) {
        let file = self.document().file;
        let work = self.work_of(subject);
        for claim in written {
            let once = self.once(&claim.once);
            let mut add = |says, span| {
                if let Some(once) = &once {
                    let written = Location { file, span };
                    claims.push(Claim { subject, outside: false, says, once: once.clone(), written });
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
                match self.at(at.value, work) {
                    Some(says) => add(says, at.span),
                    None => self.note_homeless_day(at.span),
                }
            }
        }
    }

    /// The work whose story days somebody's claims are about. O(log works).
    pub(super) fn work_of(&self, subject: Party) -> Option<WorkId> {
        let behind = match subject {
            Party::Scene(scene) => self.names.partition_point(|names| names.first.0 <= scene),
            Party::Fact(fact) => self.names.partition_point(|names| names.first.1 <= fact),
            Party::Strand(strand) if strand.index() < self.works.len() => return Some(WorkId(strand.0)),
            Party::Strand(strand) => self.names.partition_point(|names| names.first.2 <= strand),
        };
        self.home_of(behind.checked_sub(1)?)
    }

    /// What an `at` says.
    fn at(&self, moment: Moment, work: Option<WorkId>) -> Option<Statement> {
        let (calendar, window) = self.instant(moment, work)?;
        Some(Statement::At(calendar, window, moment))
    }

    /// Which stretch of a calendar a moment names. Story days that begin at a known minute are dates; those of no work are
    /// nothing.
    pub(super) fn instant(&self, moment: Moment, work: Option<WorkId>) -> Option<(Calendar, Window)> {
        let (calendar, window) = moment.window(work.map_or(0, |work| work.0));
        if calendar == Calendar::Dates {
            return Some((calendar, window));
        }
        let document = &self.documents[work?.index() + self.shared().map_or(0, |_| 1)];
        let day_1 = document.work.as_ref().and_then(|work| work.day_1);
        Some(match day_1.map(|date| first_day(date.value)) {
            Some(Ok(first)) => (Calendar::Dates, Window { from: window.from + first, until: window.until + first }),
            _ => (calendar, window),
        })
    }

    pub(super) fn note_homeless_day(&mut self, span: Span) {
        let message = "a story day belongs to a work, and this is said of no scene of one";
        self.note(&problem::BAD_VALUE, message, span, "write a date, or say it in the file of a work");
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

    /// What a claim names: a scene or `fact:` and a fact, each perhaps behind its work.
    pub(super) fn target(&mut self, word: &Text) -> Option<Party> {
        if let Some(id) = word.value.strip_prefix("fact:") {
            let word = Text { value: id.to_owned(), span: word.span };
            let fact = self.follow(|names| &mut names.facts, &word, "fact:", |_| None)?;
            let told = self.told[fact.index()];
            if !told {
                self.lost += 1;
                let message = format!("the fact `{id}` has no time to compare with");
                let help = "give the fact a `when`, or name the scene that shows what it says";
                self.note(&problem::FACT_WITHOUT_TIME, message, word.span, help);
            }
            return told.then_some(Party::Fact(fact));
        }
        let scene = self.follow(
            |names| &mut names.scenes,
            word,
            "",
            |builder| {
                let is_fact = builder.names[builder.at].facts.has(&word.value);
                is_fact.then(|| format!("this is a fact: did you mean `fact:{}`?", word.value))
            },
        );
        scene.map(Party::Scene)
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
