"""Cognito user pools: tokens signed with a key of the pool's own, and their verification."""
