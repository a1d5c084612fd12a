"""Structured logs: one JSON object a line on standard error, each with the request id when there is one."""

import logging
import sys
from typing import Any

import structlog
from structlog.tracebacks import ExceptionDictTransformer
from structlog.types import Processor

SHARED: tuple[Processor, ...] = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
)
# Never the values of local variables: they are case data and passwords.
TRACEBACKS = structlog.processors.ExceptionRenderer(ExceptionDictTransformer(show_locals=False))


class JsonFormatter(structlog.stdlib.ProcessorFormatter):
    """Draws records of structlog and of the standard library alike."""

    def __init__(self) -> None:
        super().__init__(
            foreign_pre_chain=[*SHARED, structlog.stdlib.ExtraAdder(allow=("status_code",))],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                TRACEBACKS,
                structlog.processors.JSONRenderer(default=str),
            ],
        )


def _already_there(root: logging.Logger) -> bool:
    return any(isinstance(handler.formatter, JsonFormatter) for handler in root.handlers)


def configure_logging() -> None:
    """Send structlog and the standard library's loggers to standard error as JSON; called once per process."""
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    if _already_there(root):
        return
    handler: logging.StreamHandler[Any] = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter())
    root.addHandler(handler)
    logging.getLogger("aircop").setLevel(logging.INFO)
    # Django answers 4xx by a warning of its own; the request line says the same with its id.
    logging.getLogger("django.request").setLevel(logging.ERROR)
