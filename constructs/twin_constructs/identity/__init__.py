"""Who the users and the programs of a site are: Amazon Cognito, and API keys."""
