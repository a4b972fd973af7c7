//! The laws for universes, and for works of them asked for alone.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

use storyline::cli::Exit;
use storyline::knowledge::{Seen, cut_to};
use storyline::play;
use storyline::story::{Story, WorkId};
use storyline::syntax::{Claim, Document, Text};
use storyline::view::Options;

use super::choices::Choices;
use super::full;
use super::future::{self, CANARY, hidden_words};
use super::held::{Case, PAIRS};
use super::known::{Known, id_of};
use super::tale::{Tale, positions, scene_ids};
use super::views::{Answer, Asked, COMMANDS, Stage, difference};
use super::world::{Universal, WORLD, file, lay_out, read};

/// Who asks for what of a universe.
struct Asker {
    asked: Asked,
    width: &'static str,
    lists: bool,
    /// The theory that is asked for: on offer, not on offer, or none.
    theory: String,
    /// What to ask `why` about.
    pairs: Vec<[String; 2]>,
}

impl Asker {
    fn of(case: &Case, world: &Universal) -> Self {
        let mut choices = Choices::of(&case.viewer);
        let asked = [Asked::ByName, Asked::ByName, Asked::ByPath, Asked::AsKept][choices.below(4)];
        let width = if choices.chance(50) { "40" } else { "80" };
        let work = world.works()[choices.below(world.works().len())];
        let theory = [String::from("t-1"), "t-2".into(), format!("{work}/t-1"), format!("{work}/t-77")];
        let theory = theory[choices.below(theory.len())].clone();
        let mut words = vec!["1".to_owned(), (case.tale.seen.len() + 1).to_string(), format!("{work}/scene-77")];
        let seen: Vec<String> = case.tale.seen.iter().cloned().collect();
        let mut pairs = Vec::new();
        for id in [choices.one(&seen), choices.one(&hidden_words(&case.tale))].into_iter().flatten() {
            words.extend([world.full_id(id), world.place(id).1.to_owned()]);
        }
        for _ in 0..2 {
            let [one, other] = [choices.one(&words), choices.one(&words)].map(|word| word.cloned().unwrap_or_default());
            pairs.push([one, other]);
        }
        Self { asked, width, lists: choices.chance(10), theory, pairs }
    }

    /// All that is answered about a universe, or about a work of it alone, at a position.
    fn everything(&self, stage: &Stage, story: &str, seen: &str) -> Vec<Answer> {
        let path = match story.rsplit('/').next() {
            Some(work) if story != WORLD => home(stage).join(format!("{work}.toml")).display().to_string(),
            _ => format!("{}/", home(stage).display()),
        };
        stage.forget();
        let mut answers = Vec::new();
        if self.asked == Asked::AsKept {
            answers.push(stage.run(&["seen", story, seen], false));
        }
        let called = if self.asked == Asked::ByPath { &path } else { story };
        self.ask(stage, [called, story], (self.asked != Asked::AsKept).then_some(seen), &mut answers);
        answers.push(stage.left());
        answers
    }

    /// The same of a story by its path, of which all is seen.
    fn all_of(&self, stage: &Stage, path: &str) -> Vec<Answer> {
        let mut answers = Vec::new();
        self.ask(stage, [path, ""], Some("all"), &mut answers);
        answers
    }

    fn ask(&self, stage: &Stage, [story, name]: [&str; 2], seen: Option<&str>, answers: &mut Vec<Answer>) {
        let once = [[String::new(), String::new()]];
        for command in COMMANDS {
            let by_name = command.contains(&"NAME");
            let writes = command[0] == "seen" || seen.is_none() && command[0] == "play";
            if writes || by_name && name.is_empty() || command[0] == "list" && (!self.lists || name.is_empty()) {
                continue;
            }
            let pairs: &[[String; 2]] = if command.contains(&"ONE") { &self.pairs } else { &once };
            for [one, other] in pairs {
                let wrong = format!("{},=scene-77,w-0/scene-", seen.unwrap_or("none"));
                let mut call = vec!["--width", self.width];
                for &word in *command {
                    call.push(match word {
                        "STORY" => story,
                        "NAME" => name,
                        "WRONG" => &wrong,
                        "ONE" => one,
                        "OTHER" => other,
                        "t-1" => &self.theory,
                        word => word,
                    });
                }
                if let Some(seen) = seen
                    && command.contains(&"STORY")
                {
                    call.extend(["--seen", seen]);
                }
                let mut answer = stage.run(&call, false);
                for end in [" ", "`", "\n"] {
                    answer.stderr = answer.stderr.replace(&format!(" {story}{end}"), &format!(" STORY{end}"));
                }
                answer.call = call.join(" ");
                answers.push(answer);
            }
        }
    }
}

fn home(stage: &Stage) -> PathBuf {
    stage.file().with_file_name(WORLD)
}

/// Scenes of a universe as a position.
fn position(world: &Universal, seen: &BTreeSet<String>) -> String {
    let seen: Vec<String> = seen.iter().map(|id| format!("={}", world.full_id(id))).collect();
    if seen.is_empty() { "none".to_owned() } else { seen.join(",") }
}

/// What was seen of one work.
fn own(world: &Universal, seen: &BTreeSet<String>, work: usize) -> BTreeSet<String> {
    seen.iter().filter(|id| world.place(id).0 == work).cloned().collect()
}

/// The names by which works and the universe are asked for.
fn stories(world: &Universal) -> Vec<String> {
    let works = (0..).zip(world.works());
    let works = works.map(|(at, work)| if at == 1 { format!("{WORLD}/{work}") } else { (*work).to_owned() });
    std::iter::once(WORLD.to_owned()).chain(works).collect()
}

fn texts(files: &[(String, String)]) -> String {
    files.iter().map(|(name, text)| format!("# {name}\n{text}\n")).collect()
}

/// A cut of a universe as files, fully seen, is shown as the universe was; and so is a cut of a work alone.
pub(crate) fn closure(stage: &Stage, case: &Case) -> Result<(), String> {
    let world = Universal::of(&case.tale.document);
    let asker = Asker { asked: Asked::ByName, lists: false, ..Asker::of(case, &world) };
    lay_out(&home(stage), &world.files());
    let seen = position(&world, &case.tale.seen);
    let cuts = stage.file().parent().unwrap().with_file_name("cuts"); // beside the library, so that no name leads there
    let _ = fs::remove_dir_all(&cuts); // it may not be there
    fs::create_dir_all(&cuts).unwrap();
    let folder = cuts.join(WORLD);
    let written = stage.run(&["cut", WORLD, "--seen", &seen, "--out", &folder.to_string_lossy()], false);
    if written.exit != Exit::Fine {
        return Err(written.all());
    }
    let by_name = |story: &str| {
        let mut answers = Vec::new();
        asker.ask(stage, [story, ""], Some(&seen), &mut answers);
        answers
    };
    let mut told = difference(&by_name(WORLD), &asker.all_of(stage, &format!("{}/", folder.display())));
    for work in world.works() {
        let alone = cuts.join(format!("{work}.toml"));
        fs::write(&alone, stage.run(&["cut", work, "--seen", &seen], false).stdout).unwrap();
        told = told.or_else(|| difference(&by_name(work), &asker.all_of(stage, &alone.to_string_lossy())));
    }
    let Some(difference) = told else { return Ok(()) };
    Err(format!("At {seen} the cut is shown otherwise.\n{difference}\n{}", texts(&world.files())))
}

/// Whatever comes in any work, what is shown of all and of each is the same to the byte.
pub(crate) fn pairs(stage: &Stage, case: &Case) -> Result<(), String> {
    let world = Universal::of(&case.tale.document);
    let (asker, seen) = (Asker::of(case, &world), position(&world, &case.tale.seen));
    let ask = |files: &[(String, String)]| {
        lay_out(&home(stage), files);
        stories(&world).iter().flat_map(|story| asker.everything(stage, story, &seen)).collect::<Vec<_>>()
    };
    let here = ask(&world.files());
    for choices in case.futures.iter().take(4) {
        let (other, behind) = future::another_document(&case.tale, choices);
        let files = Universal::of(&other).with(&behind);
        PAIRS.fetch_add(1, Ordering::Relaxed);
        if let Some(difference) = difference(&here, &ask(&files)) {
            let (one, another) = (texts(&world.files()), texts(&files));
            return Err(format!("A future shows at {seen}.\n{difference}\n{another}\n--- and, before that:\n{one}"));
        }
    }
    Ok(())
}

/// Of a work asked for alone all that other works are is its future: their headers, their scenes, and whether there are more.
pub(crate) fn pairs_alone(stage: &Stage, case: &Case) -> Result<(), String> {
    let world = Universal::of(&case.tale.document);
    let asker = Asker { lists: false, ..Asker::of(case, &world) };
    for (at, (work, choices)) in world.works().iter().zip(&case.futures).enumerate() {
        let seen = own(&world, &case.tale.seen, at);
        let position = position(&world, &seen);
        let ask = |files: &[(String, String)]| {
            lay_out(&home(stage), files);
            asker.everything(stage, work, &position)
        };
        let tale = Tale { seen, ..case.tale.clone() };
        let (other, behind) = future::another_document(&tale, choices);
        let mut other = Universal::of(&other);
        let added = change_elsewhere(&mut other, at, &mut Choices::of(choices));
        let files: Vec<(String, String)> = other.with(&behind).into_iter().chain(added).collect();
        PAIRS.fetch_add(1, Ordering::Relaxed);
        if let Some(difference) = difference(&ask(&world.files()), &ask(&files)) {
            let (one, another) = (texts(&world.files()), texts(&files));
            return Err(format!(
                "What is elsewhere shows at {position}.\n{difference}\n{another}\n--- and, before that:\n{one}"
            ));
        }
    }
    Ok(())
}

/// Changes what the universe and other works say of themselves, and may add a work, of which perhaps nothing can be made.
fn change_elsewhere(world: &mut Universal, work: usize, choices: &mut Choices) -> Option<(String, String)> {
    let title: Option<Text> = Some("Canary, elsewhere".into());
    for (at, document) in (0..).zip(&mut world.documents) {
        if at != work + 1 && choices.chance(60) {
            document.universe.iter_mut().for_each(|universe| universe.title.clone_from(&title));
            document.work.iter_mut().for_each(|work| {
                work.title.clone_from(&title);
                work.day_1 = work.day_1.filter(|_| choices.chance(50));
                work.credit = None;
            });
        }
    }
    let universe = world.documents[0].universe.as_mut()?;
    if !choices.chance(60) {
        return None;
    }
    let at = choices.below(universe.works.len() + 1);
    universe.works.insert(at, "w-9".into());
    let text = match choices.below(3) {
        0 => "canary = \n",
        1 => {
            "format = 1\nwork.title = \"Canary\"\n[[scene]]\nid = \"scene-of-1\"\ntitle = \"Canary\"\ntext = \"Canary.\"\n"
        }
        _ => {
            "format = 1\nwork.title = \"Canary\"\n[theories.t-1]\ntitle = \"Canary\"\nabout = \"Canary\"\nonce = \"canary\"\n"
        }
    };
    Some(("w-9.toml".to_owned(), text.to_owned()))
}

/// Asked for alone a work is shown the same, whatever was seen of the others: by `--seen`, and as it is kept.
pub(crate) fn one_set(stage: &Stage, case: &Case) -> Result<(), String> {
    let world = Universal::of(&case.tale.document);
    let asker = Asker::of(case, &world);
    lay_out(&home(stage), &world.files());
    let whole = position(&world, &case.tale.seen);
    let ask = |story: &str, seen: &str| {
        let mut answers = Vec::new();
        let asker = Asker { theory: asker.theory.clone(), pairs: asker.pairs.clone(), lists: false, ..asker };
        asker.ask(stage, [story, ""], Some(seen), &mut answers);
        answers
    };
    for (at, work) in world.works().iter().enumerate() {
        let seen = own(&world, &case.tale.seen, at);
        let here = ask(work, &position(&world, &seen));
        let bare: Vec<String> = seen.iter().map(|id| format!("={}", world.place(id).1)).collect();
        let bare = if bare.is_empty() { "none".to_owned() } else { bare.join(",") };
        for other in [&whole, &bare] {
            if let Some(difference) = difference(&here, &ask(work, other)) {
                return Err(format!("{work} at {other} knows what others reveal.\n{difference}"));
            }
        }
    }
    stage.forget();
    stage.run(&["seen", WORLD, &whole], false);
    for story in stories(&world) {
        let nothing = stage.run(&["recap", &story], false).stderr.contains("not begun");
        let views = ["recap", "cast", "facts", "timeline", "theories"];
        let kept = |view: &str| stage.run(&[view, &story], false).stdout;
        let said = |view: &str| stage.run(&[view, &story, "--seen", &whole], false).stdout;
        if let Some(view) = views.into_iter().filter(|_| !nothing).find(|view| kept(view) != said(view)) {
            return Err(format!("{view} {story}: what is kept of works is not what was seen, {whole}"));
        }
    }
    Ok(())
}

/// The scenes of a universe that have certain ids.
fn seen(story: &Story, world: &Universal, ids: &BTreeSet<String>) -> Seen {
    let full: BTreeSet<String> = ids.iter().map(|id| world.full_id(id)).collect();
    let id = |scene| story.qualified(Some(story.scene(scene).work), &story.scene(scene).id);
    story.scenes().filter(|&scene| full.contains(&id(scene))).collect()
}

/// A cut as text.
fn written(story: &Story, seen: &Seen, work: Option<WorkId>) -> (Vec<Document>, String) {
    let documents = cut_to(story, seen, work).documents();
    let text = texts(&documents.iter().map(file).collect::<Vec<_>>());
    (documents, text)
}

/// Some other position: of the scenes that a case has seen, or of all.
fn other_position(case: &Case) -> BTreeSet<String> {
    positions(&case.tale.document, &mut Choices::of(case.futures.first().map_or(&[][..], |bytes| bytes)))
}

/// Cutting twice is cutting once: to what both leave, and to a work of it alone.
pub(crate) fn idempotence(_: &Stage, case: &Case) -> Result<(), String> {
    let world = Universal::of(&case.tale.document);
    let story = read(&world.documents);
    let (whole, other) = (seen(&story, &world, &case.tale.seen), other_position(case));
    let (documents, first) = written(&story, &whole, None);
    let again = read(&documents);
    let both: BTreeSet<String> = case.tale.seen.intersection(&other).cloned().collect();
    let once = written(&story, &seen(&story, &world, &both), None).1;
    let twice = written(&again, &seen(&again, &world, &other), None).1;
    if once != twice {
        return Err(format!("At {} it is\n{once}\n--- and, cut twice:\n{twice}", position(&world, &both)));
    }
    for work in story.work_ids() {
        let (documents, once) = written(&story, &whole, Some(work));
        let alone = read(&documents);
        let twice = [written(&again, &Seen::all(&again), Some(work)).1, written(&alone, &Seen::all(&alone), None).1];
        if let Some(twice) = twice.iter().find(|twice| **twice != once) {
            return Err(format!("{work:?} alone is\n{once}\n--- and, cut first:\n{twice}\n--- of\n{first}"));
        }
    }
    Ok(())
}

/// Whatever a seen scene of any work shows or reveals is there.
pub(crate) fn fullness(stage: &Stage, case: &Case) -> Result<(), String> {
    if !case.tale.is_made_up() {
        return Ok(());
    }
    let world = Universal::of(&case.tale.document);
    let story = read(&world.documents);
    let whole = seen(&story, &world, &case.tale.seen);
    let (documents, text) = written(&story, &whole, None);
    full::files(&case.tale, &text)?;
    let (there, known) = (ties(&documents), Known::of(&case.tale.document, &case.tale.seen));
    let lost = ties_of(&case.tale.document, &world, &known).into_iter().find(|tie| !there.contains(tie));
    if let Some(lost) = lost {
        return Err(format!("the cut lacks {lost}:\n{text}"));
    }
    let mut document = case.tale.document.clone();
    document.work.iter_mut().for_each(|work| work.cite.clear());
    for (at, work) in story.work_ids().enumerate() {
        let tale = Tale { document: document.clone(), seen: own(&world, &case.tale.seen, at) };
        full::files(&tale, &written(&story, &whole, Some(work)).1).map_err(|lost| format!("{work:?} alone: {lost}"))?;
    }
    lay_out(&home(stage), &world.files());
    let position = position(&world, &case.tale.seen);
    full::views(&case.tale, &|command: &str| stage.run(&[command, WORLD, "--seen", &position], false).stdout)
}

fn lists(claim: &Claim) -> [&Vec<Text>; 5] {
    [&claim.before, &claim.after, &claim.during, &claim.with, &claim.same]
}

/// What a claim says of scenes and dates, a line each.
fn lines<'c>(subject: &str, claim: &'c Claim, full: &'c dyn Fn(&str) -> Option<String>) -> Vec<String> {
    let mut lines = Vec::new();
    for (kind, targets) in lists(claim).into_iter().enumerate() {
        let by = if kind < 2 && claim.by.is_some() { " by" } else { "" };
        let targets = targets.iter().filter_map(|target| full(&target.value));
        lines.extend(targets.map(|target| format!("{subject} {kind}{by} {target}")));
    }
    lines.extend(claim.at.map(|at| format!("{subject} at {:?}", at.value)));
    lines
}

/// All claims of scenes in the files of a cut, and all causes, a line each.
fn ties(documents: &[Document]) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for document in documents {
        let full = |word: &str| match word.contains('/') {
            _ if word.starts_with("fact:") => None,
            true => Some(word.to_owned()),
            false => Some(format!("{}/{word}", document.name)),
        };
        for scene in &document.scenes {
            let id = full(&id_of(scene)).unwrap_or_default();
            said.extend(scene.when.iter().flat_map(|claim| lines(&id, claim, &full)));
            said.extend(
                scene.causes.iter().filter_map(|effect| full(&effect.value)).map(|it| format!("{id} causes {it}")),
            );
        }
        for outside in &document.claims {
            let id = outside.scene.as_ref().and_then(|scene| full(&scene.value));
            said.extend(id.iter().flat_map(|id| lines(id, &outside.claim, &full)));
        }
    }
    said
}

/// Those that have to be there.
fn ties_of(tale: &Document, world: &Universal, known: &Known) -> Vec<String> {
    let full = |word: &str| known.scenes.contains(word).then(|| world.full_id(word));
    let mut said = Vec::new();
    for scene in tale.scenes.iter().filter(|scene| known.has_seen(scene)) {
        let id = world.full_id(&id_of(scene));
        let held = scene.when.iter().filter(|claim| known.holds(&claim.once));
        said.extend(held.flat_map(|claim| lines(&id, claim, &full)));
        said.extend(scene.causes.iter().filter_map(|effect| full(&effect.value)).map(|it| format!("{id} causes {it}")));
    }
    said
}

/// What is known stays known, a theory on offer stays so, and what is said of time stays said.
pub(crate) fn monotony(_: &Stage, case: &Case) -> Result<(), String> {
    let world = Universal::of(&case.tale.document);
    let story = read(&world.documents);
    let more: BTreeSet<String> = case.tale.seen.union(&other_position(case)).cloned().collect();
    let scopes = std::iter::once(None).chain(story.work_ids().map(Some));
    for work in scopes {
        let (before, here) = written(&story, &seen(&story, &world, &case.tale.seen), work);
        let (after, there) = written(&story, &seen(&story, &world, &more), work);
        if let Some(lost) = full::marks(&here).difference(&full::marks(&there)).next() {
            return Err(format!("{lost} is lost at {}", position(&world, &more)));
        }
        if let Some(lost) = ties(&before).difference(&ties(&after)).next() {
            return Err(format!("{lost}: that is no longer said at {}", position(&world, &more)));
        }
    }
    Ok(())
}

/// What cannot be understood counts as nothing seen, of any work.
pub(crate) fn fail_closed(stage: &Stage, case: &Case) -> Result<(), String> {
    let world = Universal::of(&case.tale.document);
    lay_out(&home(stage), &world.files());
    let asker = Asker::of(case, &world);
    let ask = |story: &str, seen: Option<&str>| {
        let mut answers = Vec::new();
        asker.ask(stage, [story, ""], seen, &mut answers);
        answers
    };
    stage.forget();
    for story in stories(&world) {
        for wrong in
            ["", "w-7", "w-7/scene-of-1", "w-0/", "/", "w-0/all", "world", "w-0/scene-77", "=w-0", "w-0,=w-1/x"]
        {
            let answered =
                ask(&story, Some(wrong)).into_iter().find(|it| !it.stdout.is_empty() || it.exit != Exit::Unusable);
            if let Some(answer) = answered {
                return Err(format!("`{}` was answered: {}", answer.call, answer.all()));
            }
        }
        let nothing = ask(&story, None);
        for progress in ["seen = 3", "\u{0}", "format = 9\n"] {
            stage.keep(progress);
            let answers = ask(&story, None);
            if let Some((answer, _)) = answers.iter().zip(&nothing).find(|(it, none)| it.stdout != none.stdout) {
                return Err(format!("`{}` with bad progress: {}", answer.call, answer.all()));
            }
        }
        stage.forget();
    }
    let mut kept = String::from("format = 1\n");
    for (at, work) in world.works().iter().enumerate() {
        let seen = own(&world, &case.tale.seen, at);
        let ids: String = seen.iter().map(|id| format!("\"{}\", ", world.place(id).1)).collect();
        writeln!(kept, "[stories.\"{WORLD}/{work}\"]\nseen = [{ids}\"ghost\"]").unwrap();
    }
    let elsewhere =
        format!("{kept}[stories.w-0]\nseen = [\"scene-of-1\"]\n[stories.\"{WORLD}/w-7\"]\nseen = [\"scene-of-2\"]\n");
    let whole = position(&world, &case.tale.seen);
    for story in stories(&world) {
        stage.forget();
        stage.run(&["seen", WORLD, &whole], false);
        let here = ask(&story, None);
        for progress in [&kept, &elsewhere] {
            stage.keep(progress);
            if let Some(difference) = difference(&here, &ask(&story, None)) {
                return Err(format!("Stale progress counts otherwise.\n{difference}\n{progress}"));
            }
        }
    }
    Ok(())
}

/// No word of what is hidden in any work is in anything that is answered.
pub(crate) fn canaries(stage: &Stage, case: &Case) -> Result<(), String> {
    let choices = case.futures.first().map_or(&[][..], |bytes| bytes);
    let (document, behind) = future::canaries_document(&case.tale, choices);
    let world = Universal::of(&document);
    let before = Universal::of(&case.tale.document);
    let asker = Asker::of(case, &before);
    let files = world.with(&behind);
    lay_out(&home(stage), &files);
    for story in stories(&world) {
        for answer in asker.everything(stage, &story, &position(&world, &case.tale.seen)) {
            if answer.all().to_lowercase().contains(CANARY) {
                return Err(format!("`{}` lets a canary out:\n{}\n{}", answer.call, answer.all(), texts(&files)));
            }
        }
    }
    Ok(())
}

/// What is printed at a scene does not depend on what comes after it, in any work.
pub(crate) fn watching(_: &Stage, case: &Case) -> Result<(), String> {
    let world = Universal::of(&case.tale.document);
    let story = read(&world.documents);
    let whole = seen(&story, &world, &case.tale.seen);
    let walk: Vec<_> = story.scenes().filter(|&scene| whole.contains(scene)).collect();
    let scopes = std::iter::once(None).chain(story.work_ids().map(Some));
    for work in scopes {
        let told = |count: usize| {
            let cut = cut_to(&story, &walk[..count].iter().copied().collect(), work);
            play::told(&cut, &Options::default()).plain()
        };
        let whole = told(walk.len());
        if let Some(count) = (0..walk.len()).find(|&count| !whole.starts_with(&told(count))) {
            return Err(format!("after {count} scenes it was told\n{}\n--- and in the end\n{whole}", told(count)));
        }
    }
    Ok(())
}

/// Nothing of a tale is lost where it is shared out.
#[test]
fn a_tale_as_a_universe_has_all_its_scenes() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let (mut scenes, mut outside, mut crossing, mut offered) = (0, 0, 0, 0);
    for _ in 0..100 {
        use proptest::strategy::{Strategy, ValueTree};
        let Tale { document, seen: ids } = super::tale::tales().new_tree(&mut runner).unwrap().current();
        let world = Universal::of(&document);
        let text = texts(&world.files());
        assert_eq!(text.matches("[[scene]]").count(), document.scenes.len());
        let story = read(&world.documents);
        assert_eq!(story.scenes().len(), document.scenes.len());
        scenes += scene_ids(&document).len();
        outside += text.matches("[[claim]]").count();
        crossing += text.matches("\"w-").count();
        offered += cut_to(&story, &seen(&story, &world, &ids), None).theories().len();
    }
    assert!(scenes > 200 && outside > 40 && crossing > 200 && offered > 5, "{scenes} {outside} {crossing} {offered}");
}
