"""The identity provider of a demo: OpenID Connect by Authlib, with invented persons. Only a demo has its addresses."""
