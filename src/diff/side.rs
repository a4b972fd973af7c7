//! One of the two stories, and what has to be known of it to compare it.

use crate::lint::{self, Checked};
use crate::problem::Problem;
use crate::source::{FileId, Source};
use crate::story::{Projection, Story};
use crate::syntax::{self, Document};
use crate::time::Solution;

/// A story, the texts it was read from, and what is wrong with it.
pub struct Side<'a> {
    story: &'a Story,
    sources: &'a [Source],
    problems: Vec<Problem>,
}

impl<'a> Side<'a> {
    /// A story, the texts that it was read from, and the problems that were met in reading it. It is checked.
    #[must_use]
    pub fn new(story: &'a Story, sources: &'a [Source], met: Vec<Problem>) -> Self {
        Self { story, sources, problems: lint::check(Checked::new(story, sources), &[], met) }
    }
}

/// A side, and what is worked out of it.
pub(super) struct Prepared<'a> {
    pub(super) story: &'a Story,
    pub(super) problems: &'a [Problem],
    /// What is written in each text.
    pub(super) documents: Vec<Document>,
    pub(super) projection: Projection,
    pub(super) solution: Solution,
}

impl<'a> Prepared<'a> {
    pub(super) fn of(side: &'a Side) -> Self {
        let mut met = Vec::new(); // noted already
        let files = (0..).map(FileId).zip(side.sources);
        let mut documents: Vec<Document> = files.map(|(file, source)| syntax::parse(source, file, &mut met)).collect();
        for document in &mut documents {
            // What a text is called need not be a path: one from git is not.
            if let Some(work) = side.story.works().iter().find(|work| work.file == document.file) {
                document.name.clone_from(&work.id);
            }
        }
        let projection = side.story.network();
        let solution = Solution::of(&projection.network);
        Self { story: side.story, problems: &side.problems, documents, projection, solution }
    }
}
