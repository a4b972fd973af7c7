//! The built-in stories as texts that can be changed, and what is known of them.

use std::cell::Cell;
use std::fs;
use std::path::Path;

use storyline::lint::{self, Checked};
use storyline::problem::Problem;
use storyline::source::{FileId, Source};
use storyline::story::{self, CharacterId, SceneId, Story, WorkId};
use storyline::syntax::{self, Document};
use storyline::time::{Chronology, chronology};

/// Names and texts: a work alone, or a universe and its works in release order.
pub(crate) type Files = Vec<(String, String)>;

/// A work to be broken.
pub(crate) struct Subject {
    pub(crate) name: String,
    pub(crate) files: Files,
    /// Which of the files is the work.
    pub(crate) at: usize,
    pub(crate) story: Story,
    pub(crate) chronology: Chronology,
    pub(crate) work: WorkId,
    random: Cell<u64>,
}

/// A story with what it lacked for a fault, and with the fault.
pub(crate) struct Broken {
    pub(crate) before: Files,
    pub(crate) after: Files,
    /// Where.
    pub(crate) what: String,
}

/// Every work in `stories/`.
pub(crate) fn subjects() -> Vec<Subject> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("stories");
    let mut shelves: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    shelves.sort();
    let mut subjects = Vec::new();
    for shelf in shelves {
        let shelf_name = shelf.file_name().unwrap().to_str().unwrap().to_owned();
        let read = |name: &str| fs::read_to_string(shelf.join(name).with_extension("toml")).unwrap();
        if !shelf.join("universe.toml").is_file() {
            for entry in fs::read_dir(&shelf).unwrap() {
                let name = entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned();
                let full_name = format!("{shelf_name}/{name}");
                subjects.push(Subject::new(full_name.clone(), vec![(full_name, read(&name))], 0));
            }
            continue;
        }
        let universe = (shelf_name.clone(), read("universe"));
        let document = syntax::parse(&Source::new("universe.toml", universe.1.as_str()), FileId(0), &mut Vec::new());
        let works = document.universe.unwrap().works;
        let mut files = vec![universe];
        files.extend(works.iter().map(|work| (work.value.clone(), read(&work.value))));
        for at in 1..files.len() {
            subjects.push(Subject::new(format!("{shelf_name}/{}", files[at].0), files.clone(), at));
        }
    }
    subjects.sort_by(|one, other| one.name.cmp(&other.name));
    subjects
}

fn build(files: &Files) -> (Vec<Source>, Story, Vec<Problem>) {
    let mut problems = Vec::new();
    let (mut sources, mut documents) = (Vec::new(), Vec::new());
    for (file, (name, text)) in (0..).map(FileId).zip(files) {
        let source = Source::new(format!("{name}.toml"), text.as_str());
        let document = syntax::parse(&source, file, &mut problems);
        let name = name.rsplit('/').next().unwrap().to_owned();
        documents.push(Document { name, file, ..document });
        sources.push(source);
    }
    let story = match &documents[..] {
        [document] => story::build(document, &mut problems),
        _ => story::build_universe(&documents, &mut problems),
    };
    (sources, story, problems)
}

/// What is wrong with a story.
pub(crate) fn check(files: &Files) -> Vec<Problem> {
    let (sources, story, problems) = build(files);
    lint::check(Checked::new(&story, &sources), &[], problems)
}

impl Subject {
    fn new(name: String, files: Files, at: usize) -> Self {
        let (_, story, _) = build(&files);
        let chronology = chronology(&story.network().network);
        let work = story.work_ids().nth(at.saturating_sub(1)).unwrap();
        Self { name, files, at, story, chronology, work, random: Cell::new(0) }
    }

    /// Begins a new row of choices.
    pub(crate) fn seed(&mut self, seed: u64) {
        self.random.set(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    }

    /// Where the row of choices stands.
    pub(crate) fn choice(&self) -> u64 {
        self.random.get()
    }

    /// Goes back there.
    pub(crate) fn choose_again(&self, choice: u64) {
        self.random.set(choice);
    }

    /// One of several, by seed.
    pub(crate) fn pick<T>(&self, from: impl IntoIterator<Item = T>) -> Option<T> {
        let mut from: Vec<T> = from.into_iter().collect();
        // Marsaglia, "Xorshift RNGs" (2003)
        let mut random = self.random.get();
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        self.random.set(random);
        let count = from.len();
        (count > 0).then(|| from.swap_remove((random >> 11) as usize % count))
    }

    pub(crate) fn scenes(&self) -> impl ExactSizeIterator<Item = SceneId> + use<> {
        self.story.scenes_of(self.work)
    }

    pub(crate) fn id(&self, scene: SceneId) -> &str {
        &self.story.scene(scene).id
    }

    /// Scenes of the work that show an event, without hindsight.
    pub(crate) fn plain(&self) -> Vec<SceneId> {
        let shows = |scene: &SceneId| self.chronology.places[scene.index()].event.is_some();
        let plain = self.scenes().filter(shows).filter(|&scene| self.story.scene(scene).hindsight.is_empty());
        plain.filter(|&scene| !self.says(scene)).collect()
    }

    /// Whether a scene says something of states or of knowledge. A key stands once in it, so it is left alone.
    fn says(&self, scene: SceneId) -> bool {
        let said = &self.story.scene(scene).continuity;
        said.becomes.len() + said.needs.len() + said.learns.len() + said.uses.len() > 0
    }

    /// Scenes that happened one after the other, as told.
    pub(crate) fn linked(&self) -> Vec<(SceneId, SceneId)> {
        let scenes: Vec<SceneId> = self.story.scenes().collect();
        let place = |scene: SceneId| self.chronology.places[scene.index()];
        let linked = self.plain().into_iter().filter_map(|scene| {
            let from = scenes[place(scene).linked_to? as usize];
            if self.says(from) {
                return None;
            }
            let (first, second) = if place(from).event < place(scene).event { (from, scene) } else { (scene, from) };
            Some((first, second))
        });
        linked.collect()
    }

    /// Scenes with somebody who can be named by their id alone, in the flesh.
    pub(crate) fn people(&self) -> Vec<(SceneId, CharacterId)> {
        let here = |who: &CharacterId| self.story.character(*who).home.is_none_or(|home| home == self.work);
        let cast = |scene: SceneId| {
            let cast = self.story.scene(scene).cast.iter().filter(|cast| cast.role.is_none());
            cast.map(|cast| cast.who).filter(here).map(move |who| (scene, who)).collect::<Vec<_>>()
        };
        // Who dies in the story is left alone.
        let dies = |who: CharacterId| {
            let life = format!("\"{}.alive\"", self.story.character(who).id);
            self.files.iter().any(|(_, text)| text.contains(&life))
        };
        self.plain().into_iter().flat_map(cast).filter(|&(_, who)| !dies(who)).collect()
    }

    /// The text of the work.
    pub(crate) fn text(&self) -> Text {
        Text { files: self.files.clone(), at: self.at }
    }

    /// A fault that needs nothing first.
    pub(crate) fn broken(&self, after: Text, what: &str) -> Broken {
        Broken { before: self.files.clone(), after: after.files, what: what.to_owned() }
    }
}

/// A text that is changed, among those of its universe.
#[derive(Clone)]
pub(crate) struct Text {
    files: Files,
    at: usize,
}

impl Text {
    fn lines(&self) -> Vec<String> {
        self.files[self.at].1.lines().map(str::to_owned).collect()
    }

    fn with(mut self, lines: &[String]) -> Self {
        self.files[self.at].1 = lines.join("\n") + "\n";
        self
    }

    /// What is broken once this is as it should be.
    pub(crate) fn then(self, after: Text, what: &str) -> Broken {
        Broken { before: self.files, after: after.files, what: what.to_owned() }
    }

    /// Adds lines at the end.
    pub(crate) fn append(self, added: &str) -> Self {
        let mut lines = self.lines();
        lines.push(added.to_owned());
        self.with(&lines)
    }

    /// Adds a scene at the end.
    pub(crate) fn scene(self, id: &str, keys: &str) -> Self {
        self.append(&format!("\n[[scene]]\nid = \"{id}\"\ntitle = \"{id}\"\ntext = \"Something happens.\"\n{keys}"))
    }

    /// Adds a line to a scene.
    pub(crate) fn add(self, scene: &str, line: &str) -> Self {
        let mut lines = self.lines();
        let at = lines.iter().position(|line| *line == format!("id = \"{scene}\"")).expect(scene);
        lines.insert(at + 1, line.to_owned());
        self.with(&lines)
    }

    /// Adds a line below a header, of a file by its place.
    pub(crate) fn below(mut self, file: usize, header: &str, line: &str) -> Self {
        let at = std::mem::replace(&mut self.at, file);
        let mut lines = self.lines();
        let place = lines.iter().position(|line| line == header).expect(header);
        lines.insert(place + 1, line.to_owned());
        Self { at, ..self.with(&lines) }
    }

    /// Where a key of a scene stands, as lines from and until.
    fn key(&self, scene: &str, key: &str) -> Option<(usize, usize)> {
        let lines = self.lines();
        let begins = lines.iter().position(|line| *line == format!("id = \"{scene}\""))?;
        let is_header = |line: &String| line.starts_with('[') && line.ends_with(']');
        let length = lines[begins..].iter().position(is_header).unwrap_or(lines.len() - begins);
        let from =
            begins + lines[begins..begins + length].iter().position(|line| line.starts_with(&format!("{key} =")))?;
        let is_next = |line: &String| {
            let word = line.split([' ', '.', '=']).next().unwrap_or_default();
            let is_key =
                !word.is_empty() && word.chars().all(|c| c.is_ascii_lowercase() || c == '-' || c.is_ascii_digit());
            (is_key && line.contains('=')) || line.is_empty() || line.starts_with('#') || is_header(line)
        };
        let rest = lines[from + 1..].iter().position(is_next).unwrap_or(lines.len() - from - 1);
        Some((from, from + 1 + rest))
    }

    /// What a scene says by a key.
    pub(crate) fn get(&self, scene: &str, key: &str) -> Option<String> {
        let (from, until) = self.key(scene, key)?;
        Some(self.lines()[from..until].join("\n"))
    }

    /// The same, said otherwise. Nothing where it is empty.
    pub(crate) fn set(self, scene: &str, key: &str, said: &str) -> Self {
        let (from, until) = self.key(scene, key).expect(key);
        let mut lines = self.lines();
        let said = (!said.is_empty()).then(|| said.to_owned());
        lines.splice(from..until, said);
        self.with(&lines)
    }

    /// The words of a list of a scene.
    pub(crate) fn list(&self, scene: &str, key: &str) -> Option<Vec<String>> {
        let said = self.get(scene, key)?;
        let (_, list) = said.split_once('=')?;
        let words = list.split('"').skip(1).step_by(2).map(str::to_owned).collect();
        (!list.contains('{')).then_some(words)
    }

    /// The same list without a word.
    pub(crate) fn unlist(self, scene: &str, key: &str, word: &str) -> Option<Self> {
        let words = self.list(scene, key)?;
        let left: Vec<String> = words.iter().filter(|known| *known != word).map(|word| format!("\"{word}\"")).collect();
        let said = if left.is_empty() { String::new() } else { format!("{key} = [{}]", left.join(", ")) };
        (left.len() < words.len()).then(|| self.set(scene, key, &said))
    }

    /// The same list with a word more.
    pub(crate) fn enlist(self, scene: &str, key: &str, word: &str) -> Option<Self> {
        let Some(said) = self.get(scene, key) else { return Some(self.add(scene, &format!("{key} = [\"{word}\"]"))) };
        let said = said.trim_end().strip_suffix(']')?.trim_end().trim_end_matches(',').to_owned();
        Some(self.set(scene, key, &format!("{said}, \"{word}\"]")))
    }
}
