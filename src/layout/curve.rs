//! The story curve: x is the telling, y is what happened, downwards.
