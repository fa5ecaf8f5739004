"""What a site will be in an account, before it is deployed: cost, quotas, dangers."""
