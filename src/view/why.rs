//! Why one scene is listed before another: what is claimed, what the telling has, or that nothing says so.

use serde::Serialize;

use super::json::Head;
use super::page::{Page, Style, run};
use super::{Options, card, step_name};
use crate::calendar;
use crate::knowledge::{Account, Comparison, Cut};
use crate::time::{
    Because, Calendar, ChainStep, Claim, Node, Point, Says, Stance, Step, Strand, Subject, Telling, beside, total,
};
use crate::words;

/// What is asked: why the one comes before the other.
#[derive(Clone, Copy)]
pub struct Question<'a> {
    /// What is known of time.
    pub account: &'a Account<'a, 'a>,
    /// The scene or told fact that may come first.
    pub before: Node,
    /// The other.
    pub after: Node,
    /// Where a claim of the network is written, if whoever asks may know it.
    pub written: &'a dyn Fn(u32) -> Option<Written<'a>>,
}

/// Where something is written.
#[derive(Clone, Copy)]
pub struct Written<'a> {
    /// Its file, where there are several.
    pub file: Option<&'a str>,
    /// Its line, from 1.
    pub line: usize,
}

/// One sentence of an answer.
struct Sentence {
    text: String,
    source: Source,
}

/// Who says so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Source {
    /// A claim, by its place in the network.
    Claim(u32),
    /// The telling.
    Link,
    /// The header of the work.
    Header,
}

impl Source {
    fn written<'a>(self, question: &Question<'a>) -> Option<Written<'a>> {
        match self {
            Self::Claim(claim) => (question.written)(claim),
            Self::Link | Self::Header => None,
        }
    }
}

/// Of what an event is listed beside, and that in turn, no more is said.
const FEW: usize = 5;

/// The answer for people.
#[must_use]
pub fn page(cut: &Cut, question: &Question, options: &Options) -> Page {
    let teller = Teller { cut, account: question.account, options };
    let mut page = Page::new(options.width);
    card::reading(&mut page, cut, 0);
    if cut.under().is_some() {
        page.gap();
    }
    let answer = question.answer();
    let turned = answer.turned();
    let (before, after) = if turned { (question.after, question.before) } else { (question.before, question.after) };
    let (first, second) = (teller.name(before), teller.name(after));
    if turned {
        page.hanging(&[], Style::Plain, &format!("It is the other way round: {first} is listed before {second}."));
        page.gap();
    }
    match answer {
        Comparison::Contradiction => page.hanging(&[], Style::Light, CONTRADICTION),
        Comparison::NoTime(node) => {
            page.hanging(
                &[],
                Style::Plain,
                &format!("{} is timeless: it is before and after nothing.", teller.name(node)),
            );
        }
        Comparison::OneEvent if before == after => page.hanging(&[], Style::Plain, "Both are the same scene."),
        Comparison::OneEvent => page.hanging(&[], Style::Plain, &format!("{first} and {second} are one event.")),
        Comparison::Says { chain, .. } => {
            teller.write(&mut page, question, &chain);
            page.gap();
            page.hanging(&[], Style::Strong, &teller.conclusion(&chain, before, after));
        }
        Comparison::Together { chain } => {
            teller.write(&mut page, question, &chain);
            page.gap();
            page.hanging(&[], Style::Strong, &format!("So {first} and {second} begin at the same time."));
        }
        Comparison::Nothing { .. } => {
            let stands: Vec<String> = [before, after].into_iter().flat_map(|node| teller.beside(node)).collect();
            if stands.is_empty() {
                let words = if question.account.is_told_first(before, after) {
                    format!("Nothing says so: {first} is told first.")
                } else {
                    format!("Nothing says so of these two: {first} is listed so early because of what it comes before.")
                };
                page.hanging(&[], Style::Plain, &words);
            } else {
                page.hanging(&[], Style::Plain, "Nothing says so. It is listed beside what it stands by:");
                page.gap();
                for text in stands {
                    page.hanging(&[run(Style::Plain, "  ")], Style::Plain, &text);
                }
            }
        }
    }
    page
}

const CONTRADICTION: &str = "What is said about time here contradicts itself, so nothing is listed but the telling.";

#[derive(Serialize)]
struct Json<'a> {
    #[serde(flatten)]
    head: Head<'a>,
    before: String,
    after: String,
    listed: &'static str,
    step: Option<&'static str>,
    at_least_minutes: Option<i64>,
    chain: Vec<JsonSentence<'a>>,
}

#[derive(Serialize)]
struct JsonSentence<'a> {
    says: String,
    source: &'static str,
    file: Option<&'a str>,
    line: Option<usize>,
}

/// The answer for machines: one JSON value, stable. `listed` says how the two stand as asked: "before", "after",
/// "same" (one event), "together" (two that begin at the same time) or "nowhere" (no time, or a contradiction).
#[must_use]
pub fn json(cut: &Cut, question: &Question, options: &Options) -> String {
    let teller = Teller { cut, account: question.account, options };
    let answer = question.answer();
    let chain: &[ChainStep] = match &answer {
        Comparison::Says { chain, .. } | Comparison::Together { chain } => chain,
        _ => &[],
    };
    let sentences = teller.sentences(chain).into_iter().map(|sentence| JsonSentence {
        says: sentence.text,
        source: match sentence.source {
            Source::Claim(_) => "claim",
            Source::Link => "link",
            Source::Header => "header",
        },
        file: sentence.source.written(question).and_then(|written| written.file),
        line: sentence.source.written(question).map(|written| written.line),
    });
    let value = Json {
        head: Head::of(cut),
        before: teller.id(question.before),
        after: teller.id(question.after),
        listed: match answer {
            Comparison::Contradiction | Comparison::NoTime(_) => "nowhere",
            Comparison::OneEvent => "same",
            Comparison::Together { .. } => "together",
            Comparison::Says { turned, .. } | Comparison::Nothing { turned } => {
                if turned {
                    "after"
                } else {
                    "before"
                }
            }
        },
        step: match answer {
            Comparison::Says { .. } => Some(step_name(step(chain))),
            Comparison::Nothing { .. } | Comparison::Together { .. } => Some(step_name(Step::Open)),
            _ => None,
        },
        at_least_minutes: (!chain.is_empty()).then(|| total(chain).minutes),
        chain: sentences.collect(),
    };
    super::json(&value).unwrap_or_default()
}

fn step(chain: &[ChainStep]) -> Step {
    let told = chain.iter().any(|step| matches!(step.because, Because::Link(_)));
    if told { Step::Told } else { Step::Declared }
}

impl Question<'_> {
    fn answer(&self) -> Comparison {
        self.account.compare(self.before, self.after)
    }
}

/// Puts what is known of time into words.
struct Teller<'a> {
    cut: &'a Cut<'a>,
    account: &'a Account<'a, 'a>,
    options: &'a Options,
}

impl Teller<'_> {
    /// A scene by its title and its place in the telling; a fact by what it says.
    fn name(&self, node: Node) -> String {
        let (open, close) = (self.options.glyph("“", "\""), self.options.glyph("”", "\""));
        match node {
            Node::Scene(scene) => format!("{open}{}{close} ({})", self.cut.scene(scene).title(), scene + 1),
            Node::Fact(fact) => format!("{open}{}{close}", self.account.told_fact(fact).truth()),
        }
    }

    fn id(&self, node: Node) -> String {
        match node {
            Node::Scene(scene) => self.cut.scene(scene).full_id().into_owned(),
            Node::Fact(fact) => self.account.told_fact(fact).truth().to_owned(),
        }
    }

    /// Puts a chain on a page, a sentence a line, each with who says so.
    fn write(&self, page: &mut Page, question: &Question, chain: &[ChainStep]) {
        for sentence in self.sentences(chain) {
            let source = match (sentence.source, sentence.source.written(question)) {
                (_, Some(Written { file: None, line })) => format!("line {line}"),
                (_, Some(Written { file: Some(file), line })) => format!("{file}:{line}"),
                (Source::Claim(_), None) => "claimed".to_owned(),
                (Source::Link, None) => "as told".to_owned(),
                (Source::Header, None) => "header".to_owned(),
            };
            page.column(&[run(Style::Dim, &format!("  {source:<9} "))], Style::Plain, &sentence.text);
        }
    }

    /// What each claim of a chain says, and the links between, from the first to the last.
    fn sentences(&self, chain: &[ChainStep]) -> Vec<Sentence> {
        let steps: Vec<&ChainStep> = chain.iter().filter(|step| step.because != Because::Event).collect();
        let mut sentences = Vec::new();
        let together = |one: &&ChainStep, next: &&ChainStep| {
            let strand = self.strand_of(one);
            strand.is_some() && strand == self.strand_of(next)
        };
        for run in steps.chunk_by(together) {
            match run {
                [first, .., last] if run.len() > 2 => sentences.push(self.run(first, last)),
                _ => sentences.extend(run.iter().map(|step| self.sentence(step))),
            }
        }
        sentences.dedup_by(|one, other| one.source == other.source && one.text == other.text);
        sentences
    }

    fn sentence(&self, step: &ChainStep) -> Sentence {
        match step.because {
            Because::Claim(number) => {
                let claim = self.account.network().claims[number as usize];
                Sentence { text: format!("{}.", self.claim(&claim, step)), source: Source::Claim(number) }
            }
            Because::StoryDays(days) => {
                let window = self.account.network().story_days[days as usize];
                let when = window.map_or(String::new(), |window| calendar::at(Calendar::Dates, window));
                Sentence { text: format!("Day 1 is {when}."), source: Source::Header }
            }
            Because::Link(scene) => Sentence { text: self.link(scene, step), source: Source::Link },
            Because::Event => Sentence { text: String::new(), source: Source::Link },
        }
    }

    fn claim(&self, claim: &Claim, step: &ChainStep) -> String {
        let subject = words::subject_of(claim, [step.earlier.node(), step.later.node()]);
        let mut subject = subject.map_or(String::new(), |subject| self.name(subject));
        if let Subject::Strand(strand) = claim.subject
            && let Some(name) = self.account.strand_name(strand)
        {
            subject = format!("{subject}, on {name},");
        }
        words::claim(claim.says, &subject, |node| self.name(node))
    }

    fn link(&self, scene: u32, step: &ChainStep) -> String {
        let [earlier, later] =
            [step.earlier, step.later].map(|point| point.node().map_or(String::new(), |node| self.name(node)));
        let backwards = if self.is_told_backwards(scene) { ", told backwards" } else { "" };
        format!("{later} follows {earlier}{backwards}.")
    }

    /// A stretch of links on one strand, each from where the one before it leads.
    fn run(&self, first: &ChainStep, last: &ChainStep) -> Sentence {
        let on = self.strand_of(first).and_then(|strand| self.account.strand_name(strand));
        let on = on.map_or(String::new(), |name| format!(", on {name},"));
        let backwards = matches!(first.because, Because::Link(scene) if self.is_told_backwards(scene));
        let [first, last] =
            [first.earlier, last.later].map(|point| point.node().map_or(String::new(), |node| self.name(node)));
        let text = if backwards {
            format!("From {first} to {last}, told backwards, each scene{on} comes before the one told before it there.")
        } else {
            format!("From {first} to {last} each scene{on} follows the one told before it there.")
        };
        Sentence { text, source: Source::Link }
    }

    /// The strand whose link a step is.
    fn strand_of(&self, step: &ChainStep) -> Option<Strand> {
        match step.because {
            Because::Link(scene) => self.account.chronology().places[scene as usize].strand,
            _ => None,
        }
    }

    fn is_told_backwards(&self, scene: u32) -> bool {
        let strand = self.account.chronology().places[scene as usize].strand;
        let told = strand.and_then(|strand| self.account.network().strands.get(strand.0 as usize));
        told == Some(&Telling::Backwards)
    }

    /// What a chain amounts to.
    fn conclusion(&self, chain: &[ChainStep], before: Node, after: Node) -> String {
        let minutes = total(chain).minutes;
        let far = if minutes > 0 { format!("at least {} ", calendar::length(minutes)) } else { String::new() };
        let told = if step(chain) == Step::Told { "So, as told," } else { "So" };
        let is_over = chain.iter().any(|step| step.later == Point::End(before));
        let comes = if is_over { "comes" } else { "begins" };
        let of_target = self
            .account
            .network()
            .claims
            .iter()
            .filter(|claim| [Subject::Node(after), Subject::Outside(after)].contains(&claim.subject));
        let when = of_target.filter_map(|claim| match claim.says {
            Says::At(calendar, window) if minutes > 0 => Some(format!(", which is {}", calendar::at(calendar, window))),
            _ => None,
        });
        let when = when.take(1).collect::<String>();
        format!("{told} {} {comes} {far}before {}{when}.", self.name(before), self.name(after))
    }

    /// What a scene or fact is listed beside, and that in turn.
    fn beside(&self, node: Node) -> Vec<String> {
        let Some(event) = self.account.event_of(node) else { return Vec::new() };
        let mut name = self.name(node);
        let mut stands = Vec::new();
        for (stance, next) in beside(self.account.network(), self.account.chronology(), event).into_iter().take(FEW) {
            let event = &self.account.chronology().events[next as usize];
            let node = event.scenes.first().map(|&scene| Node::Scene(scene));
            let Some(node) = node.or(event.facts.first().map(|&fact| Node::Fact(fact))) else { break };
            let next = self.name(node);
            stands.push(match stance {
                Stance::Before => format!("{name} comes before {next}."),
                Stance::During => format!("{name} lies within {next}."),
                Stance::With => format!("{name} is at the same time as {next}."),
                Stance::After => format!("{name} comes after {next}."),
                Stance::Linked => format!("{name} follows {next}, as told."),
            });
            name = next;
        }
        stands
    }
}
