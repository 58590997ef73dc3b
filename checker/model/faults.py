"""What an endpoint's errors mean: whether to ask again, to go on without, or to stop.

Told by HTTP status and by the cause beneath, so that it holds for every version of the SDK.
"""

from __future__ import annotations

from checker.errors import AnswerError, BrokenBodyError, EndpointError, ReportedError, TooLongError
from checker.intake.documents import tame_answer
from checker.model.access import redirect_in
from checker.model.calls import Endpoint
from checker.model.pacing import ATTEMPTS, asked_wait

TRANSIENT = {408, 409, 429}
BAD_REQUEST = {400, 422}
TOO_LONG_CODES = {"context_length_exceeded", "exceed_context_size_error"}


def is_unreachable(error: BaseException) -> bool:
    """Tell whether no connection came about at all; False for one that broke."""
    import httpx2

    dropped = httpx2.ReadError | httpx2.WriteError | httpx2.RemoteProtocolError
    late = httpx2.ReadTimeout | httpx2.WriteTimeout | httpx2.PoolTimeout
    return _status(error) is None and not isinstance(error.__cause__, dropped | late)


def is_timeout(error: BaseException) -> bool:
    """Tell whether there was a connection, and then silence."""
    import httpx2

    return not is_unreachable(error) and isinstance(error.__cause__, httpx2.TimeoutException)


def is_transient(error: BaseException) -> bool:
    """Tell whether asking again may help; a broken connection may be whole the next time."""
    if getattr(error, "code", None) == "insufficient_quota":
        return False
    status = _status(error)
    return status is None or status in TRANSIENT or status >= 500


def explain_failure(error: Exception, endpoint: Endpoint) -> AnswerError | EndpointError:
    """Say what went wrong and what to do, never repeating the key."""
    where = endpoint.shown
    if refused_redirect := redirect_in(error):
        return refused_redirect
    if stopping := _explain_stop(error, endpoint):
        return EndpointError(stopping)
    if _status(error) is not None:
        kind = {getattr(error, "code", None), getattr(error, "type", None)}
        failure = TooLongError if kind & TOO_LONG_CODES else AnswerError
        said = f"{where} answered with an error: {_said(error, endpoint)}"
        refused = failure is AnswerError and _status(error) in BAD_REQUEST
        return failure(f"{said}; `checker doctor` tells what it takes" if refused else said)
    if is_timeout(error):
        return AnswerError(f"no answer within {endpoint.timeout_s:g} s; raise --timeout")
    cause = type(error.__cause__ or error).__name__
    if is_unreachable(error):
        return EndpointError(
            f"{where} cannot be reached ({cause}); check --base-url and the connection"
        )
    return EndpointError(
        f"{where} broke off again and again before its answer was whole ({cause}); check the "
        "connection, or use another"
    )


def explain_broken_body(
    error: BrokenBodyError, endpoint: Endpoint, *, answered: bool
) -> AnswerError | EndpointError:
    """Say what came instead of a chat completion; ``answered`` where one has come before."""
    if isinstance(error, ReportedError) and error.status_code:
        return explain_failure(error, endpoint)
    said = f"{endpoint.shown} answered, but not with a chat completion"
    if isinstance(error, ReportedError):
        said += f" ({_shown(str(error), endpoint)})"
    if answered:
        return AnswerError(f"{said}, {ATTEMPTS} times; try again later")
    return EndpointError(f"{said}; check --base-url (it usually ends in /v1)")


def _explain_stop(error: Exception, endpoint: Endpoint) -> str | None:
    """Say what to do where the endpoint turns all requests down, not only this one."""
    where, said, status = endpoint.shown, _said(error, endpoint), _status(error)
    if status in {401, 403}:
        return f"{where} refused the key: {said}; set OPENAI_API_KEY to a valid one"
    if status == 404:
        return (
            f"{where} does not know the model {endpoint.model!r} or this address: {said}; "
            "check --model and --base-url"
        )
    if status in {402, 429}:
        asked = asked_wait(error)
        wait = f"wait {asked:,.0f} s" if asked else "wait"
        return f"{where} allows no more requests now: {said}; {wait}, or use another"
    return None


def _status(error: BaseException) -> int | None:
    return getattr(error, "status_code", None)


def _said(error: Exception, endpoint: Endpoint) -> str:
    body = getattr(error, "body", None)
    text = body.get("message") if isinstance(body, dict) else None
    status = _status(error)
    message = str(text or (f"HTTP {status}" if status else type(error).__name__))
    return _shown(message, endpoint)


def _shown(text: str, endpoint: Endpoint) -> str:
    """What the endpoint wrote, without the key and what could steer a terminal."""
    return tame_answer(endpoint.hide_key(text))[:300]
