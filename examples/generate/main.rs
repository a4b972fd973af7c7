//! Writes a story of as many scenes as asked for, to try things on: it uses most keys of the format, and all that
//! it says of time holds.
//!
//! `cargo run --release --example generate -- 100000 1 > story.toml`
//!
//! The same numbers write the same story.

use std::io::{self, BufWriter, ErrorKind, Write as _};
use std::process::ExitCode;

mod story;

use story::World;

const USAGE: &str = "\
usage: generate N SEED [plain] > story.toml
N is the number of scenes, from 20 to 10000000; SEED is a whole number from 0 up: the same SEED writes the same story.
With `plain` it says nothing of states, of what people know, of births and of ways.
Without all of it, it is 20 scenes, with the seed 1.";

#[expect(clippy::disallowed_macros, reason = "an example says what is wrong")]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let world = match asked_for(&arguments) {
        Ok(world) => world,
        Err(message) => {
            eprintln!("{message}\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    let mut out = BufWriter::new(io::stdout().lock());
    match story::write(&world, &mut out).and_then(|()| out.flush()) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever reads has read enough, as `head` does.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the story cannot be written: {error}");
            ExitCode::FAILURE
        }
    }
}

fn asked_for(arguments: &[String]) -> Result<World, String> {
    let ([scenes, seed], is_plain) = match arguments {
        [] => (["20", "1"], false),
        [scenes, seed] => ([scenes.as_str(), seed.as_str()], false),
        [scenes, seed, word] if word == "plain" => ([scenes.as_str(), seed.as_str()], true),
        _ => return Err(format!("two numbers are needed, N and SEED; there are {} words", arguments.len())),
    };
    let number = scenes.parse().ok().filter(|scenes| World::SCENES.contains(scenes));
    let number = number.ok_or_else(|| format!("`{scenes}` is no number of scenes that can be written"))?;
    let seed = seed.parse().map_err(|_| format!("`{seed}` is no seed"))?;
    let world = World::new(number, seed);
    Ok(if is_plain { world.without_continuity() } else { world })
}
