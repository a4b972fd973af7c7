//! Which scene stands in which column and row.

use crate::time::Chronology;

/// What the columns follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Along {
    /// The telling: a row is an event that is shown, in the order in which they are listed.
    #[default]
    Telling,
    /// What happened: a row is a scene, in the order in which they are told, so that the curve shows the telling
    /// downwards. What has no time stands behind the others.
    Happening,
}

/// Which scene stands in which column and row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grid {
    /// The scenes from left to right, by their places in narrative order. Each once.
    pub columns: Vec<u32>,
    /// The row of each scene from 0 downwards, in narrative order. None where it is timeless.
    pub rows: Vec<Option<u32>>,
    /// How many rows there are.
    pub height: u32,
    /// Of each row, the place of its event in the listing. Only where rows are events.
    pub events: Vec<u32>,
}

impl Grid {
    /// The grid of a chronology. Linear.
    #[must_use]
    pub fn of(chronology: &Chronology, along: Along) -> Self {
        let places = &chronology.places;
        let scenes = 0..places.len() as u32;
        match along {
            Along::Telling => {
                let shown = (0..).zip(&chronology.events).filter(|(_, event)| !event.scenes.is_empty());
                let events: Vec<u32> = shown.map(|(event, _)| event).collect();
                let mut row_of = vec![None; chronology.events.len()];
                (0..).zip(&events).for_each(|(row, &event)| row_of[event as usize] = Some(row));
                let rows = places.iter().map(|place| row_of[place.event? as usize]).collect();
                Self { columns: scenes.collect(), rows, height: events.len() as u32, events }
            }
            Along::Happening => {
                let timed = chronology.events.iter().flat_map(|event| &event.scenes).copied();
                let timeless = scenes.filter(|&scene| places[scene as usize].event.is_none());
                let columns = timed.chain(timeless).collect();
                let mut told = 0..;
                let rows: Vec<Option<u32>> = places.iter().map(|place| place.event.and_then(|_| told.next())).collect();
                let height = rows.iter().flatten().count() as u32;
                Self { columns, rows, height, events: Vec::new() }
            }
        }
    }

    /// The columns with their rows, from left to right.
    #[must_use]
    pub fn points(&self) -> impl DoubleEndedIterator<Item = (u32, Option<u32>)> + ExactSizeIterator {
        self.columns.iter().map(|&scene| (scene, self.rows[scene as usize]))
    }
}
