//! What each table of a story file holds, key by key.

use toml::de::{DeTable, DeValue};

use super::continuity::{begins, knows, states};
use super::document::{
    Allow, Cast, Claim, Document, Fact, Once, Scene, SceneClaim, ScenePatch, SourceEntry, Strand, Theory, Thing,
    ThingPatch, Told, Universe, Weight, Work,
};
use super::read::{Keys, Reader, Value, extent, flag, id, in_words, list, span, text, words, wrong_type};
use crate::calendar::{Clip, Date, Duration, Moment};
use crate::problem::{self, Problem};
use crate::source::{Span, Spanned};

/// The tables of a file that others refer to.
const TABLES: &[&str] =
    &["work", "sources", "characters", "places", "layers", "things", "strands", "facts", "scene", "theories"];

/// The keys of `[work]`, but for those that other tables have too.
const WORK: &[&str] =
    &["title", "credit", "released", "kind", "blurb", "warnings", "language", "day-1", "allow", "cite"];

/// The format that this version reads.
const FORMAT: i64 = 1;

/// The whole file.
pub(super) fn document(reader: &mut Reader, table: &DeTable) -> Document {
    let mut keys = Keys::of_file(table, TABLES);
    let format = format(reader, &mut keys);
    if format.is_some_and(|format| format.value != FORMAT) {
        return Document { format, ..Document::default() };
    }
    let has_no_work = table.get("work").is_none() && table.get("universe").is_none();
    let strays = if has_no_work { keys.take(WORK) } else { Vec::new() };
    let universe = keys.optional(reader, "universe", universe);
    let mut document = Document { format, ..Document::default() };
    if universe.is_none() {
        document.work = keys.optional(reader, "work", work);
        document.strands = keys.entries(reader, "strands", strand);
        document.scenes = keys.tables(reader, "scene", scene);
    }
    document.sources = keys.entries(reader, "sources", source);
    document.characters = keys.entries(reader, "characters", character);
    document.places = keys.entries(reader, "places", place);
    document.layers = keys.entries(reader, "layers", layer);
    document.things = keys.entries(reader, "things", prop);
    document.facts = keys.entries(reader, "facts", fact);
    document.theories = keys.entries(reader, "theories", theory);
    document.claims = keys.tables(reader, "claim", scene_claim);
    if universe.is_some() {
        // A universe needs no work: it has those that it names.
    } else if let [first, rest @ ..] = &strays[..] {
        let message = "the file has no `[work]`, and keys that belong there stand above all tables".to_owned();
        let mut problem = Problem::new(&problem::MISSING_KEY, reader.file, message).at(*first, "");
        for stray in rest {
            problem = problem.at(*stray, "");
        }
        reader.problems.push(problem.help("write `[work]` above them"));
        document.work = Some(Work { unread_day_1: true, span: *first, ..Work::default() });
    } else if document.work.is_none() && table.get("work").is_none() {
        let message = "the file has no `[work]`, which says what it is called".into();
        reader.note(&problem::MISSING_KEY, message, Span::default(), "add `[work]` and, below it, `title = \"…\"`");
    }
    let has_scenes = |value: &Value| !matches!(value.get_ref(), DeValue::Array(scenes) if scenes.is_empty());
    if universe.is_none() && !keys.raw("scene").is_some_and(has_scenes) {
        let at = document.work.as_ref().map_or(Span::default(), |work| work.span);
        let help = "give it one: `[[scene]]` with an `id`, a `title` and a `text`";
        reader.note(&problem::NO_SCENES, "the story has no scene, so there is nothing to tell".to_owned(), at, help);
    }
    document.universe = universe;
    keys.finish(reader);
    document.unread = std::mem::take(&mut reader.unread);
    document
}

fn format(reader: &mut Reader, keys: &mut Keys) -> Option<Spanned<i64>> {
    let Some(value) = keys.raw("format") else {
        if keys.has_near("format") {
            return None; // the key is noted
        }
        let message = "the file does not say which format it is in".into();
        reader.note(&problem::MISSING_FORMAT, message, Span::default(), "write `format = 1` as its first line");
        return None;
    };
    let DeValue::Integer(number) = value.get_ref() else {
        wrong_type(reader, value, "`format` is a whole number: `format = 1`", None);
        return None;
    };
    let written = number.as_str();
    let number = i64::from_str_radix(written, number.radix()).unwrap_or(i64::MAX);
    if number != FORMAT {
        let message = format!("format {written} is not known");
        let help = "this version reads format 1; a newer version may read this file";
        reader.note(&problem::UNKNOWN_FORMAT, message, span(value), help);
    }
    Some(Spanned { value: number, span: span(value) })
}

fn work<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Work> {
    let mut keys = Keys::of(reader, value, "a work")?;
    let work = Work {
        span: keys.span(),
        title: keys.required(reader, "title", words),
        credit: keys.optional(reader, "credit", words),
        released: keys.optional(reader, "released", date),
        kind: keys.optional(reader, "kind", words),
        blurb: keys.optional(reader, "blurb", words),
        warnings: keys.list(reader, "warnings", words),
        language: keys.optional(reader, "language", text),
        unread_day_1: keys.has_near("day-1"),
        day_1: keys.optional(reader, "day-1", date),
        allow: keys.optional(reader, "allow", allow).unwrap_or_default(),
        cite: keys.list(reader, "cite", text),
    };
    keys.finish(reader);
    let unread_day_1 = work.unread_day_1 && work.day_1.is_none();
    Some(Work { unread_day_1, ..work })
}

fn universe<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Universe> {
    let mut keys = Keys::of(reader, value, "a universe")?;
    if keys.raw("works").is_none() {
        keys.note_missing("works");
    }
    let universe = Universe {
        span: keys.span(),
        title: keys.required(reader, "title", words),
        works: keys.list(reader, "works", text),
        allow: keys.optional(reader, "allow", allow).unwrap_or_default(),
        cite: keys.list(reader, "cite", text),
    };
    keys.finish(reader);
    Some(universe)
}

fn source<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<SourceEntry> {
    let mut keys = Keys::of(reader, value, "a source")?;
    let source = SourceEntry { title: keys.optional(reader, "title", words), url: keys.optional(reader, "url", text) };
    keys.finish(reader);
    Some(source)
}

fn character<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Thing> {
    let mut keys = Keys::of(reader, value, "a character")?;
    let character = Thing {
        performer: keys.optional(reader, "performer", words),
        words: keys.list(reader, "words", words),
        cite: keys.list(reader, "cite", text),
        hindsight: keys.list(reader, "hindsight", |reader, value| thing_patch(reader, value, true)),
        name: keys.required(reader, "name", words),
        about: keys.optional(reader, "about", words),
        begins: begins(reader, &mut keys),
        born: keys.optional(reader, "born", moment),
        parents: keys.one_or_more(reader, "parents", text),
        from: Vec::new(),
    };
    keys.finish(reader);
    Some(character)
}

fn place<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Thing> {
    let mut keys = Keys::of(reader, value, "a place")?;
    let place = Thing {
        name: keys.required(reader, "name", words),
        about: keys.optional(reader, "about", words),
        hindsight: keys.list(reader, "hindsight", |reader, value| thing_patch(reader, value, false)),
        begins: begins(reader, &mut keys),
        from: keys.references(reader, "from", |reader, value| Some(duration(reader, value))),
        ..Thing::default()
    };
    keys.finish(reader);
    Some(place)
}

fn layer<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Thing> {
    let mut keys = Keys::of(reader, value, "a layer")?;
    let layer = Thing {
        name: keys.required(reader, "name", words),
        about: keys.optional(reader, "about", words),
        hindsight: keys.list(reader, "hindsight", |reader, value| thing_patch(reader, value, false)),
        ..Thing::default()
    };
    keys.finish(reader);
    Some(layer)
}

/// `[things.ID]`: what is handled in the story, and has states.
fn prop<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Thing> {
    let mut keys = Keys::of(reader, value, "a thing")?;
    let thing = Thing {
        name: keys.required(reader, "name", words),
        about: keys.optional(reader, "about", words),
        begins: begins(reader, &mut keys),
        ..Thing::default()
    };
    keys.finish(reader);
    Some(thing)
}

fn thing_patch<'t>(reader: &mut Reader, value: &'t Value<'t>, performed: bool) -> Option<ThingPatch> {
    let mut keys = Keys::of(reader, value, "a hindsight patch")?;
    let patch = ThingPatch {
        once: once_needed(reader, &mut keys),
        name: keys.optional(reader, "name", words),
        performer: if performed { keys.optional(reader, "performer", words) } else { None },
        about: keys.optional(reader, "about", words),
    };
    keys.finish(reader);
    Some(patch)
}

fn strand<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Strand> {
    let mut keys = Keys::of(reader, value, "a strand")?;
    let strand = Strand {
        name: keys.optional(reader, "name", words),
        told: keys.optional(reader, "told", told),
        placed: keys.raw("when").is_some(),
        when: keys.one_or_more(reader, "when", claim),
        once: once(reader, &mut keys),
    };
    keys.finish(reader);
    Some(strand)
}

fn fact<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Fact> {
    let mut keys = Keys::of(reader, value, "a fact")?;
    let fact = Fact {
        truth: keys.required(reader, "truth", words),
        seems: keys.optional(reader, "seems", words),
        weight: keys.optional(reader, "weight", weight),
        told: keys.raw("when").is_some(),
        when: keys.one_or_more(reader, "when", claim),
        becomes: states(reader, &mut keys, "becomes"),
        needs: states(reader, &mut keys, "needs"),
        words: keys.list(reader, "words", words),
        cite: keys.list(reader, "cite", text),
    };
    keys.finish(reader);
    Some(fact)
}

fn scene<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Scene> {
    let mut keys = Keys::of(reader, value, "a scene")?;
    let scene = Scene {
        span: extent(value),
        id: keys.required(reader, "id", id),
        title: keys.required(reader, "title", words),
        text: keys.required(reader, "text", words),
        cast: keys.list(reader, "cast", cast),
        place: keys.optional(reader, "place", text),
        strand: keys.optional(reader, "strand", text),
        layer: keys.optional(reader, "layer", text),
        timeless: keys.optional(reader, "timeless", flag),
        when: keys.one_or_more(reader, "when", claim),
        lasts: keys.optional(reader, "lasts", duration),
        clip: keys.optional(reader, "clip", |reader, value| {
            in_words(
                reader,
                value,
                "a clip",
                "write it as \"0:42-1:10\", with a plain hyphen, the beginning first",
                Clip::parse,
            )
        }),
        hints: keys.list(reader, "hints", text),
        reveals: keys.list(reader, "reveals", text),
        causes: keys.list(reader, "causes", text),
        becomes: states(reader, &mut keys, "becomes"),
        needs: states(reader, &mut keys, "needs"),
        learns: knows(reader, &mut keys, "learns"),
        uses: knows(reader, &mut keys, "uses"),
        hindsight: keys.list(reader, "hindsight", hindsight),
        chronological_text: keys.optional(reader, "chronological-text", words),
        note: keys.optional(reader, "note", text),
        allow: keys.optional(reader, "allow", allow).unwrap_or_default(),
        cite: keys.list(reader, "cite", text),
    };
    keys.finish(reader);
    if scene.text.is_none()
        && scene.hindsight.iter().any(|patch| patch.text.is_some())
        && let Some(problem) = reader.problems.last_mut().filter(|problem| problem.code == &problem::MISSING_KEY)
    {
        problem
            .help
            .push("a `text` below `[[scene.hindsight]]` is that of the hindsight: the scene's stands above".to_owned());
    }
    Some(scene)
}

/// The problems that are allowed, each with its reason.
fn allow(reader: &mut Reader, value: &Value) -> Option<Vec<Allow>> {
    let DeValue::Table(table) = value.get_ref() else {
        let expected = "`allow` names codes, each with a reason: `allow = { some-code = \"why\" }`";
        wrong_type(reader, value, expected, None);
        // What is wrong with it is said; what it means is plain.
        let DeValue::String(code) = value.get_ref() else { return None };
        let code = Spanned { value: code.to_string(), span: span(value) };
        return Some(vec![Allow { reason: Spanned { value: String::new(), span: code.span }, code }]);
    };
    let read = table.iter().map(|(code, value)| {
        let code = Spanned { value: code.get_ref().to_string(), span: code.span().into() };
        let unread = Spanned { value: String::new(), span: span(value) };
        let Some(reason) = text(reader, value) else { return Allow { code, reason: unread } };
        if reason.value.trim().is_empty() {
            let help = "say why it is as it should be: whoever reads the file next will ask";
            reader.note(
                &problem::BAD_VALUE,
                format!("`{}` is allowed without a reason", code.value),
                reason.span,
                help,
            );
        }
        Allow { code, reason }
    });
    Some(read.collect())
}

fn cast<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Cast> {
    match value.get_ref() {
        DeValue::String(_) => Some(Cast { who: text(reader, value)?, role: None }),
        DeValue::Table(_) => {
            let mut keys = Keys::of(reader, value, "a cast entry")?;
            let who = keys.required(reader, "who", text);
            let role = keys.optional(reader, "as", words);
            keys.finish(reader);
            Some(Cast { who: who?, role })
        }
        _ => {
            let expected = "a cast entry is an id, or `{ who = \"id\", as = \"…\" }`";
            wrong_type(reader, value, expected, None);
            None
        }
    }
}

fn hindsight<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<ScenePatch> {
    let mut keys = Keys::of(reader, value, "a hindsight patch")?;
    let once = once_needed(reader, &mut keys);
    let patch = ScenePatch { once, ..scene_patch(reader, &mut keys) };
    keys.finish(reader);
    Some(patch)
}

/// What hindsight and a theory can both change about a scene.
fn scene_patch(reader: &mut Reader, keys: &mut Keys) -> ScenePatch {
    ScenePatch {
        title: keys.optional(reader, "title", words),
        text: keys.optional(reader, "text", words),
        cast: keys.optional(reader, "cast", |reader, value| list(reader, value, cast)),
        place: keys.optional(reader, "place", text),
        layer: keys.optional(reader, "layer", text),
        strand: keys.optional(reader, "strand", text),
        timeless: keys.optional(reader, "timeless", flag),
        ..ScenePatch::default()
    }
}

/// What something waits for: nothing if the key is not there. What cannot be understood, or stands there under
/// a name that is near, is never known: hiding too much is a slip, showing too much is a spoiler.
fn once(reader: &mut Reader, keys: &mut Keys) -> Once {
    let Some(value) = keys.raw("once") else { return Once { never: keys.has_near("once"), ..Once::default() } };
    let (facts, given) = match value.get_ref() {
        DeValue::Array(items) => (list(reader, value, text).unwrap_or_default(), items.len()),
        _ => (text(reader, value).into_iter().collect(), 1),
    };
    Once { span: span(value), never: facts.len() < given, facts }
}

/// What a hindsight patch waits for: it must wait for something, and change something.
fn once_needed(reader: &mut Reader, keys: &mut Keys) -> Once {
    let once = once(reader, keys);
    match keys.raw("once") {
        None => keys.note_missing("once"),
        Some(value) if once.facts.is_empty() && !once.never => {
            let help = "say which fact brings it: `once = \"some-fact\"`";
            reader.note(&problem::BAD_VALUE, "`once` names no fact".to_owned(), span(value), help);
        }
        Some(value) if keys.only("once") => {
            let help = "say what is otherwise once it is known: a `text`, a `cast`, a `name`, an `about` …";
            reader.note(&problem::IDLE_HINDSIGHT, "the hindsight changes nothing".to_owned(), span(value), help);
        }
        Some(_) => {}
    }
    once
}

fn claim<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Claim> {
    if let DeValue::String(_) | DeValue::Datetime(_) = value.get_ref() {
        let expected = "a claim is a table: its keys between { and }, or below a header";
        let help = "write `{ at = … }` for a date, or `{ after = … }` and the like for a scene".to_owned();
        wrong_type(reader, value, expected, Some(help));
        return None;
    }
    let mut keys = Keys::of(reader, value, "a claim")?;
    let claim = claim_keys(reader, &mut keys);
    keys.finish(reader);
    Some(claim)
}

fn claim_keys(reader: &mut Reader, keys: &mut Keys) -> Claim {
    let claim = Claim {
        span: keys.span(),
        before: keys.one_or_more(reader, "before", text),
        after: keys.one_or_more(reader, "after", text),
        during: keys.one_or_more(reader, "during", text),
        with: keys.one_or_more(reader, "with", text),
        same: keys.one_or_more(reader, "same", text),
        by: keys.optional(reader, "by", duration),
        at: keys.optional(reader, "at", moment),
        once: once(reader, keys),
    };
    let relations = [&claim.before, &claim.after, &claim.during, &claim.with, &claim.same];
    let is_empty = keys.none_of(&["before", "after", "during", "with", "same", "by", "at"]);
    let is_empty = is_empty && keys.are_all_known(); // else what it says may be in a key that is not known
    if is_empty && relations.iter().all(|targets| targets.is_empty()) {
        let help = "say what it compares with: `before`, `after`, `during`, `with`, `same` or `at`";
        reader.note(&problem::BAD_VALUE, "the claim says nothing about time".to_owned(), keys.span(), help);
    }
    if let Some(by) = &claim.by
        && keys.none_of(&["before", "after"])
        && keys.are_all_known()
    {
        let help = "put `before` or `after` beside it";
        reader.note(&problem::BAD_VALUE, "`by` is a distance from nothing".into(), by.span, help);
    }
    claim
}

fn scene_claim<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<SceneClaim> {
    let mut keys = Keys::of(reader, value, "a claim")?;
    let claim = SceneClaim { scene: keys.required(reader, "scene", text), claim: claim_keys(reader, &mut keys) };
    keys.finish(reader);
    Some(claim)
}

fn theory<'t>(reader: &mut Reader, value: &'t Value<'t>) -> Option<Theory> {
    let mut keys = Keys::of(reader, value, "a theory")?;
    let theory = Theory {
        title: keys.required(reader, "title", words),
        about: keys.required(reader, "about", words),
        once: once(reader, &mut keys),
        sets_aside: keys.list(reader, "sets-aside", text),
        scenes: keys.references(reader, "scenes", |reader, value| {
            let mut keys = Keys::of(reader, value, "a theory's scene")?;
            let when = keys.one_or_more(reader, "when", claim);
            let patch = ScenePatch { when, ..scene_patch(reader, &mut keys) };
            keys.finish(reader);
            Some(patch)
        }),
        facts: keys.references(reader, "facts", |reader, value| {
            let mut keys = Keys::of(reader, value, "a theory's fact")?;
            let truth = keys.required(reader, "truth", words);
            keys.finish(reader);
            Some(truth)
        }),
        strands: keys.references(reader, "strands", |reader, value| {
            let mut keys = Keys::of(reader, value, "a theory's strand")?;
            let told = keys.optional(reader, "told", told);
            let placed = keys.raw("when").is_some();
            let strand = Strand { told, placed, when: keys.one_or_more(reader, "when", claim), ..Strand::default() };
            keys.finish(reader);
            Some(strand)
        }),
        cite: keys.list(reader, "cite", text),
    };
    keys.finish(reader);
    Some(theory)
}

fn date(reader: &mut Reader, value: &Value) -> Option<Spanned<Date>> {
    let help = "write it as \"2012\", \"2012-10\" or \"2012-10-11\"";
    in_words(reader, value, "a date", help, Date::parse)
}

fn moment(reader: &mut Reader, value: &Value) -> Option<Spanned<Moment>> {
    let help = "write it as \"2012\", \"2012-10\", \"2012-10-11\", \"2012-10-11 18:00\" or \"day 3 14:00\"";
    in_words(reader, value, "a date or a story day", help, Moment::parse)
}

fn duration(reader: &mut Reader, value: &Value) -> Option<Spanned<Duration>> {
    let help =
        "write it as \"3 years\", \"exactly 3 years\" or \"2 to 5 days\" (minutes, hours, days, weeks, months, years)";
    in_words(reader, value, "a duration", help, Duration::parse)
}

fn told(reader: &mut Reader, value: &Value) -> Option<Spanned<Told>> {
    let help = "it is \"forwards\", \"backwards\" or \"loosely\"";
    in_words(reader, value, "a way to tell a strand", help, |word| match word {
        "forwards" => Some(Told::Forwards),
        "backwards" => Some(Told::Backwards),
        "loosely" => Some(Told::Loosely),
        _ => None,
    })
}

fn weight(reader: &mut Reader, value: &Value) -> Option<Spanned<Weight>> {
    let help = "it is \"minor\", \"major\" or \"twist\"";
    in_words(reader, value, "the weight of a fact", help, |word| match word {
        "minor" => Some(Weight::Minor),
        "major" => Some(Weight::Major),
        "twist" => Some(Weight::Twist),
        _ => None,
    })
}
