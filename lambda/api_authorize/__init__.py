"""The API's authorizer: a Cognito access token in, a policy for the caller's role out."""
