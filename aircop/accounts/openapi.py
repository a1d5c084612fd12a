"""How the OpenAPI document describes the ways to sign in."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension

from aircop.accounts.scopes import SCOPES


class RequestUserScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """OAuth2 client credentials, a personal token, or the session of a page."""

    target_class = "aircop.accounts.authentication.RequestUserAuthentication"
    name: Any = ["oauth2", "personalToken", "session"]

    def get_security_definition(self, auto_schema: Any) -> list[dict[str, Any]]:
        """Describe the three ways."""
        del auto_schema
        scopes = {name: str(words) for name, words in SCOPES.items()}
        return [
            {
                "type": "oauth2",
                "flows": {"clientCredentials": {"tokenUrl": "/oauth/token", "scopes": scopes}},
            },
            {
                "type": "http",
                "scheme": "bearer",
                "description": "A token issued on the account page.",
            },
            {
                "type": "apiKey",
                "in": "cookie",
                "name": "session",
                "description": "Unsafe calls need X-CSRFToken.",
            },
        ]
