//! Where things stand in a picture: numbers only, made of a cut, and no markup.

pub mod chart;
pub mod curve;
