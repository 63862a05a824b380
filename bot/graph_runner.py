"""Runs Rasa's graph of components in order."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, List, Optional, Text, Tuple

from rasa.engine.runner.dask import DaskGraphRunner


class OrderedGraphRunner(DaskGraphRunner):
    """Runs the components one after the other, in an order that is found once.

    Rasa gives the graph to Dask, which finds the order anew with each message and each
    action, to share out work that one processor does anyway: a tenth of a turn.
    """

    def run(self, inputs: Optional[Dict[Text, Any]] = None, targets: Optional[List[Text]] = None) -> Dict[Text, Any]:
        """Runs what the targets need (see parent class for full docstring)."""
        wanted = tuple(targets or self._graph_schema.target_names)
        results: Dict[Text, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
        for name, needs in self._in_order(wanted):
            results[name] = self._instantiated_nodes[name](*(results[need] for need in needs))
        return dict(results[name] for name in wanted)

    @lru_cache(maxsize=None)
    def _in_order(self, targets: Tuple[Text, ...]) -> List[Tuple[Text, Tuple[Text, ...]]]:
        """Components with what they need, each after those that it needs."""
        nodes = self._graph_schema.minimal_graph_schema(list(targets)).nodes
        ordered: Dict[Text, Tuple[Text, ...]] = {}

        def add(name: Text) -> None:
            if name in nodes and name not in ordered:
                needs = tuple(nodes[name].needs.values())
                for need in needs:
                    add(need)
                ordered[name] = needs

        for name in nodes:
            add(name)
        return list(ordered.items())
