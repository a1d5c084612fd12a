"""Every address asks for a sign-in, but for a short list."""

import pytest
from django.test import Client

from aircop.accounts.middleware.sign_in import READ_BY_PEOPLE
from aircop.accounts.public import API, BEFORE_SECOND_FACTOR, PUBLIC
from tests.architecture.routes import Route, routes

pytestmark = pytest.mark.django_db
CLOSED = [route for route in routes() if route.name not in PUBLIC]
OPEN = [route for route in routes() if route.name in PUBLIC]


@pytest.mark.parametrize("route", CLOSED, ids=lambda route: route.name)
@pytest.mark.parametrize("method", ["get", "post", "patch", "delete", "head"])
def test_a_closed_address_asks_who_is_there(route: Route, method: str) -> None:
    """Pages send to the sign-in form, the API answers 401; neither says whether a record exists."""
    response = getattr(Client(), method)(route.path())
    if route.path().startswith(API) and route.name != READ_BY_PEOPLE:
        assert response.status_code == 401
        assert not response.has_header("Location")
    else:
        assert response.status_code == 302
        assert response.headers["Location"].startswith("/account/sign-in/?next=")


@pytest.mark.parametrize("route", OPEN, ids=lambda route: route.name)
def test_an_open_address_answers_without(route: Route) -> None:
    """Or sends on to the first step of signing in, never to itself."""
    response = Client().get(route.path())
    link_of_nothing = {404} if route.name == "accounts:invitation" else set()
    assert response.status_code in {200, 302, 405, 503} | link_of_nothing
    assert response.headers.get("Location", "").partition("?")[0] != route.path()


def test_the_lists_name_addresses_that_exist() -> None:
    """A name that is left over would open whatever is called so next."""
    names = {route.name for route in routes()}
    assert names >= PUBLIC
    assert names >= BEFORE_SECOND_FACTOR
