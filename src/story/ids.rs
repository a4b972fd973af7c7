//! Small numbers that stand for the things of a story. Each indexes the table it is named after.

macro_rules! id {
    ($name:ident, $what:literal) => {
        #[doc = $what]
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub(crate) u32);

        impl $name {
            /// Its place in its table.
            #[must_use]
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    };
}

id!(WorkId, "A work, in release order.");
id!(SceneId, "A scene, in narrative order.");
id!(CharacterId, "A character, in file order.");
id!(PlaceId, "A place, in file order.");
id!(LayerId, "A layer, in file order.");
id!(ThingId, "A thing, in file order.");
id!(StateId, "A state, by first appearance.");
id!(StrandId, "A strand. The first are the main ones of the works, the others stand in file order.");
id!(SourceId, "A source, in file order.");
id!(FactId, "A fact, in file order.");
id!(
    ClaimId,
    "A claim: those of scenes in narrative order, then of facts, then of strands, then from outside, each as written; then those of theories."
);
id!(TheoryId, "A theory, in file order.");
