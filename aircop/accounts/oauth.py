"""Partner systems get short tokens by OAuth2 client credentials. Nothing else of OAuth2 is offered."""

from http import HTTPStatus
from typing import Any

from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.views.decorators.csrf import csrf_exempt
from oauth2_provider.models import Application
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import BaseScopes
from oauth2_provider.views import TokenView

from aircop.accounts.basic import basic_credentials
from aircop.accounts.models import ApiClient
from aircop.accounts.scopes import SCOPES

DUMMY = "aircop-nobody"


class ClientScopes(BaseScopes):  # type: ignore[misc]
    """A client may ask for what its registration allows, and gets all of it when it asks for nothing."""

    def get_all_scopes(self) -> dict[str, str]:
        """Return every scope with its words."""
        return {name: str(words) for name, words in SCOPES.items()}

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        """Return what the client's registration allows."""
        del request, args, kwargs
        client = ApiClient.objects.filter(application=application).first()
        return list(client.scopes) if client else []

    def get_default_scopes(self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any) -> list[str]:
        """Return the same."""
        return self.get_available_scopes(application, request, *args, **kwargs)


class ClientValidator(OAuth2Validator):  # type: ignore[misc]
    """Checks a client's secret: same work and same answer whether the client is known or not."""

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Return whether the id and the secret, from the header or the body, are those of a client in force."""
        del args, kwargs
        name, secret = self._credentials(request)
        application = self._in_force(name)
        right = check_password(secret, application.client_secret if application else self._nobody)
        if not right or application is None:
            return False
        request.client = application
        return True

    def client_authentication_required(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        """Every client has a secret."""
        del request, args, kwargs
        return True

    @cached_property
    def _nobody(self) -> str:
        return make_password(DUMMY)

    def _credentials(self, request: Any) -> tuple[str, str]:
        """Return id and secret as the client sent them."""
        basic = basic_credentials(request.headers.get("Authorization") or "")
        return basic or (request.client_id or "", request.client_secret or "")

    @staticmethod
    def _in_force(client_id: str) -> Any:
        if "\0" in client_id:
            return None
        return (
            Application.objects.filter(client_id=client_id, api_client__user__is_active=True)
            .select_related("api_client__user")
            .first()
        )


class ClientTokenView(TokenView):  # type: ignore[misc]
    """`POST /oauth/token`, by client credentials alone."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Give a token, and tell the lockout of a client that did not prove itself."""
        del args, kwargs
        response: HttpResponse = self.authorization_flow_token_response(request)
        if response.status_code == HTTPStatus.UNAUTHORIZED:
            request.sign_in_missed = True  # type: ignore[attr-defined]
        return response


token = csrf_exempt(ClientTokenView.as_view())
