"""The API's authorizer: a token or key in, a policy of what its caller may do out."""
