//! A future full of problems: each drops the smallest thing that it touches, and viewers are told of none.

use super::Future;
use crate::laws::known::id_of;

/// Text behind the last scene. `SEEN` is a scene that was seen, `HIDDEN` one that was not or is not there, `NEW` an id.
const SLIPS: &[&str] = &[
    "\n# Canary: a comment\n",
    "\n[[scene]]\nid = \"SEEN\"\ntitle = \"CanaryTwin\"\ntext = \"Canary.\"\nwhen = { before = \"HIDDEN\" }\n",
    "\n[[scene]]\ntitle = \"CanaryNameless\"\ntext = \"Canary.\"\ncauses = [\"SEEN\"]\n",
    "\n[[scene]]\nid = 5\ntitle = 3\ntext = [\"Canary\"]\n",
    "\n[[scene]]\nid = \"NEW\"\ntitle = \"Canary\"\ntext = \"Canary.\"\nnext = [\"SEEN\"]\nwhen = { before = \"SEEN\", after = \"SEEN\" }\n",
    "\n[[scene]]\nid = \"NEW\"\ntitl = \"Canary\"\ntext = \"Canary.\"\ncast = \"canary\"\ncauses = [\"NEW\", \"canary\"]\nhints = \"canary\"\n",
    "\n[[scene]]\nid = \"NEW\"\nlasts = \"a while\"\nclip = \"now\"\nwhen = [{ at = \"the day after\" }, { during = 3 }]\n",
    "\n[[scene]]\nid = \"NEW\"\ntitle = \"Canary\"\ntext = \"Canary.\"\nhindsight = [{ title = \"Canary\" }, { once = \"canary\", when = [] }]\n",
    "\n[charcters.NEW]\nname = \"Canary\"\n",
    "\n[characters.NEW]\nnam = 3\nhindsight = \"canary\"\n",
    "\n[strands.NEW]\ntold = \"sideways\"\nwhen = { before = \"canary\" }\nonce = 7\n",
    "\n[facts.NEW]\nseems = \"Canary, without a truth\"\n",
    "\n[facts.NEW]\ntruth = \"Canary\"\nweight = \"canary\"\nwhen = { before = \"SEEN\", after = \"SEEN\", once = \"canary\" }\n",
    "\n[theories.NEW]\ntitle = 5\nonce = \"canary\"\nscenes.\"SEEN\" = { title = \"Canary\" }\n",
    "\n[places.Canary_NEW]\nname = \"Canary \\u202e\\u0007\"\n",
    "\n[canary]\ncanary = \"canary\"\n",
];

impl Future {
    /// Up to four slips in what comes.
    pub(super) fn add_slips(&mut self) {
        let count = if self.thorough { SLIPS.len() } else { 1 + self.choices.below(4) };
        for at in 0..count {
            let slip = SLIPS[if self.thorough { at } else { self.choices.below(SLIPS.len()) }];
            let table = slip.lines().find(|line| line.starts_with("[canary"));
            if table.is_some_and(|table| self.behind.contains(table)) {
                continue; // a table may stand once
            }
            let seen: Vec<String> = self.seen_scenes().iter().map(|&at| id_of(&self.document.scenes[at])).collect();
            let seen = match self.choices.one(&seen) {
                Some(seen) => seen.clone(),
                None if slip.contains("id = \"SEEN\"") => continue,
                None => "canary-nowhere".to_owned(),
            };
            let hidden = self.hidden_scene().value;
            let new = self.invent("slip");
            let slip = slip.replace("SEEN", &seen).replace("HIDDEN", &hidden).replace("NEW", &new);
            self.behind.push_str(&slip);
        }
    }
}
