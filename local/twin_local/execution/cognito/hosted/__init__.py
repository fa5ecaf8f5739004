"""Hosted sign-in of user pools: OAuth 2.0 and OpenID Connect, with a page to sign in.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-userpools-server-contract-reference.html
"""
