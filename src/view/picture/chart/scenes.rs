//! What the chart is drawn of: the steps, who is in them, and their words.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::knowledge::{Cut, Person, ShownCharacter, ShownScene};
use crate::layout::chart::{self, Chart, Meetings};
use crate::time::Chronology;
use crate::view::picture::lettering::{self, TEXT};
use crate::view::{Options, Order, order};

/// For how many scenes, as told, the line of a character goes on who is not in them.
const PATIENCE: u32 = 10;

/// What happens in one column.
pub(super) struct Step {
    /// The scenes, by their places in narrative order: several where they show one event.
    pub(super) scenes: Vec<u32>,
    /// Whether it stands outside time.
    pub(super) timeless: bool,
    /// Those in it, by their places in order of appearance.
    cast: Vec<u32>,
}

/// A story as steps, in the order asked for.
pub(super) struct Tale<'c, 's> {
    pub(super) cut: &'c Cut<'s>,
    pub(super) order: Order,
    pub(super) steps: Vec<Step>,
    /// How many of the steps come before those that stand outside time at the end.
    pub(super) in_time: usize,
    per_row: usize,
    /// Everybody, in order of appearance.
    pub(super) names: Vec<&'s str>,
    pub(super) chart: Chart,
    /// Whose each line is, by their places in order of appearance.
    pub(super) whose: Vec<u32>,
    pub(super) meetings: Meetings,
}

impl<'c, 's> Tale<'c, 's> {
    /// As told, a step a scene, and whoever has been met goes on for a while and then rests, whether they come back or not. As it
    /// happened, a step an event, and everybody goes from the first step they are in to the last; what stands outside time comes behind,
    /// with lines of its own.
    pub(super) fn of(cut: &'c Cut<'s>, chronology: &Chronology, options: &Options, per_row: usize) -> Self {
        let order = order(chronology, options);
        let characters = cut.characters();
        let mut casts = vec![Vec::new(); cut.scenes().len()];
        for (place, character) in (0..).zip(&characters) {
            for appearance in character.appears() {
                casts[appearance.scene as usize].push(place);
            }
        }
        let step = |scenes: Vec<u32>| {
            let mut cast: Vec<u32> = scenes.iter().flat_map(|&scene| casts[scene as usize].iter().copied()).collect();
            cast.sort_unstable();
            cast.dedup();
            let timeless = scenes.iter().all(|&scene| chronology.places[scene as usize].event.is_none());
            Step { scenes, timeless, cast }
        };
        let ranks = 0..cut.scenes().len() as u32;
        let (mut steps, in_time): (Vec<Step>, usize) = match order {
            Order::Narrative => (ranks.clone().map(|rank| step(vec![rank])).collect(), ranks.len()),
            Order::Chronological => {
                let shown = chronology.events.iter().filter(|event| !event.scenes.is_empty());
                let steps: Vec<Step> = shown.map(|event| step(event.scenes.clone())).collect();
                let in_time = steps.len();
                (steps, in_time)
            }
        };
        if order == Order::Chronological {
            let timeless = ranks.filter(|&rank| chronology.places[rank as usize].event.is_none());
            steps.extend(timeless.map(|rank| step(vec![rank])));
        }
        let count = characters.len() as u32;
        let (meetings, whose) = match order {
            Order::Narrative => {
                let groups = steps.iter().map(|step| vec![cut.in_line(step.cast.clone())]).collect();
                Meetings::resting(count, groups, cut.patience(PATIENCE))
            }
            Order::Chronological => {
                let line = |at: usize, one: &u32| if at < in_time { *one } else { count + one };
                let group = |(at, step): (usize, &Step)| vec![step.cast.iter().map(|one| line(at, one)).collect()];
                let meetings = Meetings::new(2 * count, steps.iter().enumerate().map(group).collect());
                (meetings, (0..count).chain(0..count).collect())
            }
        };
        let chart = match order {
            Order::Narrative => chart::as_told(&meetings, per_row as u32),
            Order::Chronological => chart::whole(&meetings),
        };
        let names = characters.iter().map(ShownCharacter::name).collect();
        Self { cut, order, steps, in_time, per_row, names, chart, whose, meetings }
    }

    /// Whose line it is, by their place in order of appearance.
    pub(super) fn character(&self, line: u32) -> usize {
        self.whose[line as usize] as usize
    }

    /// Whether the character whose line it is is in a step.
    pub(super) fn is_in(&self, line: u32, step: usize) -> bool {
        self.steps[step].cast.binary_search(&(self.character(line) as u32)).is_ok()
    }

    pub(super) fn scenes(&self, step: usize) -> impl Iterator<Item = ShownScene<'c, 's>> {
        self.steps[step].scenes.iter().map(|&rank| self.cut.scene(rank))
    }

    /// The numbers of a step's scenes in the telling.
    pub(super) fn numbers(&self, step: usize) -> String {
        self.scenes(step).map(|scene| scene.number().to_string()).collect::<Vec<String>>().join(", ")
    }

    /// The titles of a step's scenes; one that comes again at once is not said again.
    pub(super) fn titles(&self, step: usize) -> String {
        let mut titles: Vec<&str> = self.scenes(step).map(|scene| scene.title()).collect();
        titles.dedup();
        titles.join(" / ")
    }

    /// Where a step is: each layer and place of its scenes once; that it stands outside time; that nobody is in it.
    pub(super) fn setting(&self, step: usize) -> Vec<&'s str> {
        let mut parts: Vec<&'s str> = Vec::new();
        if self.steps[step].timeless {
            parts.push("outside time");
        }
        for part in self.scenes(step).flat_map(|scene| [scene.layer(), scene.place()]).flatten() {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        if self.steps[step].cast.is_empty() {
            parts.push("nobody is in it");
        }
        parts
    }

    /// Who is in a step, each once, with how they are there.
    pub(super) fn cast(&self, step: usize) -> String {
        let in_words = |one: Person| match one.role {
            Some(role) => format!("{} ({role})", one.name),
            None => one.name.to_owned(),
        };
        let mut named = BTreeSet::new();
        let cast = self.scenes(step).flat_map(|scene| scene.cast()).map(in_words);
        let cast: Vec<String> = cast.filter(|one| named.insert(one.clone())).collect();
        cast.join(", ")
    }

    /// What stands above a step: its numbers and titles, and of its setting the parts for which there is room.
    pub(super) fn heading(&self, step: usize, room: f64) -> (String, Option<String>) {
        let numbers = self.numbers(step);
        let titles = self.titles(step);
        let mut left = room - lettering::width(&numbers, TEXT) - TEXT / 2.0;
        let title = lettering::fitted(&titles, left, TEXT).unwrap_or_default();
        left -= lettering::width(&title, TEXT) + TEXT / 2.0;
        let has_room = |part: &String| {
            left -= lettering::width(part, TEXT) + TEXT / 2.0;
            left >= 0.0
        };
        let parts = self.setting(step).into_iter().map(|part| format!("· {part}")).take_while(has_room);
        let setting = parts.collect::<Vec<String>>().join(" ");
        (format!("{numbers} {title}"), Some(setting).filter(|setting| !setting.is_empty()))
    }

    /// What is to be said of a step: its title, who is in it, and its setting where not all of it stands above it;
    /// of the first of a work or a row the work, too.
    pub(super) fn in_words(&self, step: usize, room: f64, begins_row: bool) -> String {
        let whole: String = self.setting(step).iter().map(|part| format!(" · {part}")).collect();
        let (_, shown) = self.heading(step, room);
        let setting = if shown.is_some_and(|shown| whole[1..] == *shown) { "" } else { &*whole };
        let cast = self.cast(step);
        let cast = if cast.is_empty() { String::new() } else { format!(": {cast}") };
        let title = |step: usize| self.scenes(step).next().and_then(|scene| scene.work_title());
        let is_other = begins_row || title(step) != title(step - 1);
        let work = title(step).filter(|_| is_other).map_or(String::new(), |work| format!(" · {work}"));
        format!("{}. {}{setting}{work}{cast}", self.numbers(step), self.titles(step))
    }

    /// Some steps, row by row.
    pub(super) fn rows(&self, steps: Range<usize>) -> impl Iterator<Item = Range<usize>> + use<> {
        let (last, per_row) = (steps.end, self.per_row);
        steps.step_by(per_row).map(move |first| first..last.min(first + per_row))
    }

    /// The chart, for those who do not see it: who is in which scenes.
    pub(super) fn description(&self) -> String {
        const TOLD: usize = 100;
        let count = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
        let order = match self.order {
            Order::Narrative => "as told",
            Order::Chronological => "as it happened",
        };
        let scenes = count(self.cut.scenes().len(), "scene", "scenes");
        let characters = count(self.names.len(), "character", "characters");
        let said = format!(
            "A line for each character from left to right, {order}; lines come together in the scenes that they share. \
             {scenes}, {characters}."
        );
        let steps = &self.steps[..self.steps.len().min(TOLD)];
        let mut scenes_of: Vec<Vec<u32>> = vec![Vec::new(); self.names.len()];
        for step in steps {
            for &character in &step.cast {
                scenes_of[character as usize].extend(&step.scenes);
            }
        }
        let with = self.names.iter().zip(scenes_of).filter(|(_, scenes)| !scenes.is_empty());
        let lists: Vec<String> = with.map(|(name, scenes)| format!(" {name}: {}.", self.runs(&scenes))).collect();
        let more = if self.steps.len() > TOLD { " And so on." } else { "" };
        format!("{said}{}{more}", lists.concat())
    }

    /// The numbers of some scenes, those that follow each other as one.
    fn runs(&self, ranks: &[u32]) -> String {
        let numbers: Vec<u32> = ranks.iter().map(|&rank| self.cut.scene(rank).number()).collect();
        let runs = numbers.chunk_by(|one, next| one + 1 == *next).map(|run| match run {
            [one] => one.to_string(),
            [one, two] => format!("{one}, {two}"),
            run => format!("{}–{}", run[0], run[run.len() - 1]),
        });
        runs.collect::<Vec<String>>().join(", ")
    }
}
