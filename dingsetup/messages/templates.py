"""Fills in templates: Jinja2 in its sandbox, cut down until every template ends, and soon."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from dingsetup.messages.filters import (
    FILTERS,
    LONGEST_OUTPUT,
    MOST_ITEMS,
    as_markdown,
    as_text,
    each,
)
from dingsetup.messages.values import Fault, Problem, Severity

if TYPE_CHECKING:
    from jinja2 import Environment, Template, nodes

LONGEST_SOURCE = 20_000
"""Characters of a template."""
MOST_LOOPS = 2
"""Within each other."""
MOST_STEPS = 50_000
"""Nodes of the template times the turns each could take."""
MOST_DEPTH = 40
"""Of nodes within each other; Python's own compiler gives up somewhere beyond."""

_EACH = "each"
"""Our own filter, put around what is looped over: it lets only short lists through."""
_LOOP = frozenset({"index", "index0", "first", "last", "length"})
"""What a template may ask of `loop`; nothing else has attributes."""
_ALLOWED = frozenset(
    {
        *("Template", "Output", "TemplateData", "Name", "Const", "List", "Tuple", "If", "For"),
        *("CondExpr", "Compare", "Operand", "And", "Or", "Not", "Neg", "Concat", "Filter"),
        *("Keyword", "Getattr", "Getitem", "Slice"),
    }
)
_WRITTEN = {
    "Add": "+", "Assign": "set", "AssignBlock": "set", "Block": "block", "Call": "()",
    "CallBlock": "call", "Dict": "{}", "Div": "/", "Extends": "extends", "FilterBlock": "filter",
    "FloorDiv": "//", "FromImport": "import", "Import": "import", "Include": "include",
    "Macro": "macro", "Mod": "%", "Mul": "*", "Pos": "+", "Pow": "**", "Sub": "-",
    "Test": "is", "With": "with",
}  # fmt: skip
"""What is refused as its author wrote it, by the parser's name for it."""


class TemplateError(Exception):
    """A template that cannot be read or filled in: `fault` says why and on which line."""

    def __init__(self, problem: Problem, line: int = 0, **values: Any) -> None:
        super().__init__(f"{problem}: {values}")
        self.fault = Fault(problem, Severity.ERROR, line=line, values=values)


def render(source: str, values: Mapping[str, Any], *, markdown: bool = False) -> str:
    """Fill a template in. Raises TemplateError.

    For `markdown`, what values bring along is shown as it is and formats nothing; the template's
    own text is markdown.
    """
    from jinja2 import TemplateError as JinjaError

    read = _read(source, values, markdown)
    pieces: list[str] = []
    length = 0
    try:
        for piece in read.template.generate(dict(values)):
            pieces.append(piece)
            length += len(piece)
            if length > LONGEST_OUTPUT:
                raise TemplateError(Problem.TEMPLATE_TOO_LARGE, limit=LONGEST_OUTPUT)
    except (
        JinjaError,
        ArithmeticError,
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        reason = str(error) or type(error).__name__
        raise TemplateError(Problem.TEMPLATE_FAILED, _line(error), reason=reason) from error
    return "".join(pieces)


def check(source: str, known: Mapping[str, Any]) -> Fault | None:
    """What is wrong with a template before anything is filled in; None when nothing is."""
    try:
        _read(source, known, markdown=False)
    except TemplateError as error:
        return error.fault
    return None


class _Read(NamedTuple):
    template: "Template"
    names: dict[str, int]
    """What it asks for, each with the line of its first use."""


def _read(source: str, known: Mapping[str, Any], markdown: bool) -> _Read:
    from jinja2 import TemplateSyntaxError

    if len(source) > LONGEST_SOURCE:
        raise TemplateError(Problem.TEMPLATE_TOO_LARGE, limit=LONGEST_SOURCE)
    try:
        read = _compiled(source, markdown)
    except TemplateSyntaxError as error:
        reason = error.message or type(error).__name__
        raise TemplateError(Problem.TEMPLATE_SYNTAX, error.lineno, reason=reason) from error
    except RecursionError as error:
        raise _refused("depth") from error
    except (SyntaxError, ValueError) as error:
        # What Jinja2 lets pass and Python does not, such as a number of thousands of digits.
        raise TemplateError(Problem.TEMPLATE_SYNTAX, reason=str(error)) from error
    for name, line in read.names.items():
        if name not in known:
            raise TemplateError(Problem.VARIABLE_UNKNOWN, line, name=name, known=sorted(known))
    return read


@lru_cache(maxsize=512)
def _compiled(source: str, markdown: bool) -> _Read:
    environment = _environment(markdown)
    tree = environment.parse(source)
    names = _examined(tree)
    return _Read(environment.from_string(tree), names)


@lru_cache(maxsize=2)
def _environment(markdown: bool) -> "Environment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        autoescape=False,
        finalize=as_markdown if markdown else as_text,
        trim_blocks=True,
        lstrip_blocks=True,
        optimized=False,  # else parts are worked out while it is read
        cache_size=0,
    )
    environment.getitem = _item
    environment.globals = {}
    environment.tests = {}
    environment.filters = {**FILTERS, _EACH: each}
    return environment


def _item(obj: Any, argument: Any) -> Any:
    """What stands at a place of a list or a text; Jinja2's own would also give methods by name."""
    if not isinstance(obj, str | list | tuple) or not isinstance(argument, int):
        raise TypeError("only lists and texts have parts, and those have numbers")
    return cast("Sequence[Any]", obj)[argument]


def _examined(tree: "nodes.Template") -> dict[str, int]:
    """Look a template through and bound its loops; the names it asks for. Raises TemplateError."""
    from jinja2 import nodes

    names: dict[str, int] = {}
    own = {"loop"}
    steps = 0
    waiting: list[tuple[nodes.Node, int, int]] = [(tree, 0, 0)]
    while waiting:
        node, depth, loops = waiting.pop()
        steps += MOST_ITEMS**loops
        if depth > MOST_DEPTH or steps > MOST_STEPS:
            raise _refused("depth" if depth > MOST_DEPTH else "steps", node)
        _refuse(node, loops)
        # What has attributes was looked at with them.
        inside = [] if isinstance(node, nodes.Getattr) else list(node.iter_child_nodes())
        if isinstance(node, nodes.For) and isinstance(node.target, nodes.Name):
            loops += 1
            own.add(node.target.name)
            node.iter = nodes.Filter(node.iter, _EACH, [], [], None, None, lineno=node.lineno)
        elif isinstance(node, nodes.CondExpr) and node.expr2 is None:
            node.expr2 = nodes.Const("", lineno=node.lineno)
        elif isinstance(node, nodes.Name):
            names[node.name] = min(node.lineno, names.get(node.name, node.lineno))
        waiting.extend((inner, depth + 1, loops) for inner in inside)
    return {name: line for name, line in names.items() if name not in own}


def _refuse(node: "nodes.Node", loops: int) -> None:
    from jinja2 import nodes

    kind = type(node).__name__
    if kind not in _ALLOWED:
        raise _refused(_WRITTEN.get(kind, kind.lower()), node)
    if isinstance(node, nodes.For):
        _refuse_loop(node, loops)
    elif isinstance(node, nodes.Filter) and (node.name not in FILTERS or node.dyn_args):
        raise _refused(f"|{node.name}", node)
    elif isinstance(node, nodes.Getattr) and not _of_loop(node):
        raise _refused(f".{node.attr}", node)
    elif isinstance(node, nodes.Name) and (node.name == "loop" or node.name.startswith("_")):
        raise _refused(node.name, node)


def _refuse_loop(node: "nodes.For", loops: int) -> None:
    from jinja2 import nodes

    if loops >= MOST_LOOPS:
        raise _refused("loops", node)
    if node.recursive:
        raise _refused("recursive", node)
    if not (isinstance(node.iter, nodes.Name) and isinstance(node.target, nodes.Name)):
        raise _refused("loop_over", node)


def _of_loop(node: "nodes.Getattr") -> bool:
    from jinja2 import nodes

    return isinstance(node.node, nodes.Name) and node.node.name == "loop" and node.attr in _LOOP


def _refused(what: str, node: "nodes.Node | None" = None) -> TemplateError:
    """`what` as it is written, or one of `depth`, `steps`, `loops` and `loop_over`."""
    line = node.lineno or 0 if node is not None else 0
    return TemplateError(Problem.TEMPLATE_FORBIDDEN, line, what=what)


def _line(error: BaseException) -> int:
    """The template's line, to which Jinja2 rewrites the traceback; 0 where it did not."""
    line, step = 0, error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename in ("<template>", "<unknown>"):
            line = step.tb_lineno
        step = step.tb_next
    return line
