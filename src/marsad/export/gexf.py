"""A shielded record in, its actors and the ties between them as a GEXF graph out."""

from typing import Any
from xml.etree.ElementTree import Element

from marsad.export.checking import check_rows
from marsad.export.forms import find_form
from marsad.export.material import Material
from marsad.export.rows import relation_rows
from marsad.export.xmls import add, to_xml

NAMESPACE = "http://gexf.net/1.3"
Part = dict[str, Any]


def to_gexf(material: Material) -> bytes:
    """Nodes by id, edges in the order of the relations table."""
    nodes, edges = _graph(material)
    check_rows(find_form("gexf"), [*({"node": node} for node in nodes), *({"edge": edge} for edge in edges)])
    root = Element("gexf", {"xmlns": NAMESPACE, "version": "1.3"})
    graph = add(root, "graph", attributes={"defaultedgetype": "directed"})
    _declare(graph, "node", {"kind": "string", "country": "string"})
    _declare(graph, "edge", {"former": "boolean", "claims": "string"})
    ahead = add(graph, "nodes")
    for node in nodes:
        one = add(ahead, "node", attributes={"id": node["id"], "label": node["label"]})
        _values(one, {"kind": node["kind"], "country": node["country"]})
    ahead = add(graph, "edges")
    for number, edge in enumerate(edges):
        ends = {"source": edge["source"], "target": edge["target"], "label": edge["label"]}
        one = add(ahead, "edge", attributes={"id": str(number), **ends})
        _values(one, {"former": str(edge["former"]).lower(), "claims": " ".join(edge["claims"])})
    return to_xml(root)


def _graph(material: Material) -> tuple[list[Part], list[Part]]:
    nodes = [
        {"id": actor.id, "label": actor.name, "kind": actor.kind.value, "country": actor.country}
        for actor in material.shown.record.actors
    ]
    edges = [
        {
            "source": row["subject_id"],
            "target": row["object_id"],
            "label": row["relation"],
            "former": row["former"],
            "claims": row["claims"] or [],
        }
        for row in relation_rows(material)
    ]
    return sorted(nodes, key=lambda node: str(node["id"])), edges


def _declare(graph: Element, of: str, types: dict[str, str]) -> None:
    declared = add(graph, "attributes", attributes={"class": of})
    for name, kind in types.items():
        add(declared, "attribute", attributes={"id": name, "title": name, "type": kind})


def _values(element: Element, told: dict[str, str | None]) -> None:
    values = add(element, "attvalues")
    for name, value in told.items():
        if value:
            add(values, "attvalue", attributes={"for": name, "value": value})
