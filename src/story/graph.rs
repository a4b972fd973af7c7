//! The scene graph: which scene causes, hints at and reveals what.

use petgraph::Direction::{Incoming, Outgoing};
use petgraph::graph::{DiGraph, NodeIndex};
use petgraph::visit::EdgeRef;

use super::{FactId, SceneId, Story};
use crate::source::Location;

/// A node of the scene graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum GraphNode {
    /// A scene.
    Scene(SceneId),
    /// A fact.
    Fact(FactId),
}

/// An edge of the scene graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tie {
    /// What happens in the one scene brings about what happens in the other.
    Causes,
    /// The scene lets a viewer believe something.
    Hints,
    /// The scene makes something known.
    Reveals,
}

/// A tie and where it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Tied {
    /// What ties the one to the other.
    pub tie: Tie,
    /// Where the other is named.
    pub written: Location,
}

/// Makes the graph of so many scenes and facts. Ties come in file order, and are met in that order.
pub(super) fn graph(scenes: u32, facts: u32, ties: &[(SceneId, Tied, GraphNode)]) -> DiGraph<GraphNode, Tied> {
    let mut graph = DiGraph::with_capacity((scenes + facts) as usize, ties.len());
    for scene in 0..scenes {
        graph.add_node(GraphNode::Scene(SceneId(scene)));
    }
    for fact in 0..facts {
        graph.add_node(GraphNode::Fact(FactId(fact)));
    }
    // A petgraph node meets its edges last added first.
    for &(from, tie, to) in ties.iter().rev() {
        let to = match to {
            GraphNode::Scene(scene) => scene.0,
            GraphNode::Fact(fact) => scenes + fact.0,
        };
        graph.add_edge(NodeIndex::new(from.index()), NodeIndex::new(to as usize), tie);
    }
    graph
}

impl Story {
    /// The graph of scenes and facts: scenes in narrative order, then facts in file order.
    #[must_use]
    pub fn graph(&self) -> &DiGraph<GraphNode, Tied> {
        &self.graph
    }

    /// What ties a scene to facts and to other scenes, each with where it is written: hints, then reveals, then causes.
    pub fn ties(&self, scene: SceneId) -> impl Iterator<Item = (Tied, GraphNode)> {
        let edges = self.graph.edges_directed(NodeIndex::new(scene.index()), Outgoing);
        edges.map(|edge| (*edge.weight(), self.graph[edge.target()]))
    }

    /// The facts that a scene makes known, as written.
    pub fn reveals(&self, scene: SceneId) -> impl Iterator<Item = FactId> {
        self.tied(scene, Tie::Reveals)
    }

    /// The facts that a scene lets a viewer believe something about, as written.
    pub fn hints(&self, scene: SceneId) -> impl Iterator<Item = FactId> {
        self.tied(scene, Tie::Hints)
    }

    /// The scenes that make a fact known, in narrative order.
    pub fn revealed_by(&self, fact: FactId) -> impl Iterator<Item = SceneId> {
        self.tied_to(fact, Tie::Reveals)
    }

    /// The scenes that let a viewer believe something about a fact, in narrative order.
    pub fn hinted_by(&self, fact: FactId) -> impl Iterator<Item = SceneId> {
        self.tied_to(fact, Tie::Hints)
    }

    /// The scenes that a scene brings about, as written.
    pub fn causes(&self, scene: SceneId) -> impl Iterator<Item = SceneId> {
        self.ties(scene).filter_map(|(_, node)| match node {
            GraphNode::Scene(scene) => Some(scene),
            GraphNode::Fact(_) => None,
        })
    }

    /// The scenes that bring a scene about.
    pub fn caused_by(&self, scene: SceneId) -> impl Iterator<Item = SceneId> {
        let edges = self.graph.edges_directed(NodeIndex::new(scene.index()), Incoming);
        edges.filter_map(|edge| match self.graph[edge.source()] {
            GraphNode::Scene(scene) => Some(scene),
            GraphNode::Fact(_) => None,
        })
    }

    fn tied_to(&self, fact: FactId, tie: Tie) -> impl Iterator<Item = SceneId> {
        let edges = self.graph.edges_directed(NodeIndex::new(self.scenes.len() + fact.index()), Incoming);
        edges.filter(move |edge| edge.weight().tie == tie).filter_map(|edge| match self.graph[edge.source()] {
            GraphNode::Scene(scene) => Some(scene),
            GraphNode::Fact(_) => None,
        })
    }

    fn tied(&self, scene: SceneId, tie: Tie) -> impl Iterator<Item = FactId> {
        self.ties(scene).filter(move |(tied, _)| tied.tie == tie).filter_map(|(_, node)| match node {
            GraphNode::Fact(fact) => Some(fact),
            GraphNode::Scene(_) => None,
        })
    }
}
