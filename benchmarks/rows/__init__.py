"""The rows of the table, by theme, in the order in which they are measured."""

from collections.abc import Awaitable, Callable

from benchmarks.bench import Bench
from benchmarks.rows import disk, due, idle, light, path, rate, slow
from benchmarks.table import Row

ROWS: dict[str, Callable[[Bench], Awaitable[list[Row]]]] = {
    "path": path.rows,
    "slow": slow.rows,
    "due": due.rows,
    "idle": idle.rows,
    "rate": rate.rows,
    "light": light.rows,
    "disk": disk.rows,
}
