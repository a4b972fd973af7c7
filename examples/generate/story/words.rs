//! The words of which scenes are made.

/// A thing that scenes refer to: id, name, what is said of it.
pub(super) type Thing = (&'static str, &'static str, &'static str);

pub(super) static CHARACTERS: &[Thing] = &[
    ("mina", "Mina", "She repairs clocks and is late for everything."),
    ("joon", "Joon (준)", "He drives the last bus of the night."),
    ("ida", "Ida", "She keeps the lighthouse, and its book."),
    ("haneul", "Haneul (하늘)", "Writes letters and posts none of them."),
    ("the-ferryman", "The ferryman", "Nobody asks for his name."),
    ("sora", "Sora", "She sings where the others talk."),
    ("old-kang", "Old Kang", "He remembers the harbour before the wall."),
    ("tomas", "Tomas", "Came for a week, and stayed."),
    ("yuna", "Yuna (윤아)", "She counts the steps of every stair."),
    ("the-boy", "The boy", "He carries a kite in all weathers."),
    ("bo-ra", "Bo-ra (보라)", "She sells umbrellas when it does not rain."),
    ("the-stranger", "The stranger", "A grey coat, and no luggage."),
];

pub(super) static PLACES: &[Thing] = &[
    ("harbour", "The harbour", "Cranes, gulls, a clock that is wrong."),
    ("station", "역 (the station)", "Two platforms, and one train a day."),
    ("roof", "The roof", "From here one sees who comes."),
    ("kitchen", "The kitchen", "A table with a burnt corner."),
    ("lighthouse", "The lighthouse", "Dark since the storm."),
    ("market", "시장 (the market)", "Loud until noon, then empty."),
    ("bridge", "The bridge", "It sways when two people walk in step."),
    ("archive", "The archive", "Paper up to the ceiling."),
];

pub(super) static OPENINGS: &[&str] = &[
    "It rains, and nobody minds.",
    "비가 온다.",
    "The lamp goes out twice.",
    "A bell, far off.",
    "문이 열린다.",
    "Somebody has left the radio on.",
    "The tide is out.",
    "Snow on the window sill.",
    "아무도 없다.",
    "Two cups on the table, one of them warm.",
    "The street is being swept.",
    "A train does not stop.",
];

pub(super) static DEEDS: &[&str] = &[
    "puts the key back where it was",
    "reads the letter aloud, 천천히, and folds it again",
    "waits until the others have gone",
    "asks a question and does not stay for the answer",
    "hides the photograph under the tray",
    "counts the money, and counts it again",
    "tells the story of the wall, differently this time",
    "looks at the clock and laughs",
    "lets the kite go",
    "writes a name on the glass, 그리고 지운다",
    "carries the suitcase down, step by step",
    "finds the second ticket",
];

pub(super) static ENDINGS: &[&str] = &[
    "Outside, the last bus leaves.",
    "다시 조용해진다.",
    "Nobody has seen it.",
    "The gulls come back.",
    "It will be missed before morning.",
    "They do not speak on the way home.",
    "내일도 그럴 것이다.",
    "Only the clock goes on.",
];

pub(super) static TITLES: &[&str] = &[
    "The key",
    "A letter, 편지",
    "Rain",
    "The second ticket",
    "비 오는 날",
    "On the stairs",
    "The photograph",
    "What the clock says",
    "The kite",
    "마지막 버스",
    "A name on the glass",
    "Low tide",
];

pub(super) static BELIEFS: &[&str] =
    &["is leaving for good.", "has never been here before.", "did it for the money.", "모른다."];

pub(super) static TRUTHS: &[&str] = &[
    "came back the same night, and nobody was told.",
    "knew of the letter from the first.",
    "took the blame for somebody else.",
    "다 알고 있었다.",
];
