//! Labels and the index (model.md 2.5).

use storyline::time::{Label, Network};

use super::Answer;
use super::points::Link;
use super::story::{Story, main_of};

/// "Sum |narrative rank - chronological rank| over scenes that show an event, divided by n(n-1)/2."
pub(crate) fn index(network: &Network, answer: &Answer) -> f64 {
    let mut told = 0; // the narrative rank, and in the end n
    let mut sum = 0;
    for scene in 0..network.scenes.len() {
        if let Some(happened) = answer.ranks[scene] {
            sum += happened.abs_diff(told);
            told += 1;
        }
    }
    if told < 2 {
        return 0.0;
    }
    f64::from(sum) / (f64::from(told) * f64::from(told - 1) / 2.0)
}

impl Story<'_> {
    /// "Label of a scene, the first that fits."
    ///
    /// Reading: an event is on main where any scene that shows it is. A scene is listed where its event is.
    pub(super) fn label(&self, scene: usize, order: &[usize], dropped: &[Link]) -> Label {
        let Some(event) = self.shown[scene] else {
            return Label::Timeless;
        };
        // "A label looks at its own work's main strand only."
        let main = main_of(self.network, scene);
        let on_main = |scene: usize| self.strands[scene] == Some(main);
        let event_on_main = |event: usize| self.scenes_of(event).any(on_main);
        let listed = |shown| order.iter().position(|&other| Some(other) == shown);
        // "retold: an earlier scene showed its event"
        if self.scenes_of(event).any(|other| other < scene) {
            return Label::Retold;
        }
        // "on `main`: jump where its link was left out, else present"
        if on_main(scene) {
            let jump = dropped.iter().any(|link| link.1 as usize == scene);
            return if jump { Label::Jump } else { Label::Present };
        }
        // "flash-forward when listed after the next scene of another event told after it on `main`"
        let is_next = |later: &usize| on_main(*later) && self.shown[*later] != Some(event);
        let next = (scene + 1..self.shown.len()).find(is_next);
        if next.is_some_and(|next| listed(Some(event)) > listed(self.shown[next])) {
            return Label::FlashForward;
        }
        // "flashback when listed before the last scene told before it that is on `main` or shows an event that is"
        let is_last = |last: &usize| self.shown[*last].is_some_and(event_on_main);
        let is_beside = |other: usize| self.network.scenes[other].work == self.network.scenes[scene].work;
        let last = (0..scene).rfind(|last| is_beside(*last) && (on_main(*last) || is_last(last)));
        if last.is_some_and(|last| listed(Some(event)) < listed(self.shown[last])) {
            return Label::Flashback;
        }
        // "present when its own event is on `main`; else aside"
        if event_on_main(event) { Label::Present } else { Label::Aside }
    }

    /// "Scenes of one event take consecutive ranks in telling order."
    pub(super) fn ranks(&self, order: &[usize]) -> Vec<Option<u32>> {
        let mut ranks = vec![None; self.shown.len()];
        let listed = order.iter().flat_map(|&event| self.scenes_of(event));
        for (rank, scene) in (0..).zip(listed) {
            ranks[scene] = Some(rank);
        }
        ranks
    }
}
