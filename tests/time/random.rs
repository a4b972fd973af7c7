//! Random networks: small, of every shape the time model knows, and often enough consistent.
//!
//! Everything is drawn as plain numbers first and then put together, so that shrinking leaves scenes and claims
//! out and moves what is left towards the first of its kind. A claim either is drawn at random or *agrees*: it
//! holds in a hidden time line, so that claims that all agree never contradict each other. The hidden time line
//! knows nothing of the telling, so links are left out there too.
//!
//! The hidden time line goes by half minutes, sometimes, and claims by minutes: where time is not dense some of
//! these stories have no solution. Minutes are few, so that bounds meet often.
//!
//! Claims stand as the doc of `Network` demands: those of scenes in narrative order, then those of facts in file
//! order, then those of strands, then those from outside, then a theory's, of all three sorts. For one subject the
//! order is random, as it is across claims of a file, but `lasts`, of which there is one, comes last. What is said
//! from outside, and what a theory says, stands in any order.
//!
//! Scenes of a work stand together, and name strands of their own work only. A work may be there without scenes, as
//! it is in a cut that has none of it.

#![allow(dead_code, reason = "not every test asks for every kind")]

use std::iter::once;

use proptest::collection::vec;
use proptest::option::weighted;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::Index;
use proptest::strategy::Union;
use storyline::time::{
    Calendar, Claim, Distance, Network, Node, Relation, Says, Scene, Strand, Subject, Telling, Window,
};

/// Networks of up to that many scenes, and of no more nodes (scenes and told facts) than that.
pub(crate) fn networks(max_scenes: usize) -> impl Strategy<Value = Network> {
    of_kinds(max_scenes, order_kinds().into_iter().chain(metric_kinds()).collect())
}

/// Those whose claims are relations and nothing else.
pub(crate) fn of_order_alone(max_scenes: usize) -> impl Strategy<Value = Network> {
    of_kinds(max_scenes, order_kinds())
}

/// Those with dates, story days and durations.
pub(crate) fn with_distances(max_scenes: usize) -> impl Strategy<Value = Network> {
    of_kinds(max_scenes, metric_kinds())
}

/// Those with a theory: a few claims of the story, which agree but for some, and a few of the theory, which need not.
pub(crate) fn with_theories(max_scenes: usize) -> impl Strategy<Value = Network> {
    let few = Kind { claims: [3, 6, 0], strand_claims: [9, 1, 0], theory: Theory::Always, agreeing: 0.95, ..PLAIN };
    let measured = Kind { says: [2, 3, 2], lasts: 0.2, story_days: 1, ..few };
    // Claims that say one thing each: in no cycle does one count twice.
    let simple = Kind { relations: [1, 1, 0, 0, 0], strand_claims: [1, 0, 0], strands: 1, ..few };
    let simply_measured = Kind { says: [2, 3, 2], lasts: 0.2, ..simple };
    let doubtful = Kind { agreeing: 0.5, ..simple };
    of_kinds(max_scenes, vec![(2, few), (2, measured), (2, simple), (2, simply_measured), (1, doubtful)])
}

/// Those whose claims all agree with a hidden time line.
pub(crate) fn consistent(max_scenes: usize) -> impl Strategy<Value = Network> {
    let kinds = order_kinds().into_iter().chain(metric_kinds());
    of_kinds(max_scenes, kinds.map(|(weight, kind)| (weight, Kind { agreeing: 1.0, ..kind })).collect())
}

fn of_kinds(max_scenes: usize, kinds: Vec<(u32, Kind)>) -> impl Strategy<Value = Network> {
    let plans = kinds.into_iter().map(|(weight, kind)| (weight, plans(max_scenes, kind).boxed()));
    Union::new_weighted(plans.collect()).prop_map(move |plan| plan.network(max_scenes))
}

const PLAIN: Kind = Kind {
    claims: [4, 4, 2],
    agreeing: 1.0,
    relations: [1, 1, 1, 1, 1],
    says: [1, 0, 0],
    lasts: 0.0,
    story_days: 0,
    strand_claims: [6, 3, 1],
    strands: 3,
    on_strand: 0.5,
    theory: Theory::Seldom,
};

/// Kinds without dates and durations, each with its weight.
fn order_kinds() -> Vec<(u32, Kind)> {
    let many = Kind { claims: [1, 4, 5], ..PLAIN };
    let doubtful = Kind { agreeing: 0.9, ..PLAIN };
    let wild = Kind { agreeing: 0.0, ..PLAIN };
    let few = Kind { claims: [8, 2, 0], ..wild };
    // Tales within the tale: what is linked is anchored.
    let tales = Kind {
        claims: [13, 5, 0],
        relations: [8, 1, 4, 1, 3],
        strand_claims: [9, 1, 0],
        strands: 2,
        on_strand: 0.6,
        ..PLAIN
    };
    // Much at a time.
    let together = Kind { relations: [1, 1, 1, 6, 2], ..PLAIN };
    vec![(3, PLAIN), (2, many), (2, doubtful), (1, wild), (2, few), (5, tales), (2, together)]
}

/// Kinds with dates or durations, each with its weight.
fn metric_kinds() -> Vec<(u32, Kind)> {
    // Dates and nothing else, true or false.
    let dated = Kind { claims: [3, 7, 0], says: [0, 0, 1], strand_claims: [9, 1, 0], story_days: 2, ..PLAIN };
    let captions = Kind { agreeing: 0.2, strands: 1, on_strand: 0.2, story_days: 1, ..dated };
    let dated_twice = Kind { claims: [2, 5, 3], agreeing: 0.9, ..dated };
    let dates_and_relations = Kind { says: [2, 0, 3], story_days: 1, ..PLAIN };
    // Durations and no dates.
    let measured = Kind { claims: [3, 5, 2], says: [1, 4, 0], lasts: 0.5, ..PLAIN };
    let doubtful = Kind { agreeing: 0.9, ..measured };
    // Everything.
    let rich = Kind { claims: [3, 5, 2], says: [2, 3, 3], lasts: 0.4, story_days: 2, ..PLAIN };
    let rich_and_doubtful = Kind { agreeing: 0.95, ..rich };
    let few = Kind { claims: [6, 3, 1], agreeing: 0.6, strand_claims: [9, 1, 0], ..rich };
    let wild = Kind { claims: [6, 3, 0], lasts: 0.2, agreeing: 0.0, strand_claims: [9, 1, 0], ..rich };
    // One strand, told straight: what is linked, and what cannot be.
    let on_main = Kind { strands: 0, on_strand: 0.7, strand_claims: [1, 0, 0], ..rich };
    vec![
        (2, dated),
        (3, captions),
        (2, dated_twice),
        (3, dates_and_relations),
        (3, measured),
        (2, doubtful),
        (4, rich),
        (4, rich_and_doubtful),
        (2, few),
        (2, wild),
        (4, on_main),
    ]
}

/// What a network is like.
#[derive(Clone, Copy, Debug)]
struct Kind {
    /// How many scenes have no claim, one, two.
    claims: [u32; 3],
    /// The share of claims that agree.
    agreeing: f64,
    /// How many claims of scenes and facts are before, after, during, with, same.
    relations: [u32; 5],
    /// How many claims are a relation, `before` or `after` with a distance, a date or story day.
    says: [u32; 3],
    /// The share of scenes and facts that say how long they last.
    lasts: f64,
    /// How many calendars of story days there are at most.
    story_days: usize,
    /// How many strands beside main have no claim, one, two.
    strand_claims: [u32; 3],
    /// How many strands there are at most beside main.
    strands: usize,
    /// The share of scenes that name a strand.
    on_strand: f64,
    theory: Theory,
}

/// Whether there is a theory.
#[derive(Clone, Copy, Debug)]
enum Theory {
    /// Sometimes, and it agrees as other claims do.
    Seldom,
    /// Always, and it agrees half of the time.
    Always,
}

/// What a claim says, if it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Relation,
    By,
    At,
    Lasts,
}

/// A claim to be.
#[derive(Clone, Debug)]
struct Draft {
    /// It must hold in the hidden time line.
    agrees: bool,
    form: Form,
    /// The relation it has if it may.
    relation: Relation,
    /// Where to look for a target first, or for a calendar.
    target: Index,
    /// When, where it does not agree.
    minute: i64,
    /// Of the stretch of a calendar, if it may.
    width: i64,
    /// What a distance may be less, and more, than it is.
    slack: (i64, i64),
}

/// A scene or a told fact to be, with its hidden time.
#[derive(Clone, Debug)]
struct NodeDraft {
    timeless: bool,
    strand: Option<Index>,
    start: i64,
    length: i64,
    /// It happens with another one, and where the bool says so it is the same event.
    copies: Option<(Index, bool)>,
    claims: Vec<Draft>,
    lasts: Option<Draft>,
}

/// Of whom a theory speaks, or somebody else.
#[derive(Clone, Copy, Debug)]
enum Party {
    Node(Index),
    Outside(Index),
    Strand(Index),
}

/// A calendar of story days to be: its hidden zero, and how well that is known.
#[derive(Clone, Copy, Debug)]
struct StoryDaysDraft {
    zero: i64,
    width: Option<i64>,
}

/// How a strand is told, and what is claimed of it.
type StrandDraft = (Telling, Vec<Draft>);

/// A network to be.
#[derive(Clone, Debug)]
struct Plan {
    scenes: Vec<NodeDraft>,
    facts: Vec<(NodeDraft, Index)>,
    /// The main strands of all works.
    mains: Vec<StrandDraft>,
    /// The others, each with its work.
    strands: Vec<(StrandDraft, Index)>,
    /// Where in the telling each work but the first begins.
    begins: Vec<Index>,
    /// What is said from outside.
    outside: Vec<(Index, Draft)>,
    /// What a theory says.
    theory: Vec<(Party, Draft)>,
    story_days: Vec<StoryDaysDraft>,
    /// How many half minutes one step of the hidden time line takes.
    step: i64,
}

/// Plans of up to that many scenes.
fn plans(max: usize, kind: Kind) -> impl Strategy<Value = Plan> {
    let scenes = || nodes(kind.claims, kind);
    let scenes = prop_oneof![
        1 => vec(scenes(), 0..=max),
        4 => vec(scenes(), max / 2..=max),
    ];
    let fact = (nodes([1, 6, 3], kind), any::<Index>());
    let facts = vec(fact, 0..=2.min(max / 2));
    let main = (tellings([16, 1, 1]), strand_claims([16, 2, 0], kind));
    let other = (tellings([3, 2, 1]), strand_claims(kind.strand_claims, kind));
    let others = vec((other, any::<Index>()), 0..=kind.strands);
    let begins = prop_oneof![2 => vec(any::<Index>(), 0), 1 => vec(any::<Index>(), 1), 1 => vec(any::<Index>(), 2)];
    let works = (vec(main, 3), begins);
    let story_days = vec(story_days(), 0..=kind.story_days);
    let steps = prop_oneof![2 => Just(2), 1 => Just(1)];
    (scenes, facts, works, others, outside(kind), theories(kind), story_days, steps).prop_map(
        |(scenes, facts, (mut mains, begins), strands, outside, theory, story_days, step)| {
            mains.truncate(1 + begins.len());
            Plan { scenes, facts, mains, strands, begins, outside, theory, story_days, step }
        },
    )
}

/// What is said from outside: nothing, or up to four claims.
fn outside(kind: Kind) -> impl Strategy<Value = Vec<(Index, Draft)>> {
    let draft = || (any::<Index>(), drafts(kind.relations, kind.says, kind.agreeing));
    prop_oneof![1 => vec(draft(), 0), 1 => vec(draft(), 0..=4)]
}

/// What a theory says: nothing, or up to four claims.
fn theories(kind: Kind) -> impl Strategy<Value = Vec<(Party, Draft)>> {
    let (none, agreeing) = match kind.theory {
        Theory::Seldom => (3, kind.agreeing),
        Theory::Always => (0, 0.5),
    };
    let party = prop_oneof![
        4 => any::<Index>().prop_map(Party::Node),
        2 => any::<Index>().prop_map(Party::Outside),
        u32::from(kind.strand_claims[1] > 0) => any::<Index>().prop_map(Party::Strand),
    ];
    let draft = (party, drafts(kind.relations, kind.says, agreeing));
    (0..none + 1, vec(draft, 1..=4)).prop_map(move |(drawn, drafts)| if drawn < none { Vec::new() } else { drafts })
}

fn story_days() -> impl Strategy<Value = StoryDaysDraft> {
    (0_i64..6, weighted(0.7, widths())).prop_map(|(zero, width)| StoryDaysDraft { zero, width })
}

/// One minute, or a day, a month, a year of a calendar made small: some lie in each other, some overlap.
fn widths() -> impl Strategy<Value = i64> {
    prop_oneof![3 => Just(1), 2 => Just(2), 1 => Just(3), 2 => Just(4), 1 => Just(12)]
}

/// How a strand is told, by weight: forwards, backwards, loosely.
fn tellings([forwards, backwards, loosely]: [u32; 3]) -> impl Strategy<Value = Telling> {
    prop_oneof![
        forwards => Just(Telling::Forwards),
        backwards => Just(Telling::Backwards),
        loosely => Just(Telling::Loosely),
    ]
}

/// Scenes and facts. One of ten is timeless.
fn nodes(claims: [u32; 3], kind: Kind) -> impl Strategy<Value = NodeDraft> {
    let draft = drafts(kind.relations, kind.says, kind.agreeing);
    let lasts = (proptest::bool::weighted(kind.lasts), drafts([1; 5], [1, 0, 0], kind.agreeing));
    let copies = weighted(0.25, any::<(Index, bool)>());
    (
        proptest::bool::weighted(0.1),
        weighted(kind.on_strand, any::<Index>()),
        0_i64..8,
        1_i64..=8,
        copies,
        several(claims, draft),
        lasts,
    )
        .prop_map(|(timeless, strand, start, length, copies, claims, lasts)| NodeDraft {
            timeless,
            strand,
            start,
            length,
            copies,
            claims,
            lasts: lasts.0.then_some(Draft { form: Form::Lasts, ..lasts.1 }),
        })
}

/// Claims of a strand: all five relations, but mostly those that say more than that scenes are alike. Some say
/// how long each of its scenes lasts.
fn strand_claims(claims: [u32; 3], kind: Kind) -> impl Strategy<Value = Vec<Draft>> {
    let lasts = proptest::bool::weighted(kind.lasts / 3.0);
    let claims = several(claims, drafts([6, 4, 3, 1, 1], kind.says, kind.agreeing));
    (claims, lasts).prop_map(|(mut claims, lasts)| {
        if let Some(last) = claims.last_mut().filter(|_| lasts) {
            last.form = Form::Lasts;
        }
        claims
    })
}

/// One claim; the weights are those of before, after, during, with, same, and of relation, distance, date.
fn drafts(relations: [u32; 5], says: [u32; 3], agreeing: f64) -> impl Strategy<Value = Draft> {
    let relation =
        by_weight(relations, [Relation::Before, Relation::After, Relation::During, Relation::With, Relation::Same]);
    let form = by_weight(says, [Form::Relation, Form::By, Form::At]);
    let agrees = proptest::bool::weighted(agreeing);
    let slack = || prop_oneof![4 => Just(0_i64), 1 => Just(1), 1 => Just(2), 1 => Just(5)];
    (agrees, form, relation, any::<Index>(), 0_i64..12, widths(), (slack(), slack())).prop_map(
        |(agrees, form, relation, target, minute, width, slack)| Draft {
            agrees,
            form,
            relation,
            target,
            minute,
            width,
            slack,
        },
    )
}

/// One of them, by weight. A weight may be 0.
fn by_weight<T: Copy + std::fmt::Debug, const N: usize>(weights: [u32; N], of: [T; N]) -> impl Strategy<Value = T> {
    (0..weights.iter().sum()).prop_map(move |drawn: u32| {
        let mut most = 0;
        let reached = weights.iter().position(|weight| {
            most += weight;
            drawn < most
        });
        of[reached.unwrap_or(0)]
    })
}

/// None, one or two, by weight.
fn several([none, one, two]: [u32; 3], draft: impl Strategy<Value = Draft>) -> impl Strategy<Value = Vec<Draft>> {
    let all = none + one + two;
    (0..all, vec(draft, 2)).prop_map(move |(drawn, mut drafts)| {
        let count = usize::from(drawn >= none) + usize::from(drawn >= none + one);
        drafts.truncate(count);
        drafts
    })
}

/// When a node happens in the hidden time line, in half minutes, and as which event.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Time {
    start: i64,
    end: i64,
    event: usize,
}

impl Time {
    /// Whether the relation holds between two nodes.
    fn holds(self, relation: Relation, other: Time) -> bool {
        match relation {
            Relation::Before => self.end <= other.start,
            Relation::After => other.end <= self.start,
            Relation::During => other.start < self.start && self.end < other.end,
            Relation::With => (self.start, self.end) == (other.start, other.end),
            Relation::Same => self == other,
        }
    }
}

/// Half minutes, all of them, in a distance of whole minutes with so much to spare. Anything, where there are none.
fn distance(halves: &[i64], draft: &Draft) -> Distance {
    let (less, more) = draft.slack;
    let (least, most) = match (halves.iter().min(), halves.iter().max()) {
        (Some(least), Some(most)) if draft.agrees => (least.div_euclid(2), (most + 1).div_euclid(2)),
        _ => (draft.minute.min(9), draft.minute.min(9)),
    };
    Distance { least: (least - less).max(0), most: most + more }
}

/// Half minutes, all of them, in one stretch: a minute, day, month or year, if one holds them. Anything, where there
/// are none.
fn window(halves: &[i64], draft: &Draft) -> Window {
    let (least, most) = match (halves.iter().min(), halves.iter().max()) {
        (Some(least), Some(most)) if draft.agrees => (least.div_euclid(2), most.div_euclid(2)),
        _ => (draft.minute, draft.minute),
    };
    let stretch = |width: i64| {
        let from = least.div_euclid(width) * width;
        Window { from, until: from + width }
    };
    let mut fitting = [draft.width, 2, 4, 12].into_iter().map(stretch).filter(|stretch| most < stretch.until);
    fitting.next().unwrap_or(Window { from: least, until: most + 1 })
}

/// What claims are made of.
struct World {
    nodes: Vec<Node>,
    /// Of each node.
    times: Vec<Time>,
    /// The zeros of dates and of each calendar of story days.
    zeros: Vec<i64>,
}

impl Plan {
    /// Puts the network together. Facts give way where they would make more nodes than asked for.
    fn network(mut self, max: usize) -> Network {
        let reveals = if self.scenes.is_empty() { 0 } else { self.facts.len() };
        self.facts.truncate(reveals);
        self.scenes.truncate(max - self.facts.len());
        let count = self.scenes.len();
        let world = self.world();
        let scenes = self.scenes_in_time();
        let told_facts = self.facts.iter().map(|(_, reveal)| reveal.index(count) as u32).collect();
        let mut claims = Vec::new();
        for (number, draft) in self.nodes().enumerate() {
            let subject = Subject::Node(world.nodes[number]);
            for claim in draft.claims.iter().chain(&draft.lasts) {
                claims.extend(claim.claim(subject, &[number], &world));
            }
        }
        let strands = || self.mains.iter().chain(self.strands.iter().map(|(draft, _)| draft));
        for (number, (_, drafts)) in (0..).zip(strands()) {
            for claim in drafts {
                claims.extend(claim.claim(Subject::Strand(Strand(number)), &there(&scenes, number), &world));
            }
        }
        let parties = if world.nodes.is_empty() { [0, 0] } else { [self.outside.len(), self.theory.len()] };
        for (party, claim) in &self.outside[..parties[0]] {
            let node = party.index(world.nodes.len());
            claims.extend(claim.claim(Subject::Outside(world.nodes[node]), &[node], &world));
        }
        let canon = claims.len();
        for (party, claim) in &self.theory[..parties[1]] {
            let node = |drawn: Index| drawn.index(world.nodes.len());
            claims.extend(match *party {
                Party::Node(drawn) => claim.claim(Subject::Node(world.nodes[node(drawn)]), &[node(drawn)], &world),
                Party::Outside(drawn) => {
                    claim.claim(Subject::Outside(world.nodes[node(drawn)]), &[node(drawn)], &world)
                }
                Party::Strand(drawn) => {
                    let number = drawn.index(strands().count()) as u32;
                    claim.claim(Subject::Strand(Strand(number)), &there(&scenes, number), &world)
                }
            });
        }
        Network {
            told_facts,
            strands: strands().map(|&(telling, _)| telling).collect(),
            works: self.mains.len() as u32,
            story_days: self.story_days.iter().map(|days| days.window(self.step)).collect(),
            assumed: (claims.len() - canon) as u32,
            scenes,
            claims,
        }
    }

    /// The scenes, on strands of the works they are of. Main half as often as each of the others.
    fn scenes_in_time(&self) -> Vec<Scene> {
        let count = self.scenes.len();
        let mut begins: Vec<usize> = self.begins.iter().map(|begin| begin.index(count + 1)).collect();
        begins.sort_unstable();
        let works = self.mains.len();
        let scene = |(at, draft): (usize, &NodeDraft)| {
            let work = begins.iter().filter(|&&begin| begin <= at).count();
            let others = (works..).zip(&self.strands).filter(|(_, (_, of))| of.index(works) == work);
            let others: Vec<usize> = others.map(|(number, _)| number).collect();
            let named = |drawn: Index| match drawn.index(2 * others.len() + 1).div_ceil(2) {
                0 => work,
                other => others[other - 1],
            };
            let strand = draft.strand.map(|drawn| Strand(named(drawn) as u32));
            Scene { timeless: draft.timeless, strand, work: work as u32 }
        };
        self.scenes.iter().enumerate().map(scene).collect()
    }

    fn world(&self) -> World {
        let scenes = (0..self.scenes.len() as u32).map(Node::Scene);
        World {
            nodes: scenes.chain((0..self.facts.len() as u32).map(Node::Fact)).collect(),
            times: self.times(),
            zeros: once(0).chain(self.story_days.iter().map(|days| days.zero * self.step)).collect(),
        }
    }

    /// Scenes, then facts.
    fn nodes(&self) -> impl Iterator<Item = &NodeDraft> {
        self.scenes.iter().chain(self.facts.iter().map(|(draft, _)| draft))
    }

    /// The hidden time line.
    fn times(&self) -> Vec<Time> {
        let mut times: Vec<Time> = Vec::new();
        for (event, draft) in self.nodes().enumerate() {
            let (start, end) = (draft.start * self.step, (draft.start + draft.length) * self.step);
            let own = Time { start, end, event };
            let time = match draft.copies {
                Some((other, same)) if event > 0 => {
                    let other = times[other.index(event)];
                    let event = if same { other.event } else { event };
                    Time { event, ..other }
                }
                _ => own,
            };
            times.push(time);
        }
        times
    }
}

/// The scenes that may be on a strand. Those that name none may be on main or not. Where a claim must agree it does so for
/// all.
fn there(scenes: &[Scene], strand: u32) -> Vec<usize> {
    let may_be_there = |scene: &Scene| scene.strand.unwrap_or(Strand(scene.work)) == Strand(strand);
    (0..scenes.len()).filter(|&scene| may_be_there(&scenes[scene])).collect()
}

impl StoryDaysDraft {
    /// The stretch of dates that its zero lies in, if that is known.
    fn window(self, step: i64) -> Option<Window> {
        let minute = (self.zero * step).div_euclid(2);
        self.width.map(|width| {
            let from = minute.div_euclid(width) * width;
            Window { from, until: from + width }
        })
    }
}

impl Draft {
    /// The claim, if there is one to be made, on those nodes.
    fn claim(&self, subject: Subject, on: &[usize], world: &World) -> Option<Claim> {
        let times = on.iter().map(|&node| world.times[node]);
        let says = match self.form {
            Form::Relation | Form::By => self.relation(subject, on, world)?,
            Form::At => {
                // The last calendar half as often as each of the others.
                let number = self.target.index(2 * world.zeros.len() - 1) / 2;
                let calendar = number.checked_sub(1).map_or(Calendar::Dates, |days| Calendar::StoryDays(days as u32));
                let starts: Vec<i64> = times.map(|time| time.start - world.zeros[number]).collect();
                Says::At(calendar, window(&starts, self))
            }
            Form::Lasts => {
                let lengths: Vec<i64> = times.map(|time| time.end - time.start).collect();
                Says::Lasts(distance(&lengths, self))
            }
        };
        Some(Claim { subject, says })
    }

    /// A relation. One that agrees goes through all targets and then all relations until it holds for everybody it
    /// is made on; a strand's claim need not hold for the target itself.
    fn relation(&self, subject: Subject, on: &[usize], world: &World) -> Option<Says> {
        let World { nodes, times, .. } = world;
        if nodes.is_empty() {
            return None;
        }
        let first = self.target.index(nodes.len());
        let targets = (0..nodes.len()).map(|step| (first + step) % nodes.len());
        let drawn = match self.relation {
            Relation::With | Relation::During if self.form == Form::By => Relation::After,
            Relation::Same if self.form == Form::By => Relation::Before,
            relation => relation,
        };
        let others = [drawn, Relation::Before, Relation::After, Relation::During];
        let tried = others.into_iter().flat_map(|relation| targets.clone().map(move |target| (relation, target)));
        let strand = matches!(subject, Subject::Strand(_));
        let saved = |node: usize, target: usize| strand && node == target;
        let holds = |&(relation, target): &(Relation, usize)| {
            let own = !strand && on.contains(&target);
            !own && on.iter().all(|&node| saved(node, target) || times[node].holds(relation, times[target]))
        };
        let (relation, target) = if self.agrees { tried.into_iter().find(holds)? } else { (drawn, first) };
        let compared = on.iter().filter(|&&node| !saved(node, target)).map(|&node| match relation {
            Relation::Before => times[target].start - times[node].end,
            _ => times[node].start - times[target].end,
        });
        let compared: Vec<i64> = compared.collect();
        let by = match relation {
            Relation::Before | Relation::After if self.form == Form::By => Some(distance(&compared, self)),
            _ => None,
        };
        Some(Says::Is { relation, target: nodes[target], by })
    }
}
