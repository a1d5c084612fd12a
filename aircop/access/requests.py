"""The request as views see it: the middleware has put the actor on it."""

from django.http import HttpRequest

from aircop.access.actor import Actor


class ActorRequest(HttpRequest):
    """A request with who asks."""

    actor: Actor
