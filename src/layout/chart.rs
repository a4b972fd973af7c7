//! The chart: a line a character, together in the scenes that they share.
