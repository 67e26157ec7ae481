"""A bare token executor: what a step costs when nothing but tokens moves. No scopes, events, history or checks.

It runs the process of the bench and nothing else, and is the yardstick for what the real one adds.
"""

import json
from typing import Any

Node = dict[str, Any]


class Bare:
    """Nodes by id; conditions and scripts are Python functions of the variables."""

    def __init__(self, nodes: dict[str, Node], flows: list[tuple[str, str, Any]]) -> None:
        self.nodes = nodes
        self.out: dict[str, list[tuple[str, Any]]] = {id_: [] for id_ in nodes}
        self.incoming: dict[str, int] = dict.fromkeys(nodes, 0)
        for source, target, condition in flows:
            self.out[source].append((target, condition))
            self.incoming[target] += 1

    def start(self, variables: dict[str, Any]) -> dict[str, Any]:
        state: dict[str, Any] = {"n": 1, "v": variables, "open": {}, "joins": {}}
        self.run(state, ["start"])
        return state

    def step(self, text: str, task: str, variables: dict[str, Any]) -> str:
        """From JSON text to JSON text: complete an open task."""
        state = json.loads(text)
        number = next(key for key, id_ in state["open"].items() if id_ == task)
        del state["open"][number]
        state["v"].update(variables)
        self.run(state, [target for target, _ in self.out[task]])
        return json.dumps(state)

    def run(self, state: dict[str, Any], queue: list[str]) -> None:
        while queue:
            id_ = queue.pop(0)
            node = self.nodes[id_]
            kind = node["kind"]
            if kind == "task":
                state["open"][str(state["n"])] = id_
                state["n"] += 1
            elif kind == "xor":
                queue.append(self.choose(id_, state["v"]))
            elif kind == "join":
                count = state["joins"].get(id_, 0) + 1
                if count < self.incoming[id_]:
                    state["joins"][id_] = count
                else:
                    state["joins"].pop(id_, None)
                    queue += [target for target, _ in self.out[id_]]
            else:
                if kind == "decision":
                    state["v"][node["result"]] = node["decide"](state["v"])
                queue += [target for target, _ in self.out[id_]]

    def choose(self, id_: str, variables: dict[str, Any]) -> str:
        for target, condition in self.out[id_]:
            if condition is None or condition(variables):
                return target
        raise LookupError(id_)
