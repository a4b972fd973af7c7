//! The ways through a cut: what is told at each stop, and what is known there.

use super::happened::Happened;
use super::rewatch::Again;
use super::told::{Telling, Told};
use crate::knowledge::{Cut, Watching};
use crate::view::page::Page;
use crate::view::{Options, card};

/// A way through the scenes of a cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Walk {
    /// As it is told to somebody who watches it: each scene from the cut at the scenes up to it.
    Told {
        /// How many scenes have ended before.
        from: usize,
    },
    /// As it is told, each scene from the whole cut.
    Rewatch,
    /// As it happened, each event from the whole cut.
    Chronological,
}

/// A walk, as far as it has been worked out.
pub(super) enum Way<'c, 's> {
    Told(Box<AsTold<'c, 's>>),
    Again(&'c Cut<'s>, Again<'c, 's>),
    Happened(&'c Cut<'s>, Happened<'c, 's>),
}

/// What has been told so far, and what is known where the viewer is.
pub(super) struct AsTold<'c, 's> {
    whole: &'c Cut<'s>,
    telling: Telling<'s>,
    told: Vec<Told>,
    /// Somebody who has watched up to where the viewer is.
    here: Watching<'s>,
}

impl<'c, 's> Way<'c, 's> {
    pub(super) fn of(cut: &'c Cut<'s>, walk: Walk) -> Self {
        match walk {
            Walk::Told { .. } => Self::Told(Box::new(AsTold {
                whole: cut,
                telling: Telling::of(cut),
                told: Vec::new(),
                here: cut.watch(),
            })),
            Walk::Rewatch => Self::Again(cut, Again::of(cut)),
            Walk::Chronological => Self::Happened(cut, Happened::of(cut, &cut.chronology())),
        }
    }

    /// How many stops it has before its end. Where there is nothing to tell the title card is one.
    pub(super) fn stops(&self) -> usize {
        self.len().max(1)
    }

    /// Whether there is nothing to tell.
    pub(super) fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn len(&self) -> usize {
        match self {
            Self::Told(told) => told.whole.scenes().len(),
            Self::Again(cut, _) => cut.scenes().len(),
            Self::Happened(_, happened) => happened.len(),
        }
    }

    /// The number of the scene at a stop, where it has one.
    pub(super) fn number(&self, at: usize) -> Option<u32> {
        match self {
            _ if at >= self.len() => None,
            Self::Told(_) | Self::Again(..) => Some(at as u32 + 1),
            Self::Happened(_, happened) => happened.number(at),
        }
    }

    /// What is known at a stop. There, the viewer has seen so many scenes.
    pub(super) fn known(&self, scenes: usize) -> Cut<'s> {
        match self {
            Self::Told(told) => {
                let mut watching = told.whole.watch();
                for _ in 0..scenes {
                    watching.watch_next();
                }
                watching.cut().clone()
            }
            Self::Again(cut, _) | Self::Happened(cut, _) => (*cut).clone(),
        }
    }

    /// Puts a stop on a page, the title card above the first.
    pub(super) fn write(&mut self, at: usize, page: &mut Page, options: &Options) {
        let is_told = at < self.len();
        if at == 0 {
            match self {
                Self::Told(told) => card::write(page, told.whole, options),
                Self::Again(cut, _) => card::write(page, cut, options),
                Self::Happened(_, happened) => happened.open(page, options),
            }
        }
        if !is_told {
            return;
        }
        page.gap();
        match self {
            Self::Told(told) => told.write(at, page, options),
            Self::Again(_, again) => again.write(at as u32, page, options),
            Self::Happened(_, happened) => happened.write(at, page, options),
        }
    }
}

impl AsTold<'_, '_> {
    fn write(&mut self, at: usize, page: &mut Page, options: &Options) {
        while self.told.len() <= at {
            let Some(told) = self.telling.tell_next() else { return };
            self.told.push(told);
        }
        if self.here.cut().scenes().len() > at + 1 {
            self.here = self.whole.watch();
        }
        while self.here.cut().scenes().len() <= at {
            self.here.watch_next();
        }
        self.told[at].write(page, self.here.cut(), options);
    }
}
