//! The laws for universes: a tale whose scenes are shared out to works that know each other.
//!
//! All that scenes have in common is the universe's; each work has its own main strand, and the other strands are gone.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::atomic::Ordering;

use storyline::cli::Exit;
use storyline::syntax::{self, Claim, Document, SceneClaim, Universe, Work};

use super::future;
use super::held::{Case, PAIRS};
use super::names::{Kind, each_id};
use super::tale::{Tale, scene_ids};
use super::views::{Answer, COMMANDS, Stage, difference};

/// The id of the universe.
const WORLD: &str = "world";

/// The works, in release order.
const WORKS: [&str; 3] = ["w-0", "w-1", "w-2"];

/// The work of a scene: the same whatever else there is.
fn work_of(id: &str) -> usize {
    id.bytes().map(usize::from).sum::<usize>() % WORKS.len()
}

fn full_id(id: &str) -> String {
    format!("{}/{id}", WORKS[work_of(id)])
}

/// Whether a claim is said from outside here: by what it says alone.
fn is_from_outside(claim: &Claim) -> bool {
    claim.before.len() == 1 && claim.before[0].value.len().is_multiple_of(2)
}

/// The files of a tale as a universe, by name.
fn files(document: &Document) -> Vec<(String, String)> {
    let mut whole = document.clone();
    whole.strands.clear();
    for scene in &mut whole.scenes {
        scene.strand = scene.strand.take().filter(|strand| strand.value == "main");
        scene.hindsight.iter_mut().for_each(|patch| patch.strand = None);
    }
    for theory in &mut whole.theories {
        theory.value.strands.clear();
        theory.value.scenes.iter_mut().for_each(|scene| scene.value.strand = None);
    }
    let ids: Vec<String> = scene_ids(&whole);
    each_id(&mut whole, &mut |kind, id| {
        if kind == Kind::Scene {
            *id = full_id(id);
        }
    });
    for (scene, id) in whole.scenes.iter_mut().zip(&ids) {
        scene.id = Some(id.as_str().into());
    }
    let mut claims = Vec::new();
    for (scene, id) in whole.scenes.iter_mut().zip(&ids) {
        let (outside, own): (Vec<Claim>, Vec<Claim>) =
            std::mem::take(&mut scene.when).into_iter().partition(is_from_outside);
        scene.when = own;
        claims.extend(outside.into_iter().map(|claim| SceneClaim { scene: Some(full_id(id).as_str().into()), claim }));
    }
    let scenes = std::mem::take(&mut whole.scenes);
    let header = whole.work.take().unwrap_or_default();
    let work = |number: usize| Document {
        format: whole.format,
        work: Some(Work { title: Some(format!("Work {number}").as_str().into()), cite: Vec::new(), ..header.clone() }),
        scenes: scenes
            .iter()
            .zip(&ids)
            .filter(|(_, id)| work_of(id) == number)
            .map(|(scene, _)| scene.clone())
            .collect(),
        ..Document::default()
    };
    let mut files: Vec<(String, String)> =
        WORKS.iter().enumerate().map(|(number, name)| (format!("{name}.toml"), syntax::write(&work(number)))).collect();
    let universe = Universe {
        title: Some("The World".into()),
        works: WORKS.iter().map(|&work| work.into()).collect(),
        cite: header.cite.clone(),
        ..Universe::default()
    };
    let universe = Document { universe: Some(universe), claims, ..whole };
    files.push(("universe.toml".to_owned(), syntax::write(&universe)));
    files
}

fn lay_out(folder: &Path, files: &[(String, String)]) {
    let _ = fs::remove_dir_all(folder); // it may not be there
    fs::create_dir_all(folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
}

fn position(seen: &BTreeSet<String>) -> String {
    let seen: Vec<String> = seen.iter().map(|id| format!("={}", full_id(id))).collect();
    if seen.is_empty() { "none".to_owned() } else { seen.join(",") }
}

/// All that a viewer can ask for about a story, at a position.
fn everything(stage: &Stage, story: &str, seen: &str) -> Vec<Answer> {
    let mut answers = Vec::new();
    for command in COMMANDS.iter().filter(|command| command.contains(&"STORY")) {
        let words = command.iter().map(|&word| match word {
            "STORY" => story,
            "ONE" => "1",
            "OTHER" => "2",
            word => word,
        });
        let mut call: Vec<&str> = vec!["--width", "60"];
        call.extend(words);
        call.extend(["--seen", seen]);
        let mut answer = stage.run(&call, false);
        answer.stderr = answer.stderr.replace(story, "STORY");
        answer.call = command.join(" ");
        answers.push(answer);
    }
    assert_ne!(answers[0].exit, Exit::Unusable, "{story} is not found");
    answers
}

fn home(stage: &Stage) -> std::path::PathBuf {
    stage.file().with_file_name(WORLD)
}

/// A cut of a universe as files, fully seen, is shown as the universe was; and so is a cut of a work alone.
pub(crate) fn closure(stage: &Stage, case: &Case) -> Result<(), String> {
    lay_out(&home(stage), &files(&case.tale.document));
    let seen = position(&case.tale.seen);
    let cuts = stage.file().parent().unwrap().with_file_name("cuts"); // beside the library, so that no name leads there
    let _ = fs::remove_dir_all(&cuts); // it may not be there
    fs::create_dir_all(&cuts).unwrap();
    let folder = cuts.join(WORLD);
    let written = stage.run(&["cut", WORLD, "--seen", &seen, "--out", &folder.to_string_lossy()], false);
    if written.exit != Exit::Fine {
        return Err(written.all());
    }
    let here = everything(stage, WORLD, &seen);
    let there = everything(stage, &format!("{}/", folder.display()), "all");
    let mut told = difference(&here, &there);
    for work in WORKS {
        let alone = cuts.join(format!("{work}.toml"));
        fs::write(&alone, stage.run(&["cut", work, "--seen", &seen], false).stdout).unwrap();
        let here = everything(stage, work, &seen);
        let there = everything(stage, &alone.to_string_lossy(), "all");
        told = told.or(difference(&here, &there));
    }
    told.map_or(Ok(()), |difference| Err(format!("At {seen} the cut is shown otherwise.\n{difference}")))
}

/// Whatever comes in any work, what is shown of all and of each is the same to the byte.
pub(crate) fn pairs(stage: &Stage, case: &Case) -> Result<(), String> {
    let seen = position(&case.tale.seen);
    let ask = |document: &Document| {
        lay_out(&home(stage), &files(document));
        [WORLD, "w-0", "world/w-1", "w-2"]
            .into_iter()
            .flat_map(|story| everything(stage, story, &seen))
            .collect::<Vec<_>>()
    };
    let here = ask(&case.tale.document);
    for choices in case.futures.iter().take(4) {
        let other = future::another_document(&case.tale, choices);
        let there = ask(&other);
        PAIRS.fetch_add(1, Ordering::Relaxed);
        if let Some(difference) = difference(&here, &there) {
            let all = |document: &Document| files(document).into_iter().map(|(_, text)| text).collect::<String>();
            let (one, another) = (all(&case.tale.document), all(&other));
            return Err(format!("A future shows at {seen}.\n{difference}\n{another}\n--- and, before that:\n{one}"));
        }
    }
    Ok(())
}

/// Asked for alone a work is shown the same, whatever was seen of the others: by `--seen`, and as it is kept.
pub(crate) fn one_set(stage: &Stage, case: &Case) -> Result<(), String> {
    lay_out(&home(stage), &files(&case.tale.document));
    let whole = position(&case.tale.seen);
    for (number, work) in WORKS.into_iter().enumerate() {
        let own: BTreeSet<String> = case.tale.seen.iter().filter(|id| work_of(id) == number).cloned().collect();
        let here = everything(stage, work, &position(&own));
        if let Some(difference) = difference(&here, &everything(stage, work, &whole)) {
            return Err(format!("{work} knows what others reveal, at {whole}.\n{difference}"));
        }
    }
    stage.run(&["forget", "--all"], false);
    for id in &case.tale.seen {
        let others = stage.run(&["recap", WORLD], false);
        if others.stdout.contains(&format!("{}\n", full_id(id))) {
            return Err(format!("{id} is told before it is seen"));
        }
    }
    stage.run(&["seen", WORLD, &whole], false);
    let kept = |command: &str| stage.run(&[command, WORLD], false).stdout;
    let said = |command: &str| stage.run(&[command, WORLD, "--seen", &whole], false).stdout;
    let views = ["recap", "cast", "facts", "timeline", "theories"];
    match views.into_iter().filter(|_| !case.tale.seen.is_empty()).find(|view| kept(view) != said(view)) {
        Some(view) => Err(format!("{view}: what is kept of works is not what was seen, {whole}")),
        None => Ok(()),
    }
}

/// Nothing of a tale is lost where it is shared out.
#[test]
fn a_tale_as_a_universe_has_all_its_scenes() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut scenes = 0;
    for _ in 0..50 {
        use proptest::strategy::{Strategy, ValueTree};
        let Tale { document, .. } = super::tale::tales().new_tree(&mut runner).unwrap().current();
        let texts: String = files(&document).into_iter().map(|(_, text)| text).collect();
        assert_eq!(texts.matches("[[scene]]").count(), document.scenes.len());
        scenes += document.scenes.len();
    }
    assert!(scenes > 100);
}
