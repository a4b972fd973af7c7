//! Which scenes are on which strand, and which scenes and told facts are one event.

use petgraph::unionfind::UnionFind;

use super::{Network, Node, Relation, Strand, Subject};

/// The events of a network, numbered in telling order.
pub(super) struct Events {
    /// The event of each scene, then of each told fact. None where a scene is timeless.
    of_node: Vec<Option<u32>>,
    /// The nodes of all events, event after event, each event's in telling order.
    nodes: Vec<Node>,
    /// Where each event's nodes begin in `nodes`, and where the last one's end.
    begins: Vec<u32>,
    /// The strand that each scene is on.
    pub(super) strand_of: Vec<Option<Strand>>,
    /// The scenes on each strand, in narrative order.
    pub(super) on_strand: Vec<Vec<u32>>,
}

impl Events {
    /// Linear in nodes and claims, but for the near-constant factor of union-find.
    pub(super) fn of(network: &Network) -> Self {
        let strand_of = strands(network);
        let mut on_strand = vec![Vec::new(); network.strand_count()];
        for (scene, strand) in (0..).zip(&strand_of) {
            if let Some(strand) = strand {
                on_strand[strand.0 as usize].push(scene);
            }
        }
        let mut same = UnionFind::<u32>::new(network.scenes.len() + network.told_facts.len());
        for claim in &network.claims {
            let Some((Relation::Same, target)) = claim.relation() else { continue };
            if timeless(network, target) {
                continue;
            }
            match claim.subject {
                Subject::Node(node) | Subject::Outside(node) if !timeless(network, node) => {
                    same.union(dense(network, node), dense(network, target));
                }
                Subject::Node(_) | Subject::Outside(_) => {}
                Subject::Strand(strand) => {
                    for &scene in &on_strand[strand.0 as usize] {
                        same.union(scene, dense(network, target));
                    }
                }
            }
        }
        let (of_node, nodes, begins) = number(network, &same.into_labeling());
        Self { of_node, nodes, begins, strand_of, on_strand }
    }

    /// How many events there are.
    pub(super) fn count(&self) -> u32 {
        self.begins.len() as u32 - 1
    }

    /// The event of a scene, none if it is timeless.
    pub(super) fn of_scene(&self, scene: u32) -> Option<u32> {
        self.of_node[scene as usize]
    }

    /// The event of a scene or a told fact, none if it is timeless.
    pub(super) fn of_node(&self, node: Node) -> Option<u32> {
        match node {
            Node::Scene(scene) => self.of_node[scene as usize],
            Node::Fact(fact) => self.of_node[self.strand_of.len() + fact as usize],
        }
    }

    /// The nodes of an event, in telling order.
    pub(super) fn nodes(&self, event: u32) -> &[Node] {
        &self.nodes[self.begins[event as usize] as usize..self.begins[event as usize + 1] as usize]
    }

    /// The scenes of an event, in narrative order.
    pub(super) fn scenes(&self, event: u32) -> impl Iterator<Item = u32> {
        self.nodes(event).iter().filter_map(|node| match node {
            Node::Scene(scene) => Some(*scene),
            Node::Fact(_) => None,
        })
    }

    /// Every event that a claim speaks of: that of a node, or those of the scenes of a strand.
    pub(super) fn of_subject(&self, subject: Subject) -> impl Iterator<Item = u32> {
        let (one, many): (_, &[u32]) = match subject {
            Subject::Node(node) | Subject::Outside(node) => (self.of_node(node), &[]),
            Subject::Strand(strand) => (None, &self.on_strand[strand.0 as usize]),
        };
        one.into_iter().chain(many.iter().filter_map(|&scene| self.of_scene(scene)))
    }

    /// Every scene or told fact that a claim speaks of and that has a time, but for those of an event that it spares
    /// where it is a strand's.
    pub(super) fn nodes_of_subject(&self, subject: Subject, spared: Option<u32>) -> impl Iterator<Item = Node> {
        let (one, many): (_, &[u32]) = match subject {
            Subject::Node(node) | Subject::Outside(node) => (self.of_node(node).map(|_| node), &[]),
            Subject::Strand(strand) => (None, &self.on_strand[strand.0 as usize]),
        };
        let kept = move |&&scene: &&u32| spared.is_none() || self.of_scene(scene) != spared;
        one.into_iter().chain(many.iter().filter(kept).map(|&scene| Node::Scene(scene)))
    }

    /// Every pair of events that a claim compares, subject first: one for a node, one for each scene of a strand but
    /// for those of the event it names. Empty where either end is timeless.
    pub(super) fn pairs(&self, subject: Subject, target: Node) -> impl Iterator<Item = (u32, u32)> {
        let target = self.of_node(target);
        let spares = matches!(subject, Subject::Strand(_));
        let subjects = self.of_subject(subject).filter(move |&event| !(spares && Some(event) == target));
        subjects.filter_map(move |subject| Some((subject, target?)))
    }
}

/// Where a node stands in a table of scenes followed by told facts.
pub(super) fn dense(network: &Network, node: Node) -> u32 {
    match node {
        Node::Scene(scene) => scene,
        Node::Fact(fact) => network.scenes.len() as u32 + fact,
    }
}

/// Whether a node shows no event. A told fact always has one.
pub(super) fn timeless(network: &Network, node: Node) -> bool {
    matches!(node, Node::Scene(scene) if network.scenes[scene as usize].timeless)
}

/// The strand that each scene is on: the one it names, else the main one of its work, unless it is timeless or a
/// claim of its own places it.
fn strands(network: &Network) -> Vec<Option<Strand>> {
    let named =
        network.scenes.iter().map(|scene| scene.strand.or(Some(Strand(scene.work))).filter(|_| !scene.timeless));
    let mut strand_of: Vec<Option<Strand>> = named.collect();
    for claim in &network.claims {
        if let Subject::Node(Node::Scene(scene)) = claim.subject
            && network.scenes[scene as usize].strand.is_none()
            && let Some((_, target)) = claim.relation()
            && !timeless(network, target)
        {
            strand_of[scene as usize] = None;
        }
    }
    strand_of
}

/// All nodes in telling order: each scene, and right after it the facts that it is the first to reveal.
fn telling_order(network: &Network) -> Vec<Node> {
    let mut nodes: Vec<(u32, Node)> =
        (0..network.scenes.len() as u32).map(|scene| (scene, Node::Scene(scene))).collect();
    nodes.extend((0..).zip(&network.told_facts).map(|(fact, &scene)| (scene, Node::Fact(fact))));
    nodes.sort_unstable(); // at one scene the scene sorts before its facts, and facts in file order
    nodes.into_iter().map(|(_, node)| node).collect()
}

/// Numbers the events by the first scene that shows each; what only facts tell, by the first of them.
fn number(network: &Network, label: &[u32]) -> (Vec<Option<u32>>, Vec<Node>, Vec<u32>) {
    let told = telling_order(network);
    let mut shown = vec![false; label.len()];
    for scene in 0..network.scenes.len() {
        shown[label[scene] as usize] = true;
    }
    let mut event_of_label = vec![None; label.len()];
    let mut sizes = Vec::new();
    let visible = |node: &&Node| !timeless(network, **node);
    for &node in told.iter().filter(visible) {
        let label = label[dense(network, node) as usize] as usize;
        let names_it = matches!(node, Node::Scene(_)) || !shown[label];
        if event_of_label[label].is_none() && names_it {
            event_of_label[label] = Some(sizes.len() as u32);
            sizes.push(0u32);
        }
    }
    let mut of_node = vec![None; label.len()];
    for &node in told.iter().filter(visible) {
        let node = dense(network, node) as usize;
        of_node[node] = event_of_label[label[node] as usize];
        if let Some(event) = of_node[node] {
            sizes[event as usize] += 1;
        }
    }
    let mut begins = vec![0];
    begins.extend(sizes.iter().scan(0, |sum, size| {
        *sum += size;
        Some(*sum)
    }));
    let mut free: Vec<u32> = begins.clone();
    let mut nodes = vec![Node::Scene(0); *begins.last().unwrap_or(&0) as usize];
    for &node in &told {
        if let Some(event) = of_node[dense(network, node) as usize] {
            nodes[free[event as usize] as usize] = node;
            free[event as usize] += 1;
        }
    }
    (of_node, nodes, begins)
}
