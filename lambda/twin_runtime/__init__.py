"""What the functions share: requests, settings, clients, the site document, logs, seams out."""
