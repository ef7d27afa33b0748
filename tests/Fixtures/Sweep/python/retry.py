import functools
import logging
import random
import time

logger = logging.getLogger(__name__)


class GaveUp(Exception):
    """Raised when every attempt failed."""

    def __init__(self, attempts, last_error):
        super().__init__(f"gave up after {attempts} attempts: {last_error}")
        self.attempts = attempts
        self.last_error = last_error


def retry(attempts=3, delay=0.5, factor=2.0, errors=(OSError,)):
    """Calls a function again when it fails with one of the given errors."""

    def decorate(function):
        @functools.wraps(function)
        def wrapper(*args, **kwargs):
            wait = delay
            for attempt in range(1, attempts + 1):
                try:
                    return function(*args, **kwargs)
                except errors as error:
                    logger.warning("attempt %d of %d failed: %s", attempt, attempts, error)
                    if attempt == attempts:
                        raise GaveUp(attempts, error) from error
                    time.sleep(wait + random.uniform(0, wait / 10))
                    wait *= factor

        return wrapper

    return decorate
