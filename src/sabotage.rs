//! Leaks to be put in on purpose, one at a time, so that it is seen whether tests catch them (`tests/graded.rs`).
//!
//! Only with the feature `sabotage`, which no release has. Without it [`leaks`] is `false` before anything runs, and
//! what it guards is not compiled. A leak is asked for where the code would be wrong, in one place each.

#![cfg_attr(not(feature = "sabotage"), allow(unreachable_pub, reason = "it is public to the tests alone"))]

macro_rules! leaks {
    ($($name:ident: $words:literal;)*) => {
        /// Something that is told to who should not know it, or kept from who should.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[non_exhaustive]
        pub enum Leak {
            $(#[doc = $words] $name,)*
        }

        #[cfg(feature = "sabotage")]
        impl Leak {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// What it does, in words.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self {
                    $(Self::$name => $words,)*
                }
            }
        }
    };
}

leaks! {
    // Values.
    AppliesHindsightEarly: "what hindsight says of a scene is said before its fact is known";
    ShowsCastsEarly: "who was there all along is named before their fact is known";
    NamesEarly: "people and places go by their later names from the first";
    IntroducesEarly: "what is said of people is what is known of them in the end";
    TellsTheTruthBehindABelief: "a belief is told as the truth behind it";
    MarksBeliefs: "a belief says that it only seems so";
    WeighsBeliefs: "a belief tells how much it will turn round";
    WeighsWhatOverturnsNothing: "a fact that overturns nothing keeps its weight in a cut";
    CallsBeliefsHints: "what lets somebody believe something is called a hint";
    ShowsHintsThatSayNothing: "a hint at a fact that does not say what it seems shows the fact";
    TakesHintsForReveals: "a hint makes its fact known";
    KeepsWordsToLookFor: "the words that give a fact away are kept in a cut";
    KeepsBirths: "when people were born is kept in a cut";
    // Quantities.
    CountsTheWholeStory: "a view says how many scenes there are";
    ListsTheNumberOfScenes: "the list says how many scenes a story has";
    TellsTheSizeOfTheFile: "a cut says how large the file is that it was made of";
    // Order.
    NumbersScenesByTheWholeStory: "scenes keep their numbers in the whole story";
    KeepsFactIds: "facts keep their ids in a cut";
    NumbersFactsByTheWholeStory: "facts are numbered as they are declared";
    NumbersStrandsByTheWholeStory: "strands are numbered as they are declared";
    NumbersLayersByTheWholeStory: "layers are numbered as they are declared";
    OrdersPeopleByTheWholeStory: "people are listed as they appear in the whole story";
    SortsFactsByTheirIds: "facts of one scene are sorted by their ids";
    // Pictures.
    EndsTheAxisWhereTheStoryEnds: "the axis of what happened ends where the story ends";
    DrawsAsLargeAsItWillBe: "a picture has the size that it will have in the end";
    ColoursByTheWholeCast: "colours go by the whole cast's order";
    OrdersLinesByTheWholeStory: "who gets the upper line in a chart depends on who is in hidden scenes";
    KnowsWhoComesBack: "the line of somebody stops where nobody comes back in the story";
    // Pages.
    CountsPages: "a page says of how many it is one";
    NamesTheNextSceneInALink: "the link to the next page says the title of the next scene";
    LinksNoFurtherThanTheEnd: "the page of the last scene has no link onwards";
    ListsPositionsAtTheStart: "the start page lists all positions";
    StylesByTheWholeCast: "the style of a site has a rule for each character of the story";
    NamesPagesByTheWholeStory: "the name of a page says how many scenes there are";
    SharesWhatIsKnownInTheEnd: "the cast on a page is that of the whole story";
    // Structure.
    HonoursClaimsEarly: "a claim holds before its fact is known";
    TurnsClaimsToTheSceneBefore: "a claim that names a hidden scene is taken for the scene before it";
    GivesBeliefsATime: "what is merely believed has a time";
    LetsTimeKnowEveryFact: "the order of events is that of somebody who knows every fact";
    RunsStrandsBeforeTheyExist: "a strand is there before its fact is known";
    LetsStrandsSpeakBeforeTheyExist: "what a strand claims holds before it is there";
    TellsTheMainStrandAsItWillBe: "the main strand is told backwards before that is known";
    NamesTheMainStrandEarly: "the main strand has its name before that is known";
    HoldsWithOneFactOfTwo: "what waits for two facts holds with one";
    // Universes and theories.
    KnowsOtherWorks: "a work shown alone knows what other works revealed";
    OffersTheoriesEarly: "theories are on offer before their facts are known";
    OffersTheoriesOfUnseenScenes: "theories are on offer before every scene that they speak of is seen";
    OffersTheoriesWithStrangers: "theories are on offer that bring in whom nobody has met";
    KeepsTheoriesThatAreNotOnOffer: "theories that are not on offer are kept in a cut";
    LosesTheories: "theories that are on offer are left out of a cut";
    SuggestsTheoriesNotOnOffer: "did you mean names theories that are not on offer";
    ChoosesTheoriesNotOnOffer: "a theory can be chosen before it is on offer";
    OffersTheoriesOfPlacesNobodyMet: "theories are on offer that name places where nobody has been";
    OffersTheoriesOfStrandsNobodyMet: "theories are on offer that speak of strands that nobody has met";
    TellsHiddenTheoriesFromUnknown: "a theory that is not on offer is answered otherwise than one that there is not";
    AppliesTheoriesUnasked: "a theory that is on offer is in force before anybody chooses it";
    NamesOtherWorks: "a work shown alone says which other works there are";
    NumbersScenesByTheUniverse: "the scenes of a work shown alone are numbered by the universe";
    KeepsWhatTheUniverseCites: "the cut of a work alone keeps what its universe cites";
    KeepsTheClaimsOfOtherWorks: "claims from outside are kept in a cut before both ends are seen";
    LosesClaimsFromOutside: "claims from outside are left out of a cut";
    KeepsWorksByTheirScenes: "what was kept of one work counts for another that has a scene of the same id";
    // A cut as a file.
    KeepsCauseOutOfTheFrontier: "a cause that leads to a hidden scene is kept in a cut";
    KeepsHindsightThatDoesNotHold: "hindsight that does not hold yet is kept in a cut";
    KeepsLaterNames: "later names are kept in a cut before they hold";
    KeepsClaimsThatWait: "claims that do not hold yet are kept in a cut";
    KeepsStrandsThatDoNotExist: "a strand that is not there yet is kept in a cut";
    KeepsEverySource: "sources that nothing in a cut cites are kept in it";
    KeepsSourcesOfBeliefs: "a belief keeps what its truth cites";
    KeepsEverybody: "people that nobody has met are kept in a cut";
    KeepsTheFirstDay: "a cut keeps the date of the first story day though nothing uses it";
    FoldsLaterNamesIn: "a cut has later names in the place of the first ones";
    // Calls.
    AnswersHiddenIdsDifferently: "a hidden id is answered otherwise than an unknown one";
    SuggestsWhatIsHidden: "did you mean names hidden scenes";
    SuggestsHiddenPositions: "a wrong position is answered with the nearest of all scenes";
    TellsFactsById: "viewers may ask for facts by the ids that authors know";
    TellsLinesOfTheFile: "viewers are told on which line something is claimed";
    TellsProblemsToViewers: "viewers are told how many errors a story has";
    JudgesTheWholeStory: "a contradiction in what is hidden is told by how the call ended";
    TellsWhetherMoreLiesAhead: "who has seen the last scene there is is told so";
    NamesTheNextScene: "the title of the next scene is told in advance";
    // Progress.
    CountsTheSceneThatIsPlaying: "the scene after the last one seen counts as seen";
    TakesASetForANumber: "one scene seen counts as all before it";
    TakesUnknownPositionsForAll: "a position that names nothing counts as all";
    TakesUnreadableProgressForAll: "progress that cannot be read counts as all seen";
    HashesTheWholeStory: "what is kept of what was watched depends on the whole file";
    // Too little told.
    LosesAFact: "the last fact is left out";
    LosesHindsight: "what a known fact changed about a scene is left out";
    LosesCauses: "causes between seen scenes are left out of a cut";
    LosesLaterNames: "people keep their first names";
    LosesWhatWasBelieved: "a known fact does not say in a cut what it seemed";
    LosesClaimsThatWaited: "claims that a known fact put in force are left out of a cut";
}

#[cfg(feature = "sabotage")]
thread_local! {
    static PUT_IN: std::cell::Cell<Option<Leak>> = const { std::cell::Cell::new(None) };
}

/// Puts a leak in, or takes it out again, on this thread.
#[cfg(feature = "sabotage")]
pub fn put_in(leak: Option<Leak>) {
    PUT_IN.set(leak);
}

/// Whether a leak was put in.
#[cfg(feature = "sabotage")]
pub(crate) fn leaks(leak: Leak) -> bool {
    PUT_IN.get() == Some(leak)
}

/// Whether a leak was put in: never.
#[cfg(not(feature = "sabotage"))]
pub(crate) const fn leaks(_: Leak) -> bool {
    false
}

#[cfg(all(test, not(feature = "sabotage")))]
mod tests {
    use super::*;

    const _: () = assert!(!leaks(Leak::NamesEarly), "known before anything runs");

    #[test]
    fn no_leak_is_compiled_into_what_is_released() {
        let manifest = include_str!("../Cargo.toml");
        let (_, features) = manifest.split_once("[features]").unwrap();
        let (features, _) = features.split_once("\n[").unwrap();
        let lines: Vec<&str> = features.lines().filter(|line| line.contains('=')).collect();
        assert_eq!(lines, ["sabotage = []"], "no feature switches it on, the default ones neither");
    }
}
