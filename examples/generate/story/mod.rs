//! A story of any length, written as a file: most keys of the format, English and Korean, and claims about time
//! that all hold. It is written scene by scene and holds nothing in memory but its length and its seed.

mod calendar;
mod claims;
mod lives;
mod random;
mod words;
pub(crate) mod world;

pub(crate) use world::World;

use std::fmt::Display;
use std::io::{Result, Write};

use random::Purpose;
use words::{BELIEFS, CHARACTERS, DEEDS, ENDINGS, OPENINGS, PLACES, TITLES, TRUTHS, Thing};
use world::Kind;

/// Writes a story.
pub(crate) fn write(world: &World, out: &mut impl Write) -> Result<()> {
    header(world, out)?;
    for fact in 0..world.facts() {
        write_fact(world, fact, out)?;
    }
    for scene in 0..world.scenes() {
        write_scene(world, scene, out)?;
    }
    Ok(())
}

fn header(world: &World, out: &mut impl Write) -> Result<()> {
    let first_day = calendar::date(world.first_day);
    writeln!(out, "format = 1\n\n[work]\ntitle = \"The Harbour Clock, {} scenes\"", world.scenes())?;
    writeln!(out, "credit = \"Drawn by lot\"\nreleased = \"2016\"\nkind = \"serial\"\nday-1 = {first_day}")?;
    for &(id, name, about) in CHARACTERS {
        writeln!(out, "\n[characters.{id}]\nname = \"{name}\"\nabout = \"{about}\"")?;
    }
    let (first, name, _) = CHARACTERS[0];
    let known = format!("{name}. Of her the first secret is known.");
    writeln!(out, "\n[[characters.{first}.hindsight]]\nonce = \"fact-0\"\nabout = \"{known}\"")?;
    for &(id, name, about) in PLACES {
        writeln!(out, "\n[places.{id}]\nname = \"{name}\"\nabout = \"{about}\"")?;
    }
    if world.continuity {
        write_lives(world, out)?;
    }
    writeln!(out, "\n[strands.summer]\nname = \"That summer, 그 여름\"\nwhen = {{ before = \"scene-0\" }}")?;
    writeln!(out, "\n[strands.letters]\nname = \"The letters, the latest first\"\ntold = \"backwards\"")?;
    writeln!(out, "\n[strands.rumours]\nname = \"What people say\"\ntold = \"loosely\"")?;
    writeln!(out, "\n[strands.undertow]\nname = \"Weeks before\"\nonce = \"fact-0\"")
}

fn write_lives(world: &World, out: &mut impl Write) -> Result<()> {
    let [(mother, ..), (son, ..)] = [lives::MOTHER, lives::SON];
    for ((id, name, about), born) in [lives::MOTHER, lives::SON].iter().zip(lives::births(world)) {
        let born = calendar::date(born);
        writeln!(out, "\n[characters.{id}]\nname = \"{name}\"\nabout = \"{about}\"\nborn = \"{born}\"")?;
        if *id == son {
            writeln!(out, "parents = [\"{mother}\"]")?;
        } else {
            writeln!(out, "begins = {{ alive = true }}")?;
        }
    }
    for (at, &(id, name, about)) in lives::APART.iter().enumerate() {
        writeln!(out, "\n[places.{id}]\nname = \"{name}\"\nabout = \"{about}\"")?;
        if let Some(last) = at.checked_sub(1) {
            writeln!(out, "from.{} = \"{}\"", lives::APART[last].0, lives::WAYS[last])?;
        }
    }
    for (at, &(id, name, about)) in lives::THINGS.iter().enumerate() {
        let begins = lives::begins(at);
        writeln!(out, "\n[things.{id}]\nname = \"{name}\"\nabout = \"{about}\"\nbegins = {begins}")?;
    }
    Ok(())
}

fn write_fact(world: &World, fact: u32, out: &mut impl Write) -> Result<()> {
    let mut draws = world.draws(Purpose::Words, fact);
    let (_, who, _) = draws.pick(CHARACTERS);
    writeln!(out, "\n[facts.fact-{fact}]")?;
    if seems(fact) {
        writeln!(out, "seems = \"{who} {}\"", draws.pick(BELIEFS))?;
    }
    writeln!(out, "truth = \"{who} {}\"", draws.pick(TRUTHS))?;
    match fact % 5 {
        0 => writeln!(out, "weight = \"twist\"")?,
        1 => writeln!(out, "weight = \"minor\"")?,
        _ => {}
    }
    write_when(&claims::of_fact(world, fact), out)?;
    write_table("becomes", &lives::of_fact(world, fact), out)
}

/// Whether a fact is taken for something else until it is known.
fn seems(fact: u32) -> bool {
    fact % 3 != 2
}

fn write_scene(world: &World, scene: u32, out: &mut impl Write) -> Result<()> {
    let mut draws = world.draws(Purpose::Words, scene);
    writeln!(out, "\n[[scene]]\nid = \"scene-{scene}\"\ntitle = \"{}\"", draws.pick(TITLES))?;
    let here = nth(CHARACTERS, scene);
    let other = nth(CHARACTERS, scene + 1 + draws.below(CHARACTERS.len() as u32 - 1));
    let mut cast = vec![format!("\"{}\"", here.0)];
    match draws.below(4) {
        0 => {}
        1 => cast.push(format!("{{ who = \"{}\", as = \"voice\" }}", other.0)),
        _ => cast.push(format!("\"{}\"", other.0)),
    }
    cast.extend(lives::also_there(world, scene));
    write_list("cast", &cast, out)?;
    writeln!(out, "place = \"{}\"", lives::place(world, scene).unwrap_or_else(|| nth(PLACES, scene / 2)).0)?;
    let deed = format!("{} {}", here.1, draws.pick(DEEDS));
    writeln!(out, "text = \"{} {deed}. {}\"", draws.pick(OPENINGS), draws.pick(ENDINGS))?;
    write_time(world, scene, out)?;
    write_knowledge(world, scene, out)?;
    let said = lives::of_scene(world, scene);
    write_table("becomes", &said.becomes, out)?;
    write_table("needs", &said.needs, out)?;
    write_table("learns", &said.learns, out)?;
    write_table("uses", &said.uses, out)
}

fn nth(things: &[Thing], number: u32) -> &Thing {
    &things[number as usize % things.len()]
}

fn write_time(world: &World, scene: u32, out: &mut impl Write) -> Result<()> {
    let claims = claims::of_scene(world, scene);
    match world.kind(scene) {
        Kind::Timeless => writeln!(out, "timeless = true")?,
        Kind::On(strand) => writeln!(out, "strand = \"{strand}\"")?,
        // A scene that says where it stands in time would be off `main`.
        Kind::Plain if scene % 7 != 6 && claims.iter().any(claims::Claim::relates) => {
            writeln!(out, "strand = \"main\"")?;
        }
        // The telling itself jumps back, and goes on from there.
        Kind::Flashback if scene % 6 == 1 => writeln!(out, "strand = \"main\"")?,
        _ => {}
    }
    write_when(&claims, out)?;
    if let Some(lasts) = claims::lasts(world, scene) {
        writeln!(out, "lasts = \"{lasts}\"")?;
    }
    Ok(())
}

fn write_when(claims: &[claims::Claim], out: &mut impl Write) -> Result<()> {
    match claims {
        [] => Ok(()),
        [claim] => writeln!(out, "when = {claim}"),
        claims => write_list("when", claims, out),
    }
}

fn write_list(key: &str, items: &[impl Display], out: &mut impl Write) -> Result<()> {
    let items: Vec<String> = items.iter().map(ToString::to_string).collect();
    if items.is_empty() { Ok(()) } else { writeln!(out, "{key} = [{}]", items.join(", ")) }
}

fn write_table(key: &str, entries: &[impl Display], out: &mut impl Write) -> Result<()> {
    let entries: Vec<String> = entries.iter().map(ToString::to_string).collect();
    if entries.is_empty() { Ok(()) } else { writeln!(out, "{key} = {{ {} }}", entries.join(", ")) }
}

fn write_knowledge(world: &World, scene: u32, out: &mut impl Write) -> Result<()> {
    let in_quotes = |fact: u32| format!("\"fact-{fact}\"");
    let hinted: Vec<u32> = world.facts_around(scene).filter(|&fact| world.hinted_in(fact) == scene).collect();
    let hints: Vec<String> = hinted.iter().filter(|&&fact| seems(fact)).map(|&fact| in_quotes(fact)).collect();
    let revealed = world.facts_around(scene).filter(|&fact| world.revealed_in(fact) == scene);
    let reveals: Vec<String> = revealed.map(in_quotes).collect();
    write_list("hints", &hints, out)?;
    write_list("reveals", &reveals, out)?;
    if let Some(effect) = claims::causes(world, scene) {
        writeln!(out, "causes = [\"{effect}\"]")?;
    }
    if let Some(fact) = hinted.first().filter(|&&fact| fact % 2 == 0) {
        let text = "Now it is plain what this was. 이제 알겠다.";
        writeln!(out, "hindsight = [{{ once = \"fact-{fact}\", text = \"{text}\" }}]")?;
    }
    Ok(())
}
